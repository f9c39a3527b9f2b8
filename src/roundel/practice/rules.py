"""Who may do what with a practice call. Pure: over the asker and loaded objects, no queries, no clock."""

from __future__ import annotations

from django.db.models import Q

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.helpline.rules import STATEMENT_FIRST
from roundel.kernel.errors import InvalidInput, Refused
from roundel.practice.content import Content
from roundel.practice.enums import State
from roundel.practice.models import PracticeCall

KIND = "practice.call"
USE, REVIEW = "practice.use", "practice.review"


def visible_calls(asker: Asker) -> Q | None:
    """One's own practice calls; everybody's for those who look at how others practised."""
    if asker.may(REVIEW):
        return Q()
    return Q(user_id=asker.user_id) if asker.may(USE) else None


scopes.register(scopes.Scope(KIND, visible_calls, knows=REVIEW))


def check_may_practise(asker: Asker) -> None:
    """Whether the asker practises at all."""
    asker.require(USE, "Your role does not include practising.")


def check_may_review(asker: Asker) -> None:
    """Whether the asker looks at how others practised."""
    asker.require(REVIEW, "Your role does not include looking at how others practised.")


def check_own(asker: Asker, call: PracticeCall) -> None:
    """Whether this is the asker's own practice call."""
    check_may_practise(asker)
    if call.user_id != asker.user_id:
        raise Refused("This is somebody else's practice call.")


def check_may_write(asker: Asker, call: PracticeCall) -> None:
    """Whether the asker may go on with this practice call: it is his own, and not finished."""
    check_own(asker, call)
    if call.state != State.TAKING:
        raise Refused("This practice call is finished. Begin another with the same caller.")


def check_may_read(asker: Asker, call: PracticeCall) -> None:
    """Whether the asker may look back at this practice call: his own, or one of somebody else that is finished."""
    if call.user_id != asker.user_id and call.state == State.TAKING:
        raise Refused("This is still being practised. You can look at it when it is finished.")


def check_may_comment(asker: Asker, call: PracticeCall) -> None:
    """Whether the asker may say something to this practice call: a finished one of somebody else."""
    check_may_review(asker)
    check_may_read(asker, call)
    if call.user_id == asker.user_id:
        raise Refused("This is your own practice call. Somebody else looks at it.")


def check_may_reflect(asker: Asker, call: PracticeCall) -> None:
    """Whether the asker may write down his thoughts: about his own practice call, when it is finished."""
    check_own(asker, call)
    if call.state == State.TAKING:
        raise Refused("Finish this practice call first.")


def check_may_identify(content: Content) -> None:
    """Whether details that identify somebody may be kept: only once the statement was said, as in a contact."""
    if content.said is None:
        raise InvalidInput("identifying", STATEMENT_FIRST)


def check_may_unsay(content: Content) -> None:
    """Whether the statement may be taken back: as in a contact, nothing that identifies is kept."""
    if content.said is None:
        raise Refused("The statement is not noted as said.")
    if content.written.identifying or content.named:
        raise Refused("Details that identify somebody are kept in this practice call. Remove them first.")


def check_may_count(content: Content) -> None:
    """Whether it may be counted only: as in a contact, nothing of a conversation is recorded."""
    written = content.written
    if written.notes or written.identifying or content.code or content.agreed or content.asked or content.named:
        raise Refused("Something is recorded in this practice call already. Finish it as a conversation.")


def check_may_untie(content: Content) -> None:
    """Whether the practice code may be taken back."""
    if content.code is None:
        raise Refused("This practice call is not tied to a code.")
    if content.asked:
        raise Refused("What was agreed earlier has been asked after. Take those answers back first.")
