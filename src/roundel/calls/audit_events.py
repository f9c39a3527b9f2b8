"""The audit events of calls, in words. No event holds a number or anything made from one."""

from roundel.audit.registry import change, look, register, register_kind, system

register_kind("calls.call", "call")
register_kind("calls.day", "counts of calls of a day")
register_kind("calls.demand", "figures of calls")
register_kind("calls.import", "import of calls")
register_kind("calls.extension", "extension")
register(
    look("calls.demand.read", "looked at the {thing}"),
    look("calls.demand.exported", "downloaded the {thing}"),
    change("calls.day.entered", "entered the {thing}"),
    change("calls.import.checked", "checked a file of calls"),
    change("calls.import.added", "added the calls of an {thing}"),
    change("calls.import.dropped", "dropped a checked {thing}"),
    change("calls.import.taken_back", "took back an {thing}"),
    change("calls.call.tied", "began a contact from an answered {thing}"),
    change("calls.call.put_aside", "said that an answered {thing} needs no contact"),
    change("calls.extension.set", "said at which {thing} they sit"),
    change("calls.extension.left", "said that they sit at no {thing}"),
    system("calls.secret.destroyed", "destroyed the secrets of days that are over"),
)
