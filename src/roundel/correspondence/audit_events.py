"""The audit events of caller codes. No event holds a code."""

from roundel.audit.registry import change, look, register, register_kind

register_kind("correspondence.caller", "caller")
register(
    change("correspondence.code.issued", "issued a code to a new {thing}"),
    change("correspondence.code.replaced", "replaced the code of {thing}"),
    look("correspondence.code.recognised", "recognised {thing} by code"),
    look("correspondence.code.looked_up", "looked for the records of {thing} by code"),
    look("correspondence.code.not_recognised", "entered a code that did not fit"),
)
