"""The sample year: brought about by the real actions, neutral, and never in a real installation."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command

from roundel.access import demo as people
from roundel.access.grants import load_asker
from roundel.access.models import RecordGrant, User
from roundel.audit.models import AuditEvent, AuditPending
from roundel.desk import queries
from roundel.helpline import demo
from roundel.helpline.demo import words
from roundel.helpline.models import AskedAfter, Contact, ProtectiveAction
from tests.support.moments import NOW

UNKIND = re.compile(r"paedophile|pervert|predator|offender|abuser|monster|perpetrator", re.IGNORECASE)


@pytest.fixture
def loaded(db: None) -> None:
    people.make_demo_users(NOW.replace(year=NOW.year - 2))
    demo.load(at=NOW, say=lambda text: None, people=40)


@pytest.mark.usefixtures("loaded")
def test_everybody_finds_something_to_do() -> None:
    waiting = {"practitioner", "supervisor", "safeguarding_lead", "auditor"}
    for user in User.objects.exclude(email__startswith="practitioner2"):
        asker = load_asker(user.pk, at=NOW)
        if asker.roles & waiting:
            assert queries.work_queue(asker, at=NOW), f"nothing waits for {user.email}"


@pytest.mark.usefixtures("loaded")
def test_the_year_has_what_the_screens_show() -> None:
    assert Contact.objects.count() > 40
    assert not Contact.objects.filter(started_at__gt=NOW).exists()
    assert ProtectiveAction.objects.exists()
    assert AskedAfter.objects.exists()
    assert Contact.objects.filter(restricted=True).count() == 1
    assert RecordGrant.objects.filter(ground="break_glass", reviewed_at=None).count() == 1
    assert AuditEvent.objects.filter(event="helpline.contact.finished").count() > 8
    assert not AuditPending.objects.exists()


def test_the_words_of_the_sample_are_kind() -> None:
    text = " ".join([*(note for notes in words.NOTES.values() for note in notes), *words.ACTIONS.values(), *words.OURS])
    assert not UNKIND.search(text)


def test_a_real_installation_gets_no_sample_data(settings: object) -> None:
    settings.ROUNDEL_DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="not the demo"):
        call_command("demo_prepare")
