"""The older months of the sample year, written as rows: what the real actions would leave, in a tenth of the time.

The last two months go through the actions themselves (``telling``), so the audit has its looks and
changes there. Of the older months the audit knows nothing: nobody did anything.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from roundel.access.grants import Asker
from roundel.correspondence.aliases import random_alias
from roundel.correspondence.models import Caller
from roundel.helpline import confidentiality
from roundel.helpline.contact_form import COLUMNS, ContactForm
from roundel.helpline.demo import telling, words
from roundel.helpline.demo.plan import TALLIES, Moment, Person, chosen
from roundel.helpline.demo.telling import CHANNELS, ENDINGS, MINUTE, OUTCOMES, Story
from roundel.helpline.enums import ActionState, Nature, State, WhyNot
from roundel.helpline.models import AskedAfter, Contact, ContactCode, ProtectiveAction
from roundel.kernel.ids import new_id, new_reference

ROWS = (Caller, Contact, ContactCode, ProtectiveAction, AskedAfter)


@dataclass
class Earlier:
    """Rows gathered until they are stored together."""

    form: ContactForm
    chance: random.Random
    rows: dict[type[Model], list[Any]] = field(default_factory=lambda: {model: [] for model in ROWS})
    taken: set[str] = field(default_factory=set)

    def store(self) -> None:
        """Write everything that was gathered."""
        for model in ROWS:
            model._default_manager.bulk_create(self.rows[model], batch_size=500)
            self.rows[model] = []

    def tally(self, moment: Moment, by: Asker) -> None:
        """A call that was counted and no more."""
        nature = chosen(self.chance, TALLIES)
        self._contact(moment.at, moment.at, by, state=State.COUNTED, nature=nature, channel="telephone")

    def contact(self, moment: Moment, person: Person, story: Story, by: Asker) -> None:
        """One conversation, from beginning to end."""
        ended = moment.at + dt.timedelta(minutes=self.chance.triangular(4, 75, 24))
        made = self._contact(
            moment.at,
            ended,
            by,
            state=State.FINISHED,
            nature=Nature.CONVERSATION,
            ending=chosen(self.chance, ENDINGS),
            channel=chosen(self.chance, CHANNELS),
            statement_version=confidentiality.current(moment.at.date()).version,
            statement_at=moment.at + MINUTE,
            acknowledged=telling.acknowledged(self.chance),
            notes=self.chance.choice(words.NOTES[person.answers["group"]]),
            caller_id=self._caller(person, story, moment, by),
            **{name: person.answers[name] for name in COLUMNS if name in person.answers},
        )
        for topic in telling.topics(self.form, self.chance):
            self.rows[ContactCode].append(ContactCode(contact=made, question="topics", code=topic))
        self._ask_after(made, story, by, ended)
        self._agree(made, person, story, by, ended)

    def _contact(self, begun: dt.datetime, ended: dt.datetime, by: Asker, **more: Any) -> Contact:
        closed = ended if more["state"] == State.COUNTED else ended + 6 * MINUTE
        made = Contact(
            reference=self._reference(),
            form_version=self.form.version,
            started_at=begun,
            ended_at=ended,
            closed_at=closed,
            recorded_at=begun,
            taken_by_id=by.signed_in_id(),
            closed_by_id=by.signed_in_id(),
            version=2,
            **more,
        )
        self.rows[Contact].append(made)
        return made

    def _reference(self) -> str:
        while (reference := new_reference("H")) in self.taken:
            pass
        self.taken.add(reference)
        return reference

    def _caller(self, person: Person, story: Story, moment: Moment, by: Asker) -> uuid.UUID | None:
        """Who took a code at the first contact. Nobody knows these codes, so no derivation is spent on them."""
        if person.takes_code and story.caller_id is None and moment.nth == 0:
            while (alias := random_alias()) in self.taken:
                pass
            self.taken.add(alias)
            story.caller_id = new_id()
            unknown = self.chance.randbytes(32)
            caller = Caller(
                id=story.caller_id, alias=alias, lookup=unknown, wrapped_key=unknown, created_at=moment.at,
                created_by_id=by.signed_in_id(), code_issued_at=moment.at,
            )  # fmt: skip
            self.rows[Caller].append(caller)
        return story.caller_id

    def _ask_after(self, made: Contact, story: Story, by: Asker, at: dt.datetime) -> None:
        still = []
        for action in (story.open or []) if story.caller_id else []:
            outcome = chosen(self.chance, OUTCOMES)
            if outcome:
                action.state = ActionState(outcome)
                why = self.chance.choice(list(WhyNot)).value if outcome == ActionState.NOT_DONE else ""
                answer = AskedAfter(
                    action=action, contact=made, outcome=outcome, why=why, asked_at=at, asked_by_id=by.signed_in_id()
                )
                self.rows[AskedAfter].append(answer)
            if outcome not in {ActionState.DONE, ActionState.NOT_NEEDED}:
                still.append(action)
        story.open = still

    def _agree(self, made: Contact, person: Person, story: Story, by: Asker, at: dt.datetime) -> None:
        for agreed in telling.to_agree(person, at, self.chance):
            action = ProtectiveAction(
                contact=made, kind=agreed.kind, actor=agreed.actor, words=agreed.words, by_when=agreed.by_when,
                agreed_at=at, agreed_by_id=by.signed_in_id(),
            )  # fmt: skip
            self.rows[ProtectiveAction].append(action)
            story.open = [*(story.open or []), action]
