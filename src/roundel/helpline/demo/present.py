"""What the demo's people find when they sign in: things begun, due, flagged, linked, closed and to be reviewed."""

from __future__ import annotations

import datetime as dt
import random

from roundel.access import actions as access
from roundel.access.demo import staff
from roundel.access.grants import Asker, load_asker
from roundel.helpline import actions
from roundel.helpline.demo import signposting, words
from roundel.helpline.enums import Acknowledged, ActionKind, Actor, Ending, LinkBasis, NamedAs, State
from roundel.helpline.models import Contact
from roundel.helpline.rules import KIND
from roundel.helpline.written import Agreed, Written
from roundel.kernel import clock

Answers = dict[str, str | tuple[str, ...]]
HOUR = dt.timedelta(hours=1)


def bring_about(*, at: dt.datetime, chance: random.Random) -> None:
    """The last days of the sample year, up to now."""
    asha, tom = staff("practitioner", at=at)
    supervisor = staff("supervisor", at=at)[0]
    _ours(asha, at)
    _unfinished(tom, at - 30 * HOUR)
    _unfinished(asha, at - HOUR)
    _danger(asha, at - 3 * HOUR)
    _named(asha, at, chance)
    _linked(asha, at)
    _closed(supervisor, tom, asha, at)
    signposting.bring_about(at=at, by=asha, chance=chance)


def whole(
    by: Asker, at: dt.datetime, *, group: str = "own", notes: str = "", agreed: tuple[Agreed, ...] = ()
) -> Contact:
    """A contact taken at ``at`` and finished half an hour later."""
    with clock.frozen(at):
        made = actions.start_contact(by=by, at=at)
        actions.say_statement(by=by, at=at, contact=made, acknowledged=Acknowledged.AGREED)
        answers: Answers = {"channel": "telephone", "group": group, "topics": ("telling_someone",)}
        text = notes or words.NOTES[group][0]
        actions.save_contact(by=by, at=at, contact=made, written=Written(answers=answers, notes=text), base_version=1)
        for one in agreed:
            actions.agree_action(by=by, at=at, contact=made, agreed=one)
    ended = at + HOUR / 2
    with clock.frozen(ended):
        return actions.finish_contact(by=by, at=ended, contact=made, ending=Ending.COMPLETED)


def _ours(by: Asker, at: dt.datetime) -> None:
    """What we said we would do: one late, one due today, one soon."""
    for days, text in zip((-2, 0, 3), words.OURS, strict=True):
        due = at.date() + dt.timedelta(days=days)
        ours = Agreed(ActionKind.OTHER, Actor.HELPLINE, text, due)
        whole(by, at - dt.timedelta(days=6), agreed=(ours,))


def _unfinished(by: Asker, at: dt.datetime) -> None:
    with clock.frozen(at):
        made = actions.start_contact(by=by, at=at)
        actions.say_statement(by=by, at=at, contact=made, acknowledged=Acknowledged.HEARD)


def _danger(by: Asker, at: dt.datetime) -> None:
    with clock.frozen(at):
        made = actions.start_contact(by=by, at=at)
        actions.mark_danger(by=by, at=at, contact=made)


def _named(by: Asker, at: dt.datetime, chance: random.Random) -> None:
    """A few contacts in which somebody was named, so that the search has something to find."""
    for days, name in enumerate(words.NAMES, start=2):
        begun = at - dt.timedelta(days=days * 3)
        with clock.frozen(begun):
            made = actions.start_contact(by=by, at=begun)
            actions.say_statement(by=by, at=begun, contact=made, acknowledged=Acknowledged.AGREED)
            answers: Answers = {
                "channel": "telephone",
                "group": "other_adult",
                "relation": "neighbour",
                "topics": ("child_safety",),
            }
            written = Written(answers=answers, notes=chance.choice(words.NOTES["other_adult"]))
            actions.save_contact(by=by, at=begun, contact=made, written=written, base_version=1)
            actions.name_person(by=by, at=begun, contact=made, name=name, named_as=NamedAs.ADULT)
            actions.finish_contact(by=by, at=begun, contact=made, ending=Ending.COMPLETED)


def _linked(by: Asker, at: dt.datetime) -> None:
    """Some contacts without a code that staff think belong together."""
    alone = Contact.objects.filter(caller=None, state=State.FINISHED, group="own", restricted=False)
    pairs = list(alone.order_by("-started_at")[20:60])
    for later, earlier in zip(pairs[::2], pairs[1::2], strict=False):
        actions.link_contacts(
            by=by,
            at=at - HOUR,
            contact=later,
            other=earlier.reference,
            basis=LinkBasis.SAID_SO,
            reason="Said that he had called in the weeks before, about the same.",
        )


def _closed(supervisor: Asker, named: Asker, breaker: Asker, at: dt.datetime) -> None:
    """A contact closed to named people, and an emergency access to it that waits for review."""
    made = whole(named, at - dt.timedelta(days=4), group="professional")
    people = [one.user_id for one in (supervisor, named) if one.user_id]
    with clock.frozen(at - dt.timedelta(days=3)):
        actions.restrict_contact(
            by=supervisor,
            at=at - dt.timedelta(days=3),
            contact=made,
            people=people,
            reason="A colleague knows the person who called.",
        )
    opened = at - dt.timedelta(days=2)
    with clock.frozen(opened):
        access.break_glass(
            by=load_asker(breaker.signed_in_id(), at=opened),
            at=opened,
            kind=KIND,
            reference=made.reference,
            reason="She called again and I had to know what was agreed. Nobody who is named was on shift.",
        )
