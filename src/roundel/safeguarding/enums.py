"""Stored choices of safeguarding, in the words that its pages use."""

from django.db.models import TextChoices


class Found(TextChoices):
    """Who could be found from what was said. None of them chosen means nobody."""

    CHILD = "child", "A child"
    ADULT_AT_RISK = "adult_at_risk", "An adult at risk"
    OTHER = "other", "The person who may cause harm"


NOBODY = "nobody"
FOUND_WORDS = [*Found.choices, (NOBODY, "Nobody")]


class Risk(TextChoices):
    """Whether somebody is at risk, as whoever heard it judges it. A judgement in words, never a score."""

    NOW = "now", "Yes, now or within hours"
    SOON = "soon", "Yes, within days or weeks"
    POSSIBLY = "possibly", "Possibly: there is a worry that cannot be set aside"
    NO = "no", "No"


AT_RISK = (Risk.NOW, Risk.SOON, Risk.POSSIBLY)


class Called(TextChoices):
    """Whether the emergency services were called, where somebody is at risk now."""

    MYSELF = "myself", "I have called 999"
    COLLEAGUE = "colleague", "A colleague has called 999"
    ALREADY = "already", "The police or an ambulance are there already, or on their way"
    NOT = "not", "It was not called, because"


class Option(TextChoices):
    """What was considered before deciding."""

    EMERGENCY = "emergency", "Calling 999"
    POLICE = "police", "Telling the police"
    CHILDREN = "children", "Telling children's social care"
    ADULTS = "adults", "Telling adult social care"
    OTHER_AGENCY = "other_agency", "Telling another agency"
    CALLER_TELLS = "caller_tells", "Helping the caller to tell an agency themselves"
    ASK_CALLER = "ask_caller", "Asking the caller for more"
    ACTIONS = "actions", "Protective actions agreed with the caller, and asking after them"
    ADVICE = "advice", "Advice from a supervisor, or from an agency without names"
    NOTHING = "nothing", "Nothing more than has been done"


class Choice(TextChoices):
    """What is decided."""

    SHARE = "share", "Share with an agency"
    NOT_SHARE = "not_share", "Do not share"
    FIND_OUT = "find_out", "Find out more first"


class CallerTold(TextChoices):
    """Whether the caller was told what is shared, or that nothing is."""

    AGREES = "agrees", "Told, and agrees"
    DISAGREES = "disagrees", "Told, and does not agree"
    WILL_BE = "will_be", "Not yet: will be told"
    NOT_TOLD = "not_told", "Not told"


class DecisionState(TextChoices):
    """The states of a threshold decision (see states.py)."""

    PROPOSED = "proposed", "Waiting to be seconded"
    SECONDED = "seconded", "Seconded"
    NOT_SECONDED = "not_seconded", "Not seconded"
    ALONE = "alone", "Taken alone, waiting to be seconded"
    SECONDED_AFTER = "seconded_after", "Taken alone, seconded afterwards"
    NOT_SECONDED_AFTER = "not_seconded_after", "Taken alone, not seconded afterwards"
    WITHDRAWN = "withdrawn", "Withdrawn"


# It counts: what it says may be done is done. And: somebody must still second it.
IN_EFFECT = (DecisionState.SECONDED, DecisionState.ALONE, DecisionState.SECONDED_AFTER)
WAITING = (DecisionState.PROPOSED, DecisionState.ALONE)
TAKEN_ALONE = (DecisionState.ALONE, DecisionState.SECONDED_AFTER, DecisionState.NOT_SECONDED_AFTER)
SECOND_GIVEN = (
    DecisionState.SECONDED,
    DecisionState.NOT_SECONDED,
    DecisionState.SECONDED_AFTER,
    DecisionState.NOT_SECONDED_AFTER,
)


class ConcernState(TextChoices):
    """The states of a concern (see states.py)."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class Outcome(TextChoices):
    """What came of a concern: its coded closing."""

    TAKEN_ON = "taken_on", "An agency has taken it on"
    KNOWN = "known", "An agency knew already and is acting"
    NO_FURTHER = "no_further", "An agency will do nothing further"
    PASSED_ON = "passed_on", "Another organisation holds it now"
    NO_RISK = "no_risk", "It turned out that nobody is at risk"
    NOT_SHARED = "not_shared", "Nothing was shared after all"
    MISTAKE = "mistake", "It was recorded by mistake"


class Agency(TextChoices):
    """What kind of agency something was shared with."""

    POLICE = "police", "The police"
    CHILDREN = "children", "Children's social care"
    ADULTS = "adults", "Adult social care"
    DESIGNATED = "designated", "Local authority designated officer"
    PROBATION = "probation", "Probation"
    HEALTH = "health", "A health service"
    OTHER = "other", "Another agency"


class Item(TextChoices):
    """What was shared, by kind; the exact words stand beside it."""

    CHILD_NAME = "child_name", "A child's name"
    ADULT_NAME = "adult_name", "An adult's name"
    CALLER_NAME = "caller_name", "The caller's name"
    WHEREABOUTS = "whereabouts", "An address, a school or another place"
    REACH = "reach", "A telephone number or another way to reach somebody"
    WORRY = "worry", "What the worry is"
    SAID = "said", "What the caller said"
    ACTIONS = "actions", "What was agreed with the caller"
    OTHER = "other", "Something else"


class Basis(TextChoices):
    """The lawful basis, and the condition where special categories or offences are concerned. United Kingdom."""

    SAFEGUARDING = (
        "safeguarding",
        "Safeguarding of children and of individuals at risk (Data Protection Act 2018, Schedule 1, paragraph 18)",
    )
    RECOGNISED = (
        "recognised",
        "Recognised legitimate interest: safeguarding a vulnerable individual (UK GDPR, Article 6(1)(ea))",
    )
    VITAL = "vital", "Vital interests: to protect somebody's life (UK GDPR, Article 6(1)(d))"
    LEGAL = "legal", "Legal obligation, or an order of a court (UK GDPR, Article 6(1)(c))"
    CRIME = "crime", "Preventing or detecting unlawful acts (Data Protection Act 2018, Schedule 1, paragraph 10)"
    CONSENT = "consent", "Consent of the person whom it is about (UK GDPR, Article 6(1)(a))"


class Means(TextChoices):
    """By which means something was shared."""

    TELEPHONE = "telephone", "Telephone"
    SECURE_MAIL = "secure_mail", "Secure e-mail"
    PORTAL = "portal", "The agency's online form"
    IN_PERSON = "in_person", "In person"
    LETTER = "letter", "Letter"
