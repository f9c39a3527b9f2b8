"""The audit events of the rota, in words."""

from roundel.audit.registry import change, look, register, register_kind

register_kind("rota.shift", "shift")
register_kind("rota.week", "rota of a week")
register_kind("rota.own", "his or her own shifts")
register(
    look("rota.week.read", "looked at the {thing}"),
    look("rota.shift.read", "looked at a {thing}"),
    look("rota.own.exported", "downloaded {thing}"),
    change("rota.shift.made", "made a {thing}"),
    change("rota.shift.pattern_made", "made {thing}s from a weekly pattern"),
    change("rota.shift.changed", "changed a {thing}"),
    change("rota.shift.cancelled", "cancelled a {thing}"),
    change("rota.signing.signed_up", "signed up for a {thing}"),
    change("rota.signing.put_on", "put somebody on a {thing}"),
    change("rota.signing.stepped_down", "stepped down from a {thing}"),
    change("rota.signing.taken_off", "took somebody off a {thing}"),
    change("rota.cover.asked", "asked for cover for a {thing}"),
    change("rota.cover.withdrawn", "no longer asked for cover for a {thing}"),
    change("rota.cover.taken", "took over a {thing} from somebody"),
    change("rota.break.begun", "began a break in a {thing}"),
    change("rota.break.ended", "came back from a break in a {thing}"),
)
