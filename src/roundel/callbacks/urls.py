"""Addresses of call-backs. References stand in them; numbers and names never do."""

from django.urls import path

import roundel.kernel.addresses  # noqa: F401 - registers <reference:…>
from roundel.callbacks.views import booking, calling, lists, one, settling, slots

app_name = "callbacks"
ONE = "<reference:reference>"
SLOT = "slots/<uuid:slot_id>"
urlpatterns = [
    path("", lists.queue, name="list"),
    path("ended", lists.ended, name="ended"),
    path("new", booking.book, name="new"),
    path("book/<reference:source>", booking.book, name="book"),
    path("slots/", slots.week, name="slots"),
    path("slots/new", slots.new, name="slot_new"),
    path("slots/pattern", slots.pattern, name="slot_pattern"),
    path(SLOT, slots.change, name="slot_change"),
    path(f"{SLOT}/withdraw", slots.withdraw, name="slot_withdraw"),
    path(ONE, one.call_back, name="call_back"),
    path(f"{ONE}/told", booking.told, name="told"),
    path(f"{ONE}/begin", calling.begin, name="begin"),
    path(f"{ONE}/call", calling.call, name="call"),
    path(f"{ONE}/put-back", calling.put_back, name="put_back"),
    path(f"{ONE}/settle", settling.settle, name="settle"),
    path(f"{ONE}/give-up", settling.give_up, name="give_up"),
    path(f"{ONE}/cancel", settling.cancel, name="cancel"),
    path(f"{ONE}/move", settling.move, name="move"),
    path(f"{ONE}/priority", settling.priority, name="priority"),
]
