"""The audit's own events: whoever reads the audit is read in it too."""

from roundel.audit.registry import look, register, register_kind, system

register_kind("audit.page", "the audit")
register_kind("audit.chain", "the audit chain")
register_kind("audit.person", "a person")
register_kind("audit.keys", "the keys")
register(
    look("audit.list.viewed", "looked through the audit"),
    look("audit.record.viewed", "looked at who had opened {thing}"),
    look("audit.person.viewed", "looked at what one person had opened"),
    look("audit.unusual.viewed", "looked at unusual looks"),
    look("audit.chain.viewed", "looked at the state of the audit chain"),
    system("audit.chain.verified", "verified the audit chain"),
    system("audit.keys.rotation_begun", "began to seal everything under the current keys"),
    system("audit.keys.rotation_ended", "ended sealing everything under the current keys"),
)
