"""From a Django form field to the parameters of a GOV.UK macro; `ui/form.html` is a thin skin over these.

What was typed is always what is shown again, also where it was not understood.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    FileInput,
    HiddenInput,
    PasswordInput,
    RadioSelect,
    Select,
    SelectMultiple,
    Textarea,
    Widget,
)
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _

from roundel.design.fields import DatePartsField, PartsWidget

Params = dict[str, Any]
NUMERIC_TYPES = {"number"}  # GOV.UK: a text box with a number pad, because type=number loses what it cannot read
PASSED_APART = {"class", "autocomplete", "inputmode", "spellcheck", "rows", "cols", "maxlength", "required"}


@dataclass(frozen=True)
class Look:
    """How a field is shown; every name is a keyword of the macros in `ui/form.html`."""

    label: str | None = None  # instead of the form field's own
    label_size: str = "s"  # s, m, l, xl; "" for plain
    page_heading: bool = False  # the label is the h1 of the page
    hint: str | None = None  # instead of the form field's help text
    classes: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    width: int | None = None  # characters: 2, 3, 4, 5, 10, 20, 30
    prefix: str | None = None
    suffix: str | None = None
    rows: int = 5
    limit: int | None = None  # character count; otherwise the form field's max_length
    threshold: int = 75  # per cent of the limit from which the count is shown
    inline: bool = False
    small: bool = False
    item_hints: Mapping[str, str] = field(default_factory=dict)  # by value
    conditional: Mapping[str, str] = field(default_factory=dict)  # by value: markup shown when it is chosen
    divider_before: str | None = None  # value before which "or" stands
    typeahead: bool = False  # offer type-ahead where there is JavaScript


def label(bound: BoundField, look: Look, kind: str = "label") -> Params:
    """The label, or the legend of a group."""
    size = f"govuk-{'fieldset__legend' if kind == 'legend' else 'label'}--{look.label_size}" if look.label_size else ""
    return {"text": look.label or str(bound.label), "classes": size, "isPageHeading": look.page_heading}


def hint(bound: BoundField, look: Look) -> Params | None:
    """The hint under the label, if there is one."""
    text = look.hint if look.hint is not None else str(bound.help_text or "")
    return {"text": text} if text else None


def is_stock(bound: BoundField, message: str) -> bool:
    """Whether the message is Django's own: made for beside a field, it does not say which field is meant."""
    stock = [
        str(words)
        for kind in type(bound.field).__mro__
        for words in getattr(kind, "default_error_messages", {}).values()
    ]
    return message in stock


def spoken(message: str) -> str:
    """Our words for the commonest of Django's messages."""
    return _("This needs an answer.") if message == str(Field.default_error_messages["required"]) else message


def error(bound: BoundField) -> Params | None:
    """What is wrong with the field, beside it."""
    return {"text": " ".join(spoken(str(one)) for one in bound.errors)} if bound.errors else None


def summed_up(bound: BoundField, message: str) -> str:
    """The same for the list at the top of the page, where the field must be named."""
    return f"{bound.label}: {spoken(message)}" if is_stock(bound, message) else message


def shown(bound: BoundField) -> str:
    """What was typed, or what is stored, as the text to show again."""
    value = bound.value()
    prepared = bound.field.widget.format_value(value) if value is not None else None
    return "" if prepared is None else str(prepared)


def own_attributes(bound: BoundField, look: Look) -> dict[str, str]:
    """The widget's attributes that have no parameter of their own, and those of the call."""
    mine = {k: str(v) for k, v in bound.field.widget.attrs.items() if k not in PASSED_APART and v not in (False, None)}
    return {**mine, **look.attributes}


def frame(bound: BoundField, look: Look) -> Params:
    """What every field has."""
    return {
        "id": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "hint": hint(bound, look),
        "errorMessage": error(bound),
        "attributes": own_attributes(bound, look),
        "disabled": bool(bound.field.disabled) or None,
    }


def affix(text: str | None) -> Params | None:
    """A prefix or suffix such as "per cent"."""
    return {"text": text} if text else None


def text(bound: BoundField, **kwargs: Any) -> Params:
    """One line of text; e-mail, telephone, address or number by the widget's type."""
    look = Look(**kwargs)
    attrs, kind = bound.field.widget.attrs, getattr(bound.field.widget, "input_type", "text")
    numeric = kind in NUMERIC_TYPES
    return frame(bound, look) | {
        "label": label(bound, look),
        "value": shown(bound),
        "type": "text" if numeric else kind,
        "inputmode": attrs.get("inputmode") or ("numeric" if numeric else None),
        "autocomplete": attrs.get("autocomplete"),
        "spellcheck": attrs.get("spellcheck"),
        "classes": f"{look.classes} govuk-input--width-{look.width}".strip() if look.width else look.classes,
        "prefix": affix(look.prefix),
        "suffix": affix(look.suffix),
    }


def password(bound: BoundField, **kwargs: Any) -> Params:
    """A password; never filled in again."""
    look = Look(**kwargs)
    return frame(bound, look) | {
        "label": label(bound, look),
        "autocomplete": bound.field.widget.attrs.get("autocomplete", "current-password"),
        "classes": look.classes,
    }


def textarea(bound: BoundField, **kwargs: Any) -> Params:
    """Several lines; with a count where there is a limit (`limited` says so to the macro)."""
    look = Look(**kwargs)
    limit = look.limit or getattr(bound.field, "max_length", None)
    value = shown(bound)
    return frame(bound, look) | {
        "label": label(bound, look),
        # A browser drops a line end directly after the tag: it gets one to drop.
        "value": f"\n{value}" if value.startswith(("\n", "\r")) else value,
        "rows": look.rows,
        "classes": f"roundel-grows {look.classes}".strip(),
        "spellcheck": bound.field.widget.attrs.get("spellcheck"),
        "autocomplete": bound.field.widget.attrs.get("autocomplete"),
        "maxlength": limit,
        "threshold": look.threshold if limit else None,
    }


def upload(bound: BoundField, **kwargs: Any) -> Params:
    """A file."""
    look = Look(**kwargs)
    return frame(bound, look) | {"label": label(bound, look), "classes": look.classes}


def flat_choices(bound: BoundField) -> list[tuple[str, str]]:
    """Value and words of each choice; named groups are opened up."""
    flat: list[tuple[str, str]] = []
    for value, words in bound.field.choices:  # type: ignore[attr-defined]
        inner: Iterable[Any] = words if isinstance(words, (list, tuple)) else [(value, words)]
        flat += [("" if v is None else str(v), str(w)) for v, w in inner]
    return flat


def chosen(bound: BoundField) -> set[str]:
    """The chosen values as text."""
    value = bound.value()
    values = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    return {str(getattr(one, "value", one)) for one in values if one is not None}


def items(bound: BoundField, look: Look) -> list[Params]:
    """The radios or checkboxes of a group."""
    picked, made = chosen(bound), []
    for value, words in flat_choices(bound):
        if value == "":
            continue
        if value == look.divider_before:
            made.append({"divider": "or"})
        one: Params = {"value": value, "text": words, "checked": value in picked}
        if value in look.item_hints:
            one["hint"] = {"text": look.item_hints[value]}
        if value in look.conditional:
            one["conditional"] = {"html": look.conditional[value]}
        if bound.field.disabled:
            one["disabled"] = True
        made.append(one)
    return made


def group(bound: BoundField, look: Look, kind: str) -> Params:
    """What radios and checkboxes share."""
    classes = [
        look.classes,
        f"govuk-{kind}--inline" if look.inline else "",
        f"govuk-{kind}--small" if look.small else "",
    ]
    return frame(bound, look) | {
        "idPrefix": bound.auto_id or bound.html_name,
        "fieldset": {"legend": label(bound, look, "legend")},
        "items": items(bound, look),
        "classes": " ".join(one for one in classes if one),
        "attributes": own_attributes(bound, look) | ({"data-typeahead": ""} if look.typeahead else {}),
    }


def radios(bound: BoundField, **kwargs: Any) -> Params:
    """One of several."""
    return group(bound, Look(**kwargs), "radios")


def checkboxes(bound: BoundField, **kwargs: Any) -> Params:
    """Any of several."""
    return group(bound, Look(**kwargs), "checkboxes")


def checkbox(bound: BoundField, **kwargs: Any) -> Params:
    """One box to tick, for a yes-or-no field."""
    look = Look(**kwargs)
    ticked = str(bound.value()).lower() not in ("", "none", "false", "0")
    one: Params = {
        "value": "true",
        "text": look.label or str(bound.label),
        "checked": ticked,
        "hint": hint(bound, look),
    }
    if bound.field.disabled:
        one["disabled"] = True
    size = "govuk-checkboxes--small " if look.small else ""
    common = frame(bound, look) | {"idPrefix": bound.auto_id or bound.html_name, "hint": None}
    return common | {"items": [one], "classes": size + look.classes}


def select(bound: BoundField, **kwargs: Any) -> Params:
    """One of many, from a list."""
    look, picked = Look(**kwargs), chosen(bound)
    options = [
        {"value": value, "text": words.strip("-") or "Choose one", "selected": value in picked}
        for value, words in flat_choices(bound)
    ]
    common = frame(bound, look) | {"label": label(bound, look), "items": options, "classes": look.classes}
    return common | {"attributes": own_attributes(bound, look) | ({"data-typeahead": ""} if look.typeahead else {})}


def date(bound: BoundField, **kwargs: Any) -> Params:
    """Day, month and year in three boxes (for `design.fields.DatePartsField`)."""
    look = Look(**kwargs)
    form_field = bound.field
    if not isinstance(form_field, DatePartsField):
        raise TypeError(f"{bound.name} is not a DatePartsField")
    parts = form_field.parts(bound.value())
    wrong = form_field.wrong_parts(parts) if bound.errors else set()
    boxes = [
        {
            "name": name,
            "label": words,
            "value": parts.get(name, ""),
            "classes": f"govuk-input--width-{width}{' govuk-input--error' if name in wrong else ''}",
            **({"inputmode": "text"} if name == "time" else {}),
        }
        for name, (words, width) in form_field.boxes.items()
    ]
    legend = {"legend": label(bound, look, "legend")}
    return frame(bound, look) | {
        "namePrefix": bound.html_name,
        "fieldset": legend,
        "items": boxes,
        "classes": look.classes,
    }


def hidden(bound: BoundField) -> list[tuple[str, str]]:
    """Name and value of each hidden input."""
    value = bound.value()
    values = value if isinstance(value, (list, tuple)) else [value]
    return [(bound.html_name, str(bound.field.prepare_value(one))) for one in values if one is not None]


def target(bound: BoundField) -> str:
    """The id that the error summary leads to: the box that is wrong."""
    start = str(bound.auto_id or bound.html_name)
    if isinstance(bound.field, DatePartsField):
        wrong = bound.field.wrong_parts(bound.field.parts(bound.value()))
        first = next((name for name in bound.field.boxes if name in wrong), next(iter(bound.field.boxes)))
        return f"{start}-{first}"
    return start


def error_list(*forms: BaseForm) -> list[Params]:
    """Every error of the forms in the order of the page, each leading to its field."""
    found: list[Params] = []
    for form in forms:
        found += [{"text": str(one)} for one in form.non_field_errors()]
        for bound in form:
            errors: ErrorList = bound.errors
            found += [{"text": summed_up(bound, str(one)), "href": f"#{target(bound)}"} for one in errors]
    return found


KINDS: tuple[tuple[type[Widget], str], ...] = (
    (HiddenInput, "hidden"),
    (PasswordInput, "password"),
    (FileInput, "upload"),
    (PartsWidget, "date"),
    (Textarea, "textarea"),
    (CheckboxSelectMultiple, "checkboxes"),
    (SelectMultiple, "checkboxes"),
    (RadioSelect, "radios"),
    (Select, "select"),
    (CheckboxInput, "checkbox"),
)


def kind(bound: BoundField) -> str:
    """Which macro draws this field."""
    return next((name for widget, name in KINDS if isinstance(bound.field.widget, widget)), "text")
