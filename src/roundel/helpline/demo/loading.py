"""Loading the sample year, with progress."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable

from django.db import connection, transaction

from roundel.access.demo import staff
from roundel.access.grants import Asker
from roundel.audit.sealing import seal_everything
from roundel.helpline import contact_form
from roundel.helpline.demo import plan, present, signposting, telling
from roundel.helpline.demo.earlier import Earlier
from roundel.helpline.models import Contact

PEOPLE = 2_000
TOGETHER = 100
TOLD = dt.timedelta(days=61)
SEED = 20260101


def is_loaded() -> bool:
    """Whether there is anything in the helpline already."""
    return Contact.objects.exists()


def load(*, at: dt.datetime, say: Callable[[str], object], people: int = PEOPLE) -> None:
    """Bring about a year of contacts up to ``at``: about two for each person."""
    chance = random.Random(SEED)  # noqa: S311 - the same sample year for everybody
    form = contact_form.current(at.date())
    everybody = plan.people(people, form, chance)
    moments = plan.moments(everybody, at, chance)
    takers = staff("practitioner", at=at)
    with transaction.atomic():
        places = signposting.places(at=at, chance=random.Random(SEED))  # noqa: S311 - the same
    stories = {person.number: telling.Story(places=places) for person in everybody}
    say(f"Writing a sample year of {len(moments):,} contacts …")
    told = [moment for moment in moments if at - moment.at <= TOLD]
    with transaction.atomic():
        earlier = Earlier(form, chance)
        for moment in moments[: len(moments) - len(told)]:
            by = chance.choice(takers)
            if moment.person is None:
                earlier.tally(moment, by)
            else:
                earlier.contact(moment, everybody[moment.person], stories[moment.person], by)
        earlier.store()
    begun = time.monotonic()
    for done in range(0, len(told), TOGETHER):
        with transaction.atomic():
            for moment in told[done : done + TOGETHER]:
                _tell(moment, everybody, stories, chance.choice(takers), form, chance)
        written = min(done + TOGETHER, len(told))
        left = (time.monotonic() - begun) / written * (len(told) - written)
        say(f"  {len(moments) - len(told) + written:,} of {len(moments):,} contacts, about {left:.0f} seconds left")
    with transaction.atomic():
        present.bring_about(at=at, chance=chance)
    say("Sealing the audit …")
    seal_everything()
    with connection.cursor() as cursor:  # what a night's tidying does
        cursor.execute("ANALYZE")


def _tell(
    moment: plan.Moment,
    everybody: list[plan.Person],
    stories: dict[int, telling.Story],
    by: Asker,
    form: contact_form.ContactForm,
    chance: random.Random,
) -> None:
    if moment.person is None:
        telling.tally(moment, by, chance)
    else:
        telling.contact(moment, everybody[moment.person], stories[moment.person], by, form, chance)
