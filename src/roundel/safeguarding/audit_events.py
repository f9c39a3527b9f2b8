"""The audit events of safeguarding, in words. None holds what was said, shared or given as a reason."""

from roundel.audit.registry import change, look, register, register_kind

register_kind("safeguarding.decision", "threshold decision")
register_kind("safeguarding.concern", "concern")
register_kind("safeguarding.list", "list of concerns")
register(
    look("safeguarding.decision.read", "read {thing}"),
    look("safeguarding.concern.read", "read {thing}"),
    look("safeguarding.disclosure.read", "read a disclosure of {thing}"),
    look("safeguarding.list.read", "looked through the {thing}"),
    look("safeguarding.list.decisions_read", "looked through threshold decisions"),
    change("safeguarding.decision.proposed", "proposed {thing}"),
    change("safeguarding.decision.taken_alone", "took {thing} alone, because it could not wait"),
    change("safeguarding.decision.seconded", "seconded {thing}"),
    change("safeguarding.decision.not_seconded", "did not second {thing}"),
    change("safeguarding.decision.withdrawn", "withdrew {thing}"),
    change("safeguarding.concern.noted", "added a note to {thing}"),
    change("safeguarding.concern.planned", "wrote the plan of {thing}"),
    change("safeguarding.concern.handed_over", "gave {thing} to another owner"),
    change("safeguarding.concern.closed", "closed {thing}"),
    change("safeguarding.concern.reopened", "reopened {thing}"),
    change("safeguarding.concern.restricted", "restricted {thing} to named people"),
    change("safeguarding.concern.unrestricted", "opened {thing} again"),
    change("safeguarding.disclosure.recorded", "recorded what was shared with an agency, in {thing}"),
    change("safeguarding.disclosure.acknowledged", "recorded that an agency acknowledged, in {thing}"),
    change("safeguarding.disclosure.struck", "struck out a disclosure of {thing}"),
)
