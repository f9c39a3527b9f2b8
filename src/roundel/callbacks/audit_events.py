"""The audit events of call-backs, in words. No event holds a number, a name or a reason that was told."""

from roundel.audit.registry import change, look, register, register_kind, system

register_kind("callbacks.call_back", "call-back")
register_kind("callbacks.slot", "slot for call-backs")
register_kind("callbacks.list", "list of call-backs")
register(
    look("callbacks.list.read", "looked through the {thing}"),
    look("callbacks.call_back.read", "read {thing}"),
    look("callbacks.call_back.number_shown", "was shown the number of {thing}"),
    change("callbacks.call_back.booked", "booked {thing}"),
    change("callbacks.call_back.moved", "moved {thing} to another time"),
    change("callbacks.call_back.priority_set", "changed how soon {thing} is made"),
    change("callbacks.call_back.claimed", "began to make {thing}"),
    change("callbacks.call_back.put_back", "put {thing} back without calling"),
    change("callbacks.call_back.tried", "noted what came of an attempt at {thing}"),
    change("callbacks.call_back.reached", "reached the person of {thing}; the number was erased"),
    change("callbacks.call_back.once_more", "allowed one more attempt at {thing}"),
    change("callbacks.call_back.cancelled", "cancelled {thing}; the number was erased"),
    change("callbacks.call_back.given_up", "gave up {thing}; the number was erased"),
    system("callbacks.call_back.left", "put {thing} back: it was begun, and nothing was noted"),
    system("callbacks.call_back.lapsed", "put {thing} before a person: its last safe time has passed"),
    change("callbacks.slot.made", "made a {thing}"),
    change("callbacks.slot.pattern_made", "made a week’s pattern of {thing}"),
    change("callbacks.slot.changed", "changed how many fit into a {thing}"),
    change("callbacks.slot.withdrawn", "withdrew a {thing}"),
)
