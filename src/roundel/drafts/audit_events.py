"""The audit events of drafts. Each save of a draft in progress is not an event: its beginning and end are."""

from roundel.audit.registry import change, register, register_kind

register_kind("drafts.draft", "draft")
register(
    change("drafts.draft.begun", "began to write a {thing}"),
    change("drafts.draft.dropped", "threw away a {thing}"),
    change("drafts.draft.expired", "threw away drafts that nobody had typed in for thirty days"),
)
