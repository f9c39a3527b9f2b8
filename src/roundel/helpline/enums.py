"""Stored choices of the helpline that do not belong to the versioned contact form."""

from django.db.models import TextChoices


class Nature(TextChoices):
    """What kind of contact it was. All but a conversation are counted, and carry no case."""

    CONVERSATION = "conversation", "Conversation"
    SILENT = "silent", "Silent call"
    ABUSIVE = "abusive", "Abusive call"
    WRONG_NUMBER = "wrong_number", "Wrong number"
    HANG_UP = "hang_up", "Hung up"


class State(TextChoices):
    """The states of a contact (see states.py)."""

    TAKING = "taking", "Being taken"
    FINISHED = "finished", "Finished"
    COUNTED = "counted", "Counted only"
    DISCARDED = "discarded", "Not a contact"


class Ending(TextChoices):
    """How a contact ended: its coded closing."""

    COMPLETED = "completed", "We both came to an end"
    CALLER_ENDED = "caller_ended", "They ended it"
    CUT_OFF = "cut_off", "We were cut off"
    TIME = "time", "We agreed to go on another time"
    EMERGENCY = "emergency", "It went to the emergency services"
    BY_LETTER = "one_way", "A letter or message: no conversation"


class Acknowledged(TextChoices):
    """How the caller met the confidentiality statement."""

    AGREED = "agreed", "Heard it and agreed to go on"
    HEARD = "heard", "Heard it and said nothing to it"
    QUESTIONS = "questions", "Asked about it; answered; went on"
    IN_WRITING = "in_writing", "Sent in writing"


class NamedAs(TextChoices):
    """Who a named person is in what was said."""

    CALLER = "caller", "The person in touch"
    CHILD = "child", "A child"
    ADULT = "adult", "An adult"
    PROFESSIONAL = "professional", "A professional"


class ActionKind(TextChoices):
    """Protective actions, coded."""

    TELL_SOMEONE = "tell_someone", "Tell somebody they trust"
    BLOCK_ACCESS = "block_access", "Block or remove access"
    AVOID_SITUATION = "avoid_situation", "Keep out of a situation"
    SUPERVISE = "supervise", "Not be alone with a child"
    SEE_DOCTOR = "see_doctor", "See a doctor"
    TREATMENT = "treatment", "Contact a treatment service"
    POLICE = "police", "Go to the police"
    SOCIAL_CARE = "social_care", "Contact social care"
    PARENT_ACTION = "parent_action", "A parent's action at home"
    TALK_WITH_CHILD = "talk_with_child", "Talk with a child"
    PROFESSIONAL_ACTION = "professional_action", "A professional's action"
    SELF_CARE = "self_care", "Look after themselves"
    SELF_HELP = "self_help", "Work through self-help material"
    CALL_AGAIN = "call_again", "Call us again"
    OTHER = "other", "Another thing"


# The same in the voice of the one whose plan it is, on paper that he takes home.
PLAN_WORDS = {
    ActionKind.TELL_SOMEONE: "Tell somebody I trust",
    ActionKind.SUPERVISE: "Not be alone with a child",
    ActionKind.PARENT_ACTION: "What I do at home",
    ActionKind.PROFESSIONAL_ACTION: "What a professional does",
    ActionKind.SELF_CARE: "Look after myself",
    ActionKind.CALL_AGAIN: "Call the helpline again",
    ActionKind.OTHER: "More",
}


class Actor(TextChoices):
    """Who is to do it."""

    CALLER = "caller", "The person in touch"
    PARTNER = "partner", "Their partner or family"
    PROFESSIONAL = "professional", "A professional"
    HELPLINE = "helpline", "We at the helpline"


class ActionState(TextChoices):
    """Where an agreed action stands (see states.py)."""

    AGREED = "agreed", "Agreed"
    PARTLY = "partly", "Partly done"
    NOT_DONE = "not_done", "Not done yet"
    DONE = "done", "Done"
    NOT_NEEDED = "not_needed", "No longer needed"


OPEN_ACTION_STATES = (ActionState.AGREED, ActionState.PARTLY, ActionState.NOT_DONE)


class WhyNot(TextChoices):
    """Why an action was not done, or not wholly."""

    NOT_YET = "not_yet", "Not the right moment yet"
    AFRAID = "afraid", "Afraid of what would follow"
    DID_NOT_KNOW_HOW = "did_not_know_how", "Did not know how"
    COULD_NOT_REACH = "could_not_reach", "Could not reach the person or service"
    WAITING = "waiting", "Waiting for somebody else"
    CHANGED_MIND = "changed_mind", "Thought differently about it"
    FORGOT = "forgot", "Forgot"
    OTHER = "other", "Something else"


class LinkBasis(TextChoices):
    """Why two contacts are thought to come from the same person."""

    SAID_SO = "said_so", "They said that they had been in touch before"
    SAME_STORY = "same_story", "What they told is the same"
    LOST_CODE = "lost_code", "They had a code and have lost it"
    CONTINUED = "continued", "We were cut off and they called again"


class SignpostKind(TextChoices):
    """How somebody was pointed to a service."""

    TOLD = "told", "Told about it"
    REFERRED = "referred", "Referred, with their agreement"


class SignpostState(TextChoices):
    """What is known of a signpost (see states.py)."""

    GIVEN = "given", "Not asked after yet"
    HELPED = "helped", "Got in touch and was helped"
    WAITING = "waiting", "Got in touch and is waiting"
    TURNED_AWAY = "turned_away", "Got in touch and was turned away"
    NO_CONTACT = "no_contact", "Did not get in touch"
    NOT_WANTED = "not_wanted", "No longer wanted"


OPEN_SIGNPOST_STATES = (SignpostState.GIVEN, SignpostState.WAITING, SignpostState.NO_CONTACT)


class WhyNotThere(TextChoices):
    """Why somebody did not get in touch with a service, or was turned away."""

    NOT_YET = "not_yet", "Not the right moment yet"
    AFRAID = "afraid", "Afraid of what would follow"
    COULD_NOT_REACH = "could_not_reach", "Could not reach it"
    DETAILS_WRONG = "details_wrong", "What we said about it was wrong"
    NOT_FOR_THEM = "not_for_them", "It does not serve them"
    FULL = "full", "It takes nobody at present"
    COST = "cost", "The cost"
    TOO_FAR = "too_far", "Too far, or hard to get to"
    CHANGED_MIND = "changed_mind", "Thought differently about it"
    OTHER = "other", "Something else"
