"""Signposts of the sample data: in one contact in three, and asked after in the next contact of the same caller."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from roundel.access.grants import Asker
from roundel.correspondence import actions as correspondence
from roundel.directory import demo as directory
from roundel.directory.enums import About
from roundel.directory.models import Service, ServiceCode
from roundel.helpline import actions
from roundel.helpline.demo.plan import chosen
from roundel.helpline.enums import OPEN_SIGNPOST_STATES, Acknowledged, Ending, SignpostKind, SignpostState, WhyNotThere
from roundel.helpline.models import Contact, Signpost
from roundel.helpline.models.signposts import WITH_REASON
from roundel.helpline.written import Answer, Pointed, Written
from roundel.kernel import clock

NEEDS = {
    "own": ("own_behaviour", "own_behaviour", "mental_health", "legal", "report_images"),
    "other_adult": ("partner_family", "social_care", "child_safety"),
    "young_person": ("young_person", "child_safety"),
    "child_harmed": ("child_harmed", "social_care", "police"),
    "professional": ("professionals",),
    "survivor": ("survivor", "crisis"),
}
OUTCOMES = {
    SignpostState.HELPED: 45,
    SignpostState.WAITING: 20,
    SignpostState.NO_CONTACT: 20,
    SignpostState.TURNED_AWAY: 10,
    SignpostState.NOT_WANTED: 5,
}
WORDS = ("Will ring on Monday morning.", "Wants to look at the pages first.", "", "", "")
SHARE, ASKED = 0.33, 0.85
WEEK = dt.timedelta(days=7)


@dataclass
class Places:
    """The entries in use, by need; and the signposts still open, by caller."""

    services: dict[str, list[Service]] = field(default_factory=dict)
    open: dict[object, list[Signpost]] = field(default_factory=dict)

    def in_contact(self, made: Contact, by: Asker, at: dt.datetime, chance: random.Random) -> None:
        """What is said about services in one contact that is being taken."""
        made.refresh_from_db()
        if made.caller_id:
            self._ask_after(made, by, at, chance)
        if chance.random() < SHARE:
            signpost = self.point(made, chance.choice(NEEDS[made.group]), by, at, chance)
            if made.caller_id:
                self.open.setdefault(made.caller_id, []).append(signpost)

    def point(self, made: Contact, need: str, by: Asker, at: dt.datetime, chance: random.Random) -> Signpost:
        """Tell somebody about a service that helps with this, or refer him, if that can be done."""
        service = chance.choice(self.services[need])
        refers = any(row.code == "helpline" for row in service.codes.all()) and chance.random() < 0.5
        kind = SignpostKind.REFERRED if refers else SignpostKind.TOLD
        pointed = Pointed(service.pk, kind, need, chance.choice(WORDS))
        return actions.give_signpost(by=by, at=at, contact=made, pointed=pointed)

    def _ask_after(self, made: Contact, by: Asker, at: dt.datetime, chance: random.Random) -> None:
        still = []
        for signpost in self.open.get(made.caller_id, []):
            outcome = chosen(chance, OUTCOMES) if chance.random() < ASKED else ""
            if outcome:
                why = chance.choice(list(WhyNotThere)).value if outcome in WITH_REASON else ""
                answer = Answer(outcome, why)
                actions.ask_after_signpost(by=by, at=at, contact=made, signpost_id=signpost.pk, answer=answer)
            if not outcome or outcome in OPEN_SIGNPOST_STATES:
                still.append(signpost)
        self.open[made.caller_id] = still


def places(*, at: dt.datetime, chance: random.Random) -> Places:
    """The directory of the demo, filled if it is empty."""
    directory.bring_about(at=at, chance=chance)
    found = Places()
    rows = ServiceCode.objects.filter(about=About.NEED, service__retired_at=None).order_by("code", "service__name")
    for row in rows.select_related("service").prefetch_related("service__codes"):
        found.services.setdefault(row.code, []).append(row.service)
    return found


def bring_about(*, at: dt.datetime, by: Asker, chance: random.Random) -> None:
    """A caller with two signposts who is on the line again: they wait to be asked after."""
    known, before = places(at=at, chance=chance), at - WEEK
    with clock.frozen(before):
        earlier = actions.start_contact(by=by, at=before)
        actions.say_statement(by=by, at=before, contact=earlier, acknowledged=Acknowledged.AGREED)
        issued = correspondence.issue_code(by=by, at=before)
        actions.set_caller(by=by, at=before, contact=earlier, caller_id=issued.caller.pk)
        written = Written(answers={"channel": "telephone", "group": "own", "region": "north_west"}, notes="")
        actions.save_contact(by=by, at=before, contact=earlier, written=written, base_version=1)
        for need in ("own_behaviour", "legal"):
            known.point(earlier, need, by, before, chance)
        actions.finish_contact(by=by, at=before, contact=earlier, ending=Ending.COMPLETED)
    begun = at - dt.timedelta(minutes=20)
    with clock.frozen(begun):
        now = actions.start_contact(by=by, at=begun)
        actions.say_statement(by=by, at=begun, contact=now, acknowledged=Acknowledged.AGREED)
        correspondence.recognise(code=issued.code, by=by, at=begun)
        actions.set_caller(by=by, at=begun, contact=now, caller_id=issued.caller.pk)
