"""Addresses of calls. Days and months stand in them; nothing that leads to a caller."""

from __future__ import annotations

import datetime as dt

from django.urls import path, register_converter

from roundel.calls.views import answering, demand, entering, event, importing


class DayConverter:
    """``2027-03-14``"""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        """The day; ValueError (no such address) if there is none."""
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date) -> str:
        """As it stands in an address."""
        return value.isoformat()


class MonthConverter:
    """``2027-03``, as the first day of the month."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        """The month; ValueError (no such address) if there is none."""
        return dt.date.fromisoformat(f"{value}-01")

    def to_url(self, value: dt.date) -> str:
        """As it stands in an address."""
        return f"{value:%Y-%m}"


register_converter(DayConverter, "day")
register_converter(MonthConverter, "month")

app_name = "calls"
urlpatterns = [
    path("", demand.this_month, name="demand"),
    path("<month:month>", demand.month, name="month"),
    path("<month:month>/<slug:table>.csv", demand.month_csv, name="month_csv"),
    path("<day:day>", demand.day, name="day"),
    path("<day:day>/half-hours.csv", demand.day_csv, name="day_csv"),
    path("<day:day>/enter", entering.enter, name="enter"),
    path("import", importing.upload, name="import"),
    path("import/<uuid:import_id>", importing.checked, name="checked"),
    path("import/<uuid:import_id>/add", importing.add, name="add"),
    path("import/<uuid:import_id>/drop", importing.drop, name="drop"),
    path("import/<uuid:import_id>/take-back", importing.take_back, name="take_back"),
    path("extension", answering.extension, name="extension"),
    path("extension/leave", answering.leave, name="leave"),
    path("arriving", answering.arriving, name="arriving"),
    path("answered/<uuid:call_id>", answering.answered, name="answered"),
    path("answered/<uuid:call_id>/aside", answering.put_aside, name="put_aside"),
    path("event", event.event, name="event"),
]
