"""Stored choices of call-backs."""

from django.db.models import IntegerChoices, TextChoices


class State(TextChoices):
    """The states of a call-back (see states.py)."""

    WAITING = "waiting", "Waiting"
    CALLING = "calling", "Being called"
    TO_SETTLE = "to_settle", "To settle"
    REACHED = "reached", "Reached"
    CANCELLED = "cancelled", "Cancelled"
    GIVEN_UP = "given_up", "Given up"


OPEN = (State.WAITING, State.CALLING, State.TO_SETTLE)
ENDED = (State.REACHED, State.CANCELLED, State.GIVEN_UP)


class Priority(IntegerChoices):
    """How soon, as somebody decided who gave a reason. Nothing is reckoned from the person or the story."""

    NOW = 1, "As soon as anybody is free"
    TODAY = 2, "Today"
    ORDINARY = 3, "In its turn"


class Message(TextChoices):
    """What may be left with a machine or with somebody else who answers."""

    NONE = "none", "No message at all"
    NAME = "name", "Only that we called, by the name we use"
    NEUTRAL = "neutral", "A neutral message, without saying who we are"


class Language(TextChoices):
    """In which language the call is to be."""

    ENGLISH = "en", "English"
    WELSH = "cy", "Welsh"
    BSL = "bsl", "British Sign Language"
    OTHER = "other", "Another language"


class About(TextChoices):
    """What the call is about, in one coded word: no more is needed to make it."""

    FIRST = "first", "A first conversation"
    GO_ON = "go_on", "Go on with a conversation"
    CUT_OFF = "cut_off", "We were cut off"
    ANSWER = "answer", "Something we said we would find out"
    VOICEMAIL = "voicemail", "They left a voicemail"
    OTHER = "other", "Something else"


class Outcome(TextChoices):
    """What came of one attempt. The last three are written by the system's own steps, never chosen from a list."""

    NO_ANSWER = "no_answer", "No answer"
    ENGAGED = "engaged", "Engaged"
    SOMEBODY_ELSE = "somebody_else", "Somebody else answered"
    NOT_NOW = "not_now", "They answered: not a good moment"
    MESSAGE = "message", "Left the message that was agreed"
    WRONG_NUMBER = "wrong_number", "It is the wrong number"
    NO_PASS_PHRASE = "no_pass", "Whoever answered did not know the pass-phrase"
    UNSAFE = "unsafe", "It did not seem safe to go on"
    REACHED = "reached", "They answered"
    PUT_BACK = "put_back", "Put back without calling"
    LEFT = "left", "Nothing was noted, so it went back by itself"


TRIED = (
    Outcome.NO_ANSWER,
    Outcome.ENGAGED,
    Outcome.SOMEBODY_ELSE,
    Outcome.NOT_NOW,
    Outcome.MESSAGE,
    Outcome.WRONG_NUMBER,
    Outcome.NO_PASS_PHRASE,
    Outcome.UNSAFE,
)
# After these nobody calls again before a person has thought about it.
STOPS = (Outcome.WRONG_NUMBER, Outcome.NO_PASS_PHRASE, Outcome.UNSAFE)


class Ending(TextChoices):
    """Why a call-back ended."""

    REACHED = "reached", "They answered, and a contact was begun"
    NOT_WANTED = "not_wanted", "They do not want it any more"
    IN_TOUCH = "in_touch", "They have been in touch themselves"
    OUR_SIDE = "our_side", "We cannot make it"
    TWICE = "twice", "It was booked twice"
    NO_ANSWER = "no_answer", "They could not be reached"
    WRONG_NUMBER = "wrong_number", "The number is wrong"
    UNSAFE = "unsafe", "It is not safe to call"
    TOO_LATE = "too_late", "The last day has passed"
    OTHER = "other", "Something else"


CANCELLED_AS = (Ending.NOT_WANTED, Ending.IN_TOUCH, Ending.OUR_SIDE, Ending.TWICE)
GIVEN_UP_AS = (Ending.NO_ANSWER, Ending.WRONG_NUMBER, Ending.UNSAFE, Ending.TOO_LATE, Ending.OTHER)
