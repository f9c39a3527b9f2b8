"""The data dictionary: every table and field, and what each says about somebody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.db import models

from roundel.desk.reference.markdown import first_paragraph, page, section, table
from roundel.desk.reference.states import own_modules
from roundel.kernel.privacy import MEANING, Privacy

HEAD = ("field", "type", "says about somebody", "empty?", "values")
MOST_VALUES = 12
TYPES = {
    "UUID": "id",
    "BigAuto": "number",
    "Char": "text",
    "Email": "e-mail address",
    "DateTime": "moment",
    "Date": "date",
    "Boolean": "yes or no",
    "Binary": "bytes",
    "SmallInteger": "whole number",
    "PositiveInteger": "whole number",
    "PositiveSmallInteger": "whole number",
    "BigInteger": "whole number",
    "SealedText": "sealed text",
    "SealedJSON": "sealed values",
}
# Tables that libraries bring along. Each one says why it is there and what it holds about whom.
LIBRARY = {
    "contenttypes": "the framework's list of tables; nothing about anybody",
    "sessions": "who is signed in: a random key with the user's id, signed; ends with the session",
    "auth": "the framework's own groups and permissions; empty, roles are in `access`",
    "account": "e-mail addresses of staff, kept by allauth for password letters",
    "mfa": "second steps of staff: secrets of authenticator apps (sealed), passkeys, recovery codes",
    "axes": "not used: failed sign-ins are counted in `access` by account, without addresses of devices",
    "django_q": "jobs for the worker: the name of a function and its arguments, which are ids only",
}


def document() -> str:
    """data-dictionary.md"""
    return page(
        "Data dictionary",
        "What each stored field says about somebody is declared in the app's `privacy.py`; a test refuses a field "
        "without a declaration. Retention, masking and export begin from these classes.",
        section("Classes", table(("class", "meaning"), [(f"**{level}**", words) for level, words in MEANING.items()])),
        *(_app(config) for config in own_apps()),
        section("Tables of libraries", table(("library", "what it keeps"), sorted(_library()))),
    )


def own_apps() -> list[AppConfig]:
    """Our installed apps that have tables, in alphabetical order."""
    found = [config for config in apps.get_app_configs() if config.name.startswith("roundel.")]
    return sorted((config for config in found if any(config.get_models())), key=lambda config: config.label)


def declared() -> dict[str, Privacy]:
    """What every field says about somebody, by app.Model.field."""
    return {
        f"{module.__name__.split('.')[1]}.{name}": level
        for module in own_modules("privacy")
        for name, level in getattr(module, "FIELDS", {}).items()
    }


def _app(config: AppConfig) -> str:
    levels = declared()
    return section(config.label, *(_model(model, levels) for model in config.get_models()))


def _model(model: type[models.Model], levels: dict[str, Privacy]) -> str:
    rows = [_field(field, levels) for field in model._meta.concrete_fields]
    return section(model.__name__, first_paragraph(model.__doc__), table(HEAD, rows), level=3)


def _field(field: models.Field[Any, Any], levels: dict[str, Privacy]) -> tuple[str, str, str, str, str]:
    level = levels.get(f"{field.model._meta.label}.{field.name}", "not declared")
    return (
        f"`{field.name}`",
        type_words(field),
        str(level),
        "yes" if field.null or field.blank else "no",
        _values(field),
    )


def type_words(field: models.Field[Any, Any]) -> str:
    """The type of a field in a few words."""
    if field.remote_field and isinstance(field.related_model, type):
        return f"one {field.related_model.__name__}"
    name = type(field).__name__.removesuffix("Field")
    longest = getattr(field, "max_length", None) if name in {"Char", "Binary"} else None
    return TYPES.get(name, name) + (f", up to {longest}" if longest else "")


def _values(field: models.Field[Any, Any]) -> str:
    values = [f"`{value}`" for value, _ in field.flatchoices if value]
    more = f" and {len(values) - MOST_VALUES} more" if len(values) > MOST_VALUES else ""
    return ", ".join(values[:MOST_VALUES]) + more


def _library() -> Iterator[tuple[str, str]]:
    for config in apps.get_app_configs():
        if not config.name.startswith("roundel.") and any(config.get_models()):
            yield f"`{config.label}`", LIBRARY[config.label]
