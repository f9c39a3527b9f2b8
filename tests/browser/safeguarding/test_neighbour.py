"""J2, the neighbour: a child can be found; two practitioners, a supervisor, the lead, an agency that answers late."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from roundel.access.models import User
from roundel.helpline.models import Contact
from roundel.kernel import clock
from roundel.safeguarding.models import Concern, Disclosure, ThresholdDecision
from tests.factories import contacts, users
from tests.factories import safeguarding as made

LONDON = ZoneInfo("Europe/London")
# The Thursday before Easter 2027: Friday and Monday are bank holidays, and the clocks change on Sunday.
THURSDAY = dt.datetime(2027, 3, 25, 15, 0, tzinfo=LONDON)
TUESDAY = dt.datetime(2027, 3, 30, 17, 30, tzinfo=LONDON)


@dataclass
class Day:
    """The moment at which the desk's threads and the test are."""

    now: dt.datetime

    def read(self) -> dt.datetime:
        """The moment, a second later at each look, as time goes by."""
        self.now += dt.timedelta(seconds=1)
        return self.now.astimezone(dt.UTC)


@pytest.fixture
def day() -> Iterator[Day]:
    """A clock that also the server's threads see."""
    moment = Day(THURSDAY)
    with patch.object(clock, "now", moment.read):
        yield moment


@dataclass
class People:
    """Who takes part."""

    asha: User
    tom: User
    marian: User
    idris: User


@pytest.fixture
def people(transactional_db: None) -> People:
    return People(
        users.make_user("practitioner", name="Asha Rowe"),
        users.make_user("practitioner", name="Tom Ellery"),
        users.make_user("supervisor", name="Marian Kemp"),
        users.make_user("safeguarding_lead", name="Idris Vaughan"),
    )


@dataclass
class Eyes:
    """Looks at each page: accessible, and no wider than a phone."""

    axe: Callable[[Page], None]
    fits: Callable[[Page], None]

    def look(self, page: Page) -> None:
        """Fail if the page cannot be used by somebody."""
        self.axe(page)
        width = page.viewport_size or {"width": 1280, "height": 900}
        page.set_viewport_size({"width": 320, "height": 640})
        self.fits(page)
        page.set_viewport_size(width)


@pytest.fixture
def eyes(axe: Callable[[Page], None], fits: Callable[[Page], None]) -> Eyes:
    return Eyes(axe, fits)


def taken(page: Page) -> str:
    """Asha takes a contact in which a name is said; its reference."""
    page.goto("/")
    page.get_by_role("button", name="Take a contact").click()
    page.wait_for_url("**/take")
    page.get_by_label("How did they meet it?").select_option("agreed")
    page.get_by_role("button", name="I have said it").click()
    page.get_by_role("radio", name="Worried about another adult").check()
    page.locator("textarea[name=identifying]").fill("The boy is called Sam and goes to Mill Lane school.")
    page.locator("textarea[name=notes]").fill("A neighbour is often alone with a boy.")
    page.get_by_role("button", name="Decide", exact=True).click()
    page.wait_for_url("**/safeguarding/decide/**")
    found = re.search(r"H-[^/]+", page.url)
    assert found
    return found[0]


def test_the_neighbour(
    page_as: Callable[..., Page], keyboard: Callable[[Page], Any], eyes: Eyes, people: People, day: Day
) -> None:
    asha = page_as(user=people.asha)
    reference = taken(asha)
    expect(asha.get_by_role("main")).to_contain_text("Call 999 first")
    eyes.look(asha)
    _propose_by_keyboard(asha, keyboard(asha), eyes)
    decision = ThresholdDecision.objects.get()
    assert (decision.state, decision.source_reference, decision.proposed_by) == ("proposed", reference, people.asha)
    eyes.look(asha)
    # What she had typed in the contact waits for her.
    asha.goto(f"/contacts/{reference}/take")
    expect(asha.locator("textarea[name=notes]")).to_have_value("A neighbour is often alone with a boy.")

    # She cannot second it herself; a colleague cannot open it.
    asha.goto(f"/safeguarding/decisions/{decision.reference}/second")
    expect(asha.get_by_role("main")).to_contain_text("Somebody else must second your own decision.")
    tom = page_as(user=people.tom)
    tom.goto(f"/safeguarding/decisions/{decision.reference}")
    expect(tom.get_by_role("heading", level=1)).to_have_text("This record is closed to you")

    marian = page_as(user=people.marian)
    concern = _second(marian, decision, eyes)
    assert concern.owner == people.idris
    tom.goto(f"/safeguarding/concerns/{concern.reference}")
    expect(tom.get_by_role("heading", level=1)).to_have_text("This record is closed to you")
    expect(tom.get_by_role("main")).not_to_contain_text("Sam")

    idris = page_as(user=people.idris)
    _share(idris, concern, eyes)
    # Sessions do not last over the holidays: each day somebody signs in anew.
    for page in (asha, tom, marian, idris):
        page.close()
    day.now = dt.datetime(2027, 3, 29, 12, 0, tzinfo=LONDON)
    idris = page_as(user=people.idris)
    idris.goto(f"/safeguarding/concerns/{concern.reference}")
    expect(idris.locator(".safeguarding-next")).not_to_contain_text("Overdue")
    idris.close()
    day.now = TUESDAY
    idris = page_as(user=people.idris)
    _get_an_answer(idris, page_as(user=people.marian), concern, eyes)
    _close(idris, concern, eyes)
    # The lead, who sees no contacts, could read this one.
    idris.goto(f"/contacts/{reference}")
    expect(idris.get_by_role("main")).to_contain_text("Threshold decisions")
    eyes.look(idris)


def _propose_by_keyboard(page: Page, hands: Any, eyes: Eyes) -> None:
    """Every question is answered without a mouse."""
    hands.use(page.get_by_role("button", name="Begin"))
    page.wait_for_url("**/found")
    for name in ("A child", "The person who may cause harm"):
        hands.use(page.get_by_role("checkbox", name=name, exact=True), "Space")
    _on(page, hands, eyes, "risk")
    hands.tab_to(page.get_by_role("radio").first)
    hands.press("ArrowDown")  # the second choice: within days or weeks
    hands.press("Space")
    hands.fill(page.locator("textarea[name=risk_words]"), "He is alone with the boy most afternoons.")
    _on(page, hands, eyes, "options")
    hands.use(page.get_by_role("checkbox", name="Telling children's social care"), "Space")
    _on(page, hands, eyes, "decision")
    hands.use(page.get_by_role("radio", name="Share with an agency"), "Space")
    _on(page, hands, eyes, "reasons")
    hands.fill(page.locator("textarea[name=reasons]"), "A boy can be found and may be at risk.")
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved at")
    _on(page, hands, eyes, "caller")
    # With nothing chosen the page says so, and the focus goes to the summary.
    hands.use(page.get_by_role("button", name="Continue"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose whether the caller was told.")
    eyes.look(page)
    hands.use(page.get_by_role("radio", name="Told, and agrees"), "Space")
    _on(page, hands, eyes, "wait")
    hands.use(page.get_by_role("radio", name="Yes: nothing is shared"), "Space")
    _on(page, hands, eyes, "check")
    expect(page.get_by_label("Who is to own the concern?")).to_have_value(
        str(User.objects.get(name="Idris Vaughan").pk)
    )
    hands.use(page.get_by_role("button", name="Propose this decision"))
    page.wait_for_url(re.compile(r"/decisions/T-[^/]+$"))


def _on(page: Page, hands: Any, eyes: Eyes, slug: str) -> None:
    """On to the next question, and a look at it."""
    hands.use(page.get_by_role("button", name="Continue"))
    page.wait_for_url(f"**/{slug}")
    eyes.look(page)


def _second(page: Page, decision: ThresholdDecision, eyes: Eyes) -> Concern:
    page.goto(f"/safeguarding/decisions/{decision.reference}/second")
    expect(page.get_by_role("main")).to_contain_text("He is alone with the boy most afternoons.")
    eyes.look(page)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose whether you agree.")
    page.get_by_role("radio", name="I agree").check()
    page.get_by_label("Because").fill("I see it the same way.")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Seconded")
    eyes.look(page)
    return Concern.objects.select_related("owner").get()


def _share(page: Page, concern: Concern, eyes: Eyes) -> None:
    page.goto(f"/safeguarding/concerns/{concern.reference}")
    expect(page.locator(".safeguarding-next")).to_contain_text("Share with the agency")
    eyes.look(page)
    page.get_by_role("button", name="Record what was shared").click()
    page.get_by_role("radio", name="Children's social care").check()
    page.get_by_label("Name of the agency").fill("Front door team, Northshire")
    eyes.look(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("checkbox", name="A child's name").check()
    page.get_by_label("Exactly what was shared").fill("Sam, Mill Lane school; a neighbour is often alone with him.")
    eyes.look(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="Safeguarding of children").check()
    page.get_by_label("Why does it hold here?").fill("A child who may be at risk can be found.")
    eyes.look(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="Telephone").check()
    eyes.look(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="Told, and agrees").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/check")
    eyes.look(page)
    page.get_by_role("button", name="Record this disclosure").click()
    expect(page.locator(".safeguarding-next")).to_contain_text("30 March 2027, 5:00pm")


def _get_an_answer(lead: Page, boss: Page, concern: Concern, eyes: Eyes) -> None:
    """On Tuesday evening the time has run out, and the concern rises, until the agency has acknowledged."""
    where = f"/safeguarding/concerns/{concern.reference}"
    lead.goto(where)
    expect(lead.locator(".safeguarding-next")).to_contain_text("Overdue")
    eyes.look(lead)
    boss.goto("/safeguarding/?show=overdue")
    expect(boss.get_by_role("main")).to_contain_text(concern.reference)
    eyes.look(boss)
    # It cannot be closed without an outcome, nor while the agency is silent.
    lead.get_by_role("link", name="Close it").click()
    lead.get_by_label("Why can it be closed?").fill("They are acting.")
    lead.get_by_role("button", name="Close this concern").click()
    expect(lead.locator(".govuk-error-summary")).to_contain_text("Choose what came of it.")
    lead.get_by_role("radio", name="An agency has taken it on").check()
    lead.get_by_role("button", name="Close this concern").click()
    expect(lead.locator(".govuk-error-summary")).to_contain_text("A disclosure is not acknowledged.")
    eyes.look(lead)
    lead.goto(where)
    lead.get_by_role("button", name="Record the acknowledgement").click()
    lead.get_by_label("Their reference").fill("NS 4471")
    lead.get_by_label("What they will do").fill("A visit tomorrow.")
    eyes.look(lead)
    lead.get_by_role("button", name="Record the acknowledgement").click()
    expect(lead.get_by_role("main")).to_contain_text("Look at it again")
    assert Disclosure.objects.get().acknowledged_at is not None
    lead.goto(f"{where}/disclosures/1")
    expect(lead.get_by_role("main")).to_contain_text("NS 4471")
    eyes.look(lead)
    boss.reload()
    expect(boss.get_by_role("main")).not_to_contain_text(concern.reference)


def _close(page: Page, concern: Concern, eyes: Eyes) -> None:
    page.goto(f"/safeguarding/concerns/{concern.reference}/close")
    # What was entered when it was refused stands there still.
    expect(page.get_by_role("radio", name="An agency has taken it on")).to_be_checked()
    page.get_by_label("Why can it be closed?").fill("The agency visits tomorrow and has a worker for them.")
    page.get_by_role("button", name="Close this concern").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Closed")
    eyes.look(page)
    concern.refresh_from_db()
    assert concern.state == "closed"


def test_decided_alone_and_seconded_afterwards(
    page_as: Callable[..., Page], eyes: Eyes, people: People, day: Day
) -> None:
    """Danger comes first; what was decided alone is recorded afterwards, and somebody else says what he thinks."""
    page = page_as(user=people.asha, width=320)
    page.goto("/")
    page.get_by_role("button", name="Take a contact").click()
    page.get_by_role("button", name="Someone is in danger now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Call 999 now")
    page.get_by_role("button", name="Mark this contact and go back").click()
    page.get_by_role("button", name="Record what I decided alone").click()
    page.get_by_role("checkbox", name="A child", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="Yes, now or within hours").check()
    page.get_by_label("What makes you think so?").fill("He is on his way to the house.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Call 999 now")
    eyes.look(page)
    page.get_by_role("radio", name="I have called 999").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("checkbox", name="Calling 999").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="Share with an agency").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Why?").fill("A child is at risk now.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="Told, and agrees").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("radio", name="No: I decide alone now")).to_be_checked()
    eyes.look(page)
    page.get_by_label("Why could it not wait?").fill("He was minutes away.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Decide alone").click()
    expect(page.get_by_role("main")).to_contain_text("Share with the agency, and record what was shared")
    eyes.look(page)
    concern = Concern.objects.get()
    assert concern.urgent
    boss = page_as(user=people.marian)
    boss.goto(f"/safeguarding/decisions/{concern.decision.reference}/second")
    boss.get_by_role("radio", name="I agree").check()
    boss.get_by_label("Because").fill("There was no time.")
    boss.get_by_role("button", name="Send my answer").click()
    expect(boss.get_by_role("heading", level=1)).to_contain_text("Taken alone, seconded afterwards")
    eyes.look(boss)


def test_not_seconded(page_as: Callable[..., Page], eyes: Eyes, people: People) -> None:
    """Nothing takes effect, and the proposer reads why."""
    who = users.make_asker(user=people.asha)
    decision = made.proposed(by=who, contact=contacts.finished(by=who))
    boss = page_as(user=people.marian)
    boss.goto("/safeguarding/decisions")
    boss.get_by_role("link", name=decision.reference).click()
    boss.get_by_role("button", name="Read and second").click()
    boss.get_by_role("radio", name="I do not agree").check()
    boss.get_by_label("Because").fill("The name is not certain. Ask once more.")
    boss.get_by_role("button", name="Send my answer").click()
    expect(boss.get_by_role("heading", level=1)).to_contain_text("Not seconded")
    page = page_as(user=people.asha)
    page.goto(f"/safeguarding/decisions/{decision.reference}")
    expect(page.get_by_role("main")).to_contain_text("The name is not certain. Ask once more.")
    eyes.look(page)
    assert not Concern.objects.exists()
    page.get_by_role("link", name="Decide anew").click()
    expect(page.get_by_role("main")).to_contain_text("Decided already")
    eyes.look(page)


def test_half_a_sentence_is_there_after_the_tab_was_closed(page_as: Callable[..., Page], people: People) -> None:
    who = users.make_asker(user=people.asha)
    contact = contacts.finished(by=who)
    where = f"/safeguarding/decide/helpline/{contact.reference}/reasons"
    page = page_as(user=people.asha)
    page.goto(where)
    page.locator("textarea[name=reasons]").press_sequentially("She said that")
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved at")
    page.close()
    again = page_as(user=people.asha)
    again.goto(where)
    expect(again.locator("textarea[name=reasons]")).to_have_value("She said that")
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_it_works_without_scripts(page_as: Callable[..., Page], people: People, javascript: bool) -> None:
    who = users.make_asker(user=people.asha)
    contact = contacts.finished(by=who)
    page = page_as(user=people.asha, javascript=javascript, width=320)
    page.goto(f"/safeguarding/decide/helpline/{contact.reference}/")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("checkbox", name="Nobody").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_label("What makes you think so?").fill("Nothing was said of it.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("checkbox", name="Nothing more than has been done").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="Do not share").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Why?").fill("Nobody can be found.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="Told, and agrees").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Propose this decision").click()
    page.wait_for_url(re.compile(r"/decisions/T-[^/]+$"))
    assert ThresholdDecision.objects.get().decision == "not_share"
