"""The audit events of accounts, roles, sign-in and single grants, in words."""

from roundel.audit.registry import change, look, register, register_kind, system

register_kind("access.account", "account")
register_kind("access.review", "emergency access")
register(
    look("access.emergency.read", "read why {thing} was opened in an emergency"),
    change("access.account.made", "made an {thing}"),
    change("access.account.invited", "sent a link to set up an {thing}"),
    change("access.account.closed", "closed an {thing}"),
    change("access.account.reopened", "reopened an {thing}"),
    change("access.account.unlocked", "unlocked an {thing}"),
    change("access.role.given", "gave a role to an {thing}"),
    change("access.role.ended", "ended a role of an {thing}"),
    change("access.second_factor.taken_away", "reset the second step of signing in of an {thing}"),
    change("access.record.named", "named somebody for {thing}"),
    change("access.record.unnamed", "ended that somebody is named for {thing}"),
    change("access.emergency.opened", "opened {thing} by emergency access"),
    change("access.emergency.reviewed", "reviewed emergency access to {thing}"),
    system("access.sign_in.succeeded", "signed in"),
    system("access.sign_in.failed", "failed to sign in"),
    system("access.sign_in.locked", "failed to sign in too often: the account is locked for a while"),
    system("access.sign_in.out", "signed out"),
    system("access.sign_in.timed_out", "was signed out after a time without use"),
    system("access.password.changed", "changed the password"),
    system("access.password.set_by_link", "set a password by a link"),
    system("access.second_factor.added", "added a second step of signing in"),
    system("access.second_factor.removed", "removed a second step of signing in"),
    system("access.second_factor.codes_made", "made new recovery codes"),
    system("access.second_factor.used", "gave a second step of signing in"),
)
