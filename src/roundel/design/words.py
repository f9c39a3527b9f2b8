"""How dates, times and numbers are written out; the filters of our templates.

Anything that is missing reads "not recorded", never a blank and never a nought.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

Moment = dt.datetime | dt.date | dt.time
Number = int | float | Decimal


def not_recorded() -> str:
    """What stands where nothing was recorded."""
    return _("not recorded")


def is_missing(value: object) -> bool:
    """None and empty text are missing; nought and False are not."""
    return value is None or value == ""


def local(moment: dt.datetime) -> dt.datetime:
    """The same moment on the clock of the organisation."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def time_words(value: dt.datetime | dt.time | None) -> str:
    """9:04pm."""
    if value is None:
        return not_recorded()
    at = local(value).time() if isinstance(value, dt.datetime) else value
    return f"{at.hour % 12 or 12}:{at.minute:02d}{'am' if at.hour < 12 else 'pm'}"


def date_words(value: Moment | None) -> str:
    """14 March 2027."""
    if value is None or isinstance(value, dt.time):
        return not_recorded()
    return dateformat.format(local(value) if isinstance(value, dt.datetime) else value, "j F Y")


def short_date(value: Moment | None) -> str:
    """14 Mar 2027, for narrow table columns."""
    if value is None or isinstance(value, dt.time):
        return not_recorded()
    return dateformat.format(local(value) if isinstance(value, dt.datetime) else value, "j M Y")


def datetime_words(value: dt.datetime | None) -> str:
    """14 March 2027, 9:04pm."""
    return not_recorded() if value is None else f"{date_words(value)}, {time_words(value)}"


def machine(value: Moment | None) -> str:
    """ISO 8601, for the datetime attribute of <time>."""
    if value is None:
        return ""
    return (local(value) if isinstance(value, dt.datetime) else value).isoformat()


def duration_words(value: dt.timedelta | None) -> str:
    """1 hour 5 minutes; under a minute in seconds."""
    if value is None:
        return not_recorded()
    seconds = max(0, int(value.total_seconds()))
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    parts = [f"{hours} hour{'s' if hours != 1 else ''}"] if hours else []
    if minutes:
        parts.append(f"{minutes} minute{'s' if minutes != 1 else ''}")
    return " ".join(parts) or f"{seconds} second{'s' if seconds != 1 else ''}"


def number(value: Number | str | None, places: int | None = None) -> str:
    """12,345; text such as "under 5" passes through."""
    if value is None or value == "":
        return not_recorded()
    if isinstance(value, str):
        return value
    return f"{value:,.{places}f}" if places is not None else f"{value:,}"


def percent(value: Number | str | None, places: int = 0) -> str:
    """A share between 0 and 1 as "97%"."""
    if value is None or isinstance(value, str):
        return number(value)
    return f"{float(value) * 100:.{places}f}%"


def recorded(value: Any) -> Any:
    """The value, or "not recorded"."""
    return not_recorded() if is_missing(value) else value


def yes_no(value: bool | None) -> str:
    """Yes, No or not recorded."""
    if value is None:
        return not_recorded()
    return _("Yes") if value else _("No")


def listed(values: Iterable[object]) -> str:
    """Write "a, b and c"."""
    items = [str(value) for value in values]
    if len(items) < 2:
        return items[0] if items else not_recorded()
    return f"{', '.join(items[:-1])} {_('and')} {items[-1]}"


FILTERS: dict[str, Callable[..., Any]] = {
    "datetime_words": datetime_words,
    "date_words": date_words,
    "short_date": short_date,
    "time_words": time_words,
    "duration_words": duration_words,
    "machine": machine,
    "number": number,
    "percent": percent,
    "recorded": recorded,
    "yes_no": yes_no,
    "listed": listed,
}
