"""The audit events of the helpline, in words."""

from roundel.audit.registry import change, look, register, register_kind

register_kind("helpline.contact", "contact")
register_kind("helpline.list", "list of contacts")
register_kind("helpline.figures", "figures of the helpline")
register_kind("helpline.view", "saved view")
register(
    look("helpline.contact.read", "read {thing}"),
    look("helpline.contact.earlier_read", "read an earlier version of {thing}"),
    look("helpline.contact.plan_read", "read the safety plan of {thing}"),
    look("helpline.contact.agreed_read", "saw what was agreed earlier, in {thing}"),
    look("helpline.list.read", "looked through the {thing}"),
    look("helpline.list.searched_name", "searched contacts by a name"),
    look("helpline.list.exported", "exported a {thing}"),
    look("helpline.figures.read", "looked at the {thing}"),
    look("helpline.figures.exported", "downloaded the {thing}"),
    change("helpline.contact.started", "began {thing}"),
    change("helpline.contact.counted", "counted {thing}"),
    change("helpline.contact.saved", "wrote in {thing}"),
    change("helpline.contact.ended", "noted that the conversation ended, in {thing}"),
    change("helpline.contact.resumed", "noted that the conversation goes on, in {thing}"),
    change("helpline.contact.statement", "noted the confidentiality statement in {thing}"),
    change("helpline.contact.statement_unsaid", "took back the confidentiality statement in {thing}"),
    change("helpline.contact.finished", "finished {thing}"),
    change("helpline.contact.discarded", "removed {thing}: not a contact"),
    change("helpline.contact.reopened", "reopened {thing}"),
    change("helpline.contact.caller_set", "tied {thing} to a caller code"),
    change("helpline.contact.caller_unset", "untied {thing} from a caller code"),
    change("helpline.contact.named", "noted a name in {thing}"),
    change("helpline.contact.name_removed", "removed a name from {thing}"),
    change("helpline.contact.linked", "linked {thing} with another: probably the same person"),
    change("helpline.contact.unlinked", "undid a link of {thing}"),
    change("helpline.contact.restricted", "restricted {thing} to named people"),
    change("helpline.contact.unrestricted", "opened {thing} again"),
    change("helpline.contact.danger", "marked {thing}: somebody may be in danger now"),
    change("helpline.contact.danger_seen", "took on the danger marked in {thing}"),
    change("helpline.action.agreed", "agreed a protective action in {thing}"),
    change("helpline.action.withdrawn", "took back a protective action agreed in {thing}"),
    change("helpline.action.asked_after", "asked after a protective action in {thing}"),
    change("helpline.action.promise_kept", "noted what became of our own part in {thing}"),
    change("helpline.action.answer_taken_back", "took back what was said about a protective action in {thing}"),
    change("helpline.signpost.given", "pointed to a service in {thing}"),
    change("helpline.signpost.withdrawn", "took back a signpost given in {thing}"),
    change("helpline.signpost.asked_after", "asked after a signpost in {thing}"),
    change("helpline.signpost.heard", "noted what became of a referral made in {thing}"),
    change("helpline.signpost.answer_taken_back", "took back what was said about a signpost in {thing}"),
    change("helpline.view.saved", "kept a {thing}"),
    change("helpline.view.removed", "removed a {thing}"),
)
