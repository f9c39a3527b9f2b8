"""Whatever happens in whatever order, no call-back is lost, doubled, called by two, or called outside its safe time.

Hypothesis drives the real actions: people who may and who may not, forms sent twice, calls that are left, a worker
that dies and comes back, and a clock that moves on. After every step everything that must hold is looked at, and in
the end everything that is still open is brought to an end, so that there is a way out of every state.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from roundel.access.grants import Asker
from roundel.callbacks import actions, order, queries, rules
from roundel.callbacks.booking import Booking
from roundel.callbacks.enums import CANCELLED_AS, ENDED, GIVEN_UP_AS, OPEN, TRIED, Message, State
from roundel.callbacks.models import Attempt, CallBack, Slot
from roundel.callbacks.timing import CLAIM
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.ids import new_id
from roundel.kernel.working_time import office
from tests.factories import users
from tests.factories.call_backs import NUMBER, SHOWN

pytestmark = pytest.mark.django_db
# The Wednesday before Easter 2027: four days of bank holidays and week-end ahead, and summer time begins in them.
BEGIN = dt.datetime(2027, 3, 24, 10, 0, tzinfo=dt.UTC)
MINUTES = (1, 6, 6, 11, 11, 16, 61, 61, 300, 1440)
HOURS = (None, None, None, dt.time(10), dt.time(13), dt.time(16))
WAY = ("number", "ask_for", "introduce_as", "pass_phrase")
PEOPLE: dict[str, Asker] = {}
HAPPENED: Counter[str] = Counter()
REFUSALS = {"not safe to call now": "not safe", "just been filled": "full", "No message may be left": "message"}
# What must have come about in the whole run: otherwise the test would say little. (The rest is in test_calling.py.)
EXPECTED = ("book", "claim", "note_outcome", "move", "set_priority", "cancel", "left", "lapsed", "taken over",
            "number seen", "refused: Taken", "refused: not safe", "refused: full")  # fmt: skip

# "theirs": whoever is making the call, or else booked it.
who = st.sampled_from(["theirs"] * 6 + ["first", "second", "boss", "outsider"])
which = st.integers(0, 3)


class Machine(RuleBasedStateMachine):
    """The call-backs of a few days."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = BEGIN
        self.keys: list[uuid.UUID] = []
        self.ended: dict[uuid.UUID, tuple[object, ...]] = {}
        self.decided: dict[uuid.UUID, int] = {}
        self.stand: Counter[State] = Counter()
        self.forms = 0

    def teardown(self) -> None:
        """Everything can be brought to an end; then the database is as it was."""
        try:
            self._end_everything()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    # -- what may happen

    @initialize(by=who)
    def first(self, by: str) -> None:
        """Something to begin with."""
        self._slot(capacity=1, hours=1)
        self._book(PEOPLE["first"], Booking(NUMBER))

    @rule(minutes=st.sampled_from(MINUTES))
    def time_passes(self, minutes: int) -> None:
        """The clock moves on."""
        self.now += dt.timedelta(minutes=minutes)

    @rule(one=which)
    def safe_time_comes(self, one: int) -> None:
        """The clock moves on to when a call-back may be made."""
        found = self._one(one)
        window = rules.safe_window(found, self.now, office()) if found else None
        self.now = max(self.now, window[0]) if window else self.now

    @precondition(lambda self: Slot.objects.count() < 3)
    @rule(capacity=st.integers(1, 2), hours=st.integers(1, 30))
    def offer(self, capacity: int, hours: int) -> None:
        """A slot is offered."""
        self._slot(capacity=capacity, hours=hours)

    @precondition(lambda self: self.forms < 8 and sum(self.stand[state] for state in OPEN) < 3)
    @rule(
        by=who,
        slot=st.none() | which,
        earliest=st.sampled_from(HOURS),
        latest=st.sampled_from(HOURS),
        message=st.sampled_from(Message.values),
        priority=st.sampled_from([1, 2, 3]),
        phrase=st.sampled_from(["", "blue tit"]),
        twice=st.booleans(),
    )
    def book(self, by: str, slot: int | None, twice: bool, phrase: str, priority: int, **how: Any) -> None:
        """Somebody books, perhaps with a double click."""
        slots = list(Slot.objects.order_by("id"))
        slot_id = slots[slot % len(slots)].pk if slot is not None and slots else None
        booking = Booking(
            NUMBER, slot_id=slot_id, priority=priority, priority_reason="Promised.", pass_phrase=phrase, **how
        )
        self._book(PEOPLE["first" if by == "theirs" else by], booking, times=2 if twice else 1)

    @rule(by=who, one=which)
    def claim(self, by: str, one: int) -> None:
        """Somebody begins a call; if he may, it was safe and nobody else was at it."""
        before = self._one(one)
        if before is None or not self._act(by, one, actions.claim):
            return
        if before.calling_by_id != self._who(by, before).user_id or rules.is_left(before, self.now):
            assert self._safe(before), "begun outside the safe time"
            assert before.state == State.WAITING or rules.is_left(before, self.now), "two called at once"
            HAPPENED["taken over"] += before.state == State.CALLING

    @precondition(lambda self: self.stand[State.CALLING])
    @rule(by=who, one=which, outcome=st.sampled_from(TRIED))
    def outcome(self, by: str, one: int, outcome: str) -> None:
        """Something comes of a call."""
        before = self._one(one)
        if before is None or not self._act(by, one, actions.note_outcome, outcome=outcome):
            return
        assert before.calling_by_id == self._who(by, before).user_id
        assert outcome != "message" or before.message != Message.NONE, "a message was left that may not be"
        HAPPENED["third attempt"] += before.attempts_made == 2

    @rule(one=which, outcome=st.sampled_from(["no_answer", "engaged", "message", "no_answer"]))
    def call(self, one: int, outcome: str) -> None:
        """As it goes on most days: the safe time comes, somebody calls and notes at once what came of it."""
        self.safe_time_comes(one)
        self.claim("theirs", one)
        self.outcome("theirs", one, outcome)

    @rule(one=which)
    def two_begin_at_once(self, one: int) -> None:
        """Two people press the button in the same minute of a safe time."""
        self.safe_time_comes(one)
        self.claim("first", one)
        self.claim("second", one)

    @rule(one=which)
    def at_night(self, one: int) -> None:
        """Somebody would call in the night."""
        self.now = (self.now + dt.timedelta(days=1)).replace(hour=3)
        self.claim("theirs", one)

    @rule(one=which, tidied=st.booleans(), by=who)
    def call_and_leave(self, one: int, tidied: bool, by: str) -> None:
        """Somebody begins a call and is gone. The worker notices, or somebody takes it over, or neither."""
        self.safe_time_comes(one)
        self.claim("theirs", one)
        self.now += dt.timedelta(minutes=16)
        if tidied:
            self.worker(stops_after=3)
        else:
            self.claim(by, one)

    @rule(one=which)
    def call_three_times(self, one: int) -> None:
        """Nobody answers, and nobody answers, and nobody answers."""
        for _ in range(3):
            self.call(one, "no_answer")
            self.now += dt.timedelta(minutes=11)

    @rule(one=which, by=who, reached=st.booleans())
    def call_and_end(self, one: int, by: str, reached: bool) -> None:
        """A call is begun; they answer, or it is put back; perhaps somebody else presses the button."""
        self.safe_time_comes(one)
        self.claim("theirs", one)
        more = {"contact_reference": "H-7F3K-9Q"} if reached else {}
        self._act(by, one, actions.reached if reached else actions.put_back, **more)

    @precondition(lambda self: self.stand[State.TO_SETTLE])
    @rule(by=who, one=which)
    def once_more(self, by: str, one: int) -> None:
        """One more attempt is allowed."""
        self._act(by, one, actions.once_more)

    @rule(one=which)
    def days_go_by(self, one: int) -> None:
        """Until it is too late for one of them."""
        found = self._one(one)
        self.now = max(self.now, found.expires_at) if found else self.now

    @rule(by=who, one=which, why=st.sampled_from(CANCELLED_AS), reason=st.sampled_from(["", "So."]))
    def cancel(self, by: str, one: int, why: str, reason: str) -> None:
        """It is cancelled, perhaps without a reason."""
        self._act(by, one, actions.cancel, ending=why, reason=reason)

    @precondition(lambda self: self.stand[State.TO_SETTLE])
    @rule(by=who, one=which, why=st.sampled_from(GIVEN_UP_AS), reason=st.sampled_from(["", "So."]))
    def give_up(self, by: str, one: int, why: str, reason: str) -> None:
        """It is given up, perhaps without a reason."""
        self._act(by, one, actions.give_up, ending=why, reason=reason)

    @rule(by=who, one=which, what=st.sampled_from(["put_back", "reached", "once_more", "give_up", "note_outcome"]))
    def at_the_wrong_time(self, by: str, one: int, what: str) -> None:
        """Anybody presses any button, from an old page or by mistake."""
        more = {
            "reached": {"contact_reference": "H-7F3K-9Q"},
            "give_up": {"ending": "other", "reason": "So."},
            "note_outcome": {"outcome": "engaged"},
        }
        self._act(by, one, getattr(actions, what), **more.get(what, {}))

    @precondition(lambda self: self.forms < 8)
    @rule()
    def rush(self) -> None:
        """A slot is offered, and two want the one place in it."""
        self._slot(capacity=1, hours=1)
        newest = Slot.objects.order_by("-id").first()
        for by in ("first", "second"):
            self._book(PEOPLE[by], Booking(NUMBER, slot_id=newest.pk if newest else None))

    @rule(by=who, one=which, slot=st.none() | which)
    def move(self, by: str, one: int, slot: int | None) -> None:
        """It is moved."""
        slots = list(Slot.objects.order_by("id"))
        self._act(by, one, actions.move, slot_id=slots[slot % len(slots)].pk if slot is not None else None)

    @rule(by=who, one=which, priority=st.integers(0, 4))
    def put_forward(self, by: str, one: int, priority: int) -> None:
        """Its turn is changed."""
        self._act(by, one, actions.set_priority, priority=priority, reason="Promised.")

    @rule(stops_after=st.integers(0, 3))
    def worker(self, stops_after: int) -> None:
        """The worker tidies; sometimes it dies in the middle, and the next one goes on."""
        for one in list(queries.left_behind(PEOPLE["system"], self.now))[:stops_after]:
            HAPPENED[actions.tidy(by=PEOPLE["system"], at=self.now, call_back_id=one.pk)] += 1

    # -- what must hold

    @invariant()
    def everything_holds(self) -> None:
        """Looked at after every step."""
        everything = self._all()
        self.stand = Counter(rules.standing(one, self.now) for one in everything)
        self._none_is_lost(everything)
        self._numbers_go(everything)
        self._attempts_are_limited(everything)
        self._slots_are_not_overbooked()
        self._only_the_caller_sees_the_number(everything)

    def _none_is_lost(self, everything: list[CallBack]) -> None:
        """Each stands in exactly one part of the queue, or has ended with who, when and why, for good."""
        places = (order.is_waiting, order.is_calling, order.is_to_settle)
        found = Counter(
            pk for place in places for pk in CallBack.objects.filter(place(self.now)).values_list("pk", flat=True)
        )
        assert sorted(one.pk for one in everything) == sorted(self.keys)
        for one in everything:
            assert found[one.pk] == (one.state in OPEN), (one.state, found[one.pk])
            if one.state in ENDED:
                told = (one.state, one.ended_at, one.ended_by_id, one.ending)
                assert all(told)
                assert self.ended.setdefault(one.pk, told) == told, "an ended one changed"

    def _numbers_go(self, everything: list[CallBack]) -> None:
        """Whatever has ended has no number; whatever is open has one."""
        for one in everything:
            if one.state in ENDED:
                assert [getattr(one, name) for name in WAY] == [None] * 4
            else:
                assert one.number == NUMBER

    def _attempts_are_limited(self, everything: list[CallBack]) -> None:
        """Three at most, and one more for each decision of a person; as many are written down."""
        tried = Attempt.objects.filter(outcome__in=TRIED).values_list("call_back_id", flat=True)
        counts = Counter(tried)
        for one in everything:
            assert one.attempts_made <= 3 + self.decided.get(one.pk, 0)
            assert counts[one.pk] == one.attempts_made

    def _slots_are_not_overbooked(self) -> None:
        """As many as fit."""
        booked = Counter(CallBack.objects.exclude(state=State.CANCELLED).values_list("slot_id", flat=True))
        for pk, capacity in Slot.objects.values_list("pk", "capacity"):
            assert booked[pk] <= capacity

    def _only_the_caller_sees_the_number(self, everything: list[CallBack]) -> None:
        """One person at most, who began the call less than a quarter of an hour ago, in the safe time."""
        for one in everything:
            seeing = [who for who in PEOPLE.values() if rules.may_see_number(who, one, self.now, office())]
            assert len(seeing) <= 1
            asked = [*seeing, PEOPLE["second"]] if one.state == State.CALLING else []
            assert {who.name for who in asked if self._sees(who, one)} == {who.name for who in seeing}
            HAPPENED["number seen"] += len(seeing)
            if seeing:
                assert one.calling_by_id == seeing[0].user_id
                assert one.calling_at is not None
                assert self.now < one.calling_at + CLAIM
                assert self._safe(one)

    # -- how

    def _all(self) -> list[CallBack]:
        return list(CallBack.objects.select_related("slot").order_by("id"))

    def _one(self, number: int) -> CallBack | None:
        """An open one; for 3 (or when none is open) any, so that what has ended is tried as well."""
        found = self._all()
        still = [one for one in found if one.state in OPEN]
        wanted = still if still and number < 3 else found
        return wanted[number % len(wanted)] if wanted else None

    def _who(self, by: str, one: CallBack) -> Asker:
        """The person of this name; "theirs" is whoever calls, or else booked it."""
        ids = {person.user_id: person for person in PEOPLE.values()}
        return ids[one.calling_by_id or one.booked_by_id] if by == "theirs" else PEOPLE[by]

    def _try(self, deed: Callable[[], object]) -> bool:
        try:
            with transaction.atomic():
                deed()
        except (Refused, InvalidInput) as refusal:
            HAPPENED[f"refused: {type(refusal).__name__}"] += 1
            for words, short in REFUSALS.items():
                HAPPENED[f"refused: {short}"] += words in str(refusal)
            return False
        return True

    def _act(self, by: str, number: int, action: Callable[..., object], **more: Any) -> bool:
        one = self._one(number)
        if one is None:
            return False
        person = self._who(by, one)
        if not self._try(lambda: action(by=person, at=self.now, call_back=one, **more)):
            return False
        assert by != "outsider"
        HAPPENED[action.__name__] += 1
        if action in (actions.move, actions.once_more):
            self.decided[one.pk] = self.decided.get(one.pk, 0) + 1
        return True

    def _book(self, by: Asker, booking: Booking, times: int = 1) -> None:
        key = new_id()
        self.forms += 1
        done = [self._try(lambda: actions.book(by=by, at=self.now, key=key, booking=booking)) for _ in range(times)]
        assert len(set(done)) == 1, "the second click was answered otherwise than the first"
        if done[0]:
            assert by.may("callbacks.make_call")
            self.keys.append(key)
            HAPPENED["book"] += 1

    def _slot(self, *, capacity: int, hours: int) -> None:
        begins = self.now + dt.timedelta(hours=hours)
        length = dt.timedelta(hours=1)
        self._try(
            lambda: actions.make_slot(
                by=PEOPLE["boss"], at=self.now, starts_at=begins, length=length, capacity=capacity
            )
        )

    def _sees(self, person: Asker, one: CallBack) -> bool:
        try:
            seen = queries.read_calling(person, at=self.now, reference=one.reference)
        except Refused:
            return False
        assert seen.number in ("", SHOWN)
        return bool(seen.number)

    def _safe(self, one: CallBack) -> bool:
        """Whether it may be called, said a second time, from the words of the booking."""
        here = self.now.astimezone(office().zone)
        hour = here.time()
        if (one.earliest and hour < one.earliest) or (one.latest and hour >= one.latest):
            return False
        if one.slot is None:
            return here.date() <= one.last_day and office().is_open(self.now)
        of_slot = one.slot.starts_at.astimezone(office().zone).date()
        if here.date() == of_slot:
            return one.slot.starts_at <= self.now and (self.now < one.slot.ends_at or one.latest is not None)
        in_slot = one.slot.starts_at <= self.now < one.slot.ends_at
        return in_slot or (of_slot < here.date() <= one.last_day and office().is_open(self.now))

    def _end_everything(self) -> None:
        self.now += dt.timedelta(days=90)
        boss = PEOPLE["boss"]
        for one in [one for one in self._all() if one.state in OPEN]:
            actions.give_up(by=boss, at=self.now, call_back=one, ending="too_late", reason="The last day has passed.")
        self.everything_holds()
        assert not CallBack.objects.filter(state__in=OPEN).exists()


def test_no_call_back_is_ever_lost() -> None:
    from roundel.access.grants import system

    roles = {"first": "practitioner", "second": "practitioner", "boss": "supervisor", "outsider": "coordinator"}
    PEOPLE.clear()
    HAPPENED.clear()
    PEOPLE.update({name: users.make_asker(role) for name, role in roles.items()}, system=system("call_backs_tidy"))
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            # A failure is told at once; add Phase.shrink to have it made small, which takes minutes.
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    missing = [what for what in EXPECTED if not HAPPENED[what]]
    assert not missing, (missing, HAPPENED)
