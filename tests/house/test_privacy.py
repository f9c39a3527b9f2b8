"""Every stored field says what it tells about somebody, and nothing personal stands in a log or a __str__."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from roundel.kernel.fields import SealedField
from roundel.kernel.privacy import PERSONAL, Privacy, declare
from tests.house.source import Source, bad, calls, dotted, findings

LOG_METHODS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
# Names that are personal in one table and harmless in code that logs: a queue's name, an event's name.
AMBIGUOUS = frozenset({"user", "role", "event", "via", "ground", "bucket", "failures", "account", "is_active", "query",
                       "content", "happened_at", "from_at", "to_at", "first_at", "last_at"})  # fmt: skip


def own_models() -> list[type[models.Model]]:
    """The models of our own apps."""
    return [model for model in apps.get_models() if model.__module__.startswith("roundel.")]


def declared() -> dict[str, Privacy]:
    """Every declaration, by app_label.Model.field."""
    found: dict[str, Privacy] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("roundel.") and find_spec(f"{config.name}.privacy"):
            own = getattr(import_module(f"{config.name}.privacy"), "FIELDS", {})
            found |= {f"{config.label}.{name}": level for name, level in own.items()}
    return found


def fields() -> dict[str, models.Field[object, object]]:
    """Every field of our own models, by app_label.Model.field."""
    return {
        f"{model._meta.label}.{field.name}": field for model in own_models() for field in model._meta.concrete_fields
    }


def personal_names() -> frozenset[str]:
    """Names of fields that say something about a person."""
    return frozenset(name.rsplit(".", 1)[1] for name, level in declared().items() if level in PERSONAL) | {"email"}


def personal_in_str(source: Source) -> Iterator[str]:
    """``__str__`` and ``__repr__`` of models that say something about a person."""
    names = personal_names()
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ClassDef) or not source.is_room("models"):
            continue
        for method in node.body:
            if isinstance(method, ast.FunctionDef) and method.name in {"__str__", "__repr__"}:
                for each in ast.walk(method):
                    if isinstance(each, ast.Attribute) and _is_personal(source, node.name, each.attr, names):
                        yield f"{each.lineno}: {node.name}.{method.name} shows {each.attr}"


def _is_personal(source: Source, model: str, attribute: str, names: frozenset[str]) -> bool:
    level = declared().get(f"{source.app}.{model}.{attribute}")
    return level in PERSONAL - {Privacy.STAFF} if level else attribute in names


def personal_in_logs(source: Source) -> Iterator[str]:
    """Log calls that are given something personal."""
    names = personal_names() - AMBIGUOUS
    for call in calls(source.tree):
        owner, _, method = dotted(call.func).rpartition(".")
        if method not in LOG_METHODS or owner.split(".")[-1] not in {"log", "logger", "logging"}:
            continue
        for each in (node for argument in call.args for node in ast.walk(argument)):
            if isinstance(each, ast.Attribute) and each.attr in names:
                yield f"{each.lineno}: a log is given {dotted(each)}"
            if isinstance(each, ast.Name) and each.id in names:
                yield f"{each.lineno}: a log is given {each.id}"


def test_every_field_is_declared() -> None:
    missing, gone = sorted(set(fields()) - set(declared())), sorted(set(declared()) - set(fields()))
    assert not missing, f"say in the app's privacy.py what these tell about somebody: {missing}"
    assert not gone, f"declared in privacy.py, and gone: {gone}"


def test_sealed_means_sealed() -> None:
    wrong = [
        name
        for name, field in fields().items()
        if isinstance(field, SealedField) != (declared().get(name) is Privacy.SEALED)
    ]
    assert not wrong, wrong


def test_whoever_did_it_is_staff() -> None:
    users = [name for name, field in fields().items() if field.remote_field and field.related_model is _user()]
    wrong = [name for name in users if declared().get(name) is not Privacy.STAFF]
    assert not wrong, wrong


def _user() -> type[models.Model]:
    return apps.get_model(settings.AUTH_USER_MODEL)


def test_free_text_is_sealed() -> None:
    """No TextField of our own: what people write freely is sealed, what is coded is short."""
    plain = [
        name
        for name, field in fields().items()
        if isinstance(field, models.TextField | models.JSONField | models.FileField)
    ]
    assert not plain, plain


def test_no_address_of_a_device_is_stored() -> None:
    found = [name for name, field in fields().items() if isinstance(field, models.GenericIPAddressField)]
    found += [
        name for name in fields() if name.rsplit(".", 1)[1] in {"ip", "ip_address", "user_agent", "telephone", "phone"}
    ]
    assert not found, found


def test_nothing_personal_in_str() -> None:
    found = findings(personal_in_str)
    assert not found, "\n".join(found)


def test_nothing_personal_in_logs() -> None:
    found = findings(personal_in_logs)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line", ["log.info('read %s', contact.notes)", "logger.warning(user.email)", "logging.error('%s', alias)"]
)
def test_personal_logs_are_noticed(line: str) -> None:
    assert list(personal_in_logs(bad("helpline/views.py", line)))


def test_a_personal_str_is_noticed() -> None:
    text = "class Person(models.Model):\n    def __str__(self):\n        return f'{self.name} {self.alias}'"
    assert len(list(personal_in_str(bad("helpline/models.py", text)))) == 2


def test_a_field_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        declare("Contact", coded="notes", sealed="notes")
    with pytest.raises(ValueError, match="secret"):
        declare("Contact", secret="notes")
