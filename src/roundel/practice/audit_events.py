"""The audit events of practising. They are about members of staff, never about a caller."""

from roundel.audit.registry import change, look, register, register_kind

register_kind("practice.call", "practice call")
register_kind("practice.list", "list of practice calls")
register(
    look("practice.call.read", "read {thing}"),
    look("practice.list.read", "looked through the {thing}"),
    change("practice.call.begun", "began {thing}"),
    change("practice.call.stepped", "practised in {thing}"),
    change("practice.call.finished", "finished {thing}"),
    change("practice.call.counted", "counted {thing} as a call in which nobody spoke"),
    change("practice.call.reflected", "wrote down thoughts about {thing}"),
    change("practice.call.reviewed", "noted as looked at {thing}"),
    change("practice.call.commented", "commented on {thing}"),
    change("practice.call.comments_seen", "read the comments on {thing}"),
    change("practice.call.removed", "removed {thing}"),
    change("practice.call.expired", "removed practice calls that were ninety days old"),
)
