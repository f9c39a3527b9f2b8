"""How each figure is counted, in words. What is written here is what ``queries.figures_sql`` and ``people`` do."""

from __future__ import annotations

PROTECTION = (
    "Numbers under 5 are withheld, and so are others from which they could be worked out: by taking one from "
    "another, across groups, months, quarters and the year, here and in the downloads. All are marked alike, "
    "because a mark that told them apart would give the small ones away. Nought is shown as 0.",
    "Not covered: people may be in touch in several months, so people, shares and actions of months do not add up to "
    "a quarter or a year, and somebody who lays overlapping periods side by side may still narrow a number down. "
    "Periods from one month to another are protected each for itself. For anything that leaves the service, use "
    "months, quarters and years.",
)
_FINISHED = (
    "Contacts are finished conversations, by the time at which they began. A contact that is still being taken, or is "
    "reopened, counts once it is finished. Contacts that are open to named people only are counted like all others."
)
_PEOPLE = (
    "A caller code is one person; a contact without a code is a person of its own, unless somebody has linked it with "
    "another as probably the same person. Links count whenever the linked contacts took place. So the true number of "
    "people is this or lower."
)
_FIRST_GROUP = "A person is counted once, in the group of their first contact in the period."
_THEIRS = "What the helpline itself promised to do is not counted."

_WHOLE_YEARS = (
    "By group as well for whole years; for shorter periods for everybody together, because the parts of a year could "
    "be taken from each other."
)

HOW: dict[str, tuple[str, ...]] = {
    "people": (_FINISHED, _PEOPLE, _FIRST_GROUP),
    "months": (_FINISHED,),
    "heard": (
        _FINISHED,
        _WHOLE_YEARS,
    ),
    "agreed": (
        "A contact counts if at least one protective action was agreed in it, a person if one was agreed in any of "
        "their contacts in the period.",
        _THEIRS,
        "The share is shown if neither those who agreed nor those who did not are fewer than 5. Shares of single "
        "groups are shown only if the number of contacts of every group can be shown.",
        _FIRST_GROUP,
    ),
    "taken": (
        "Came again: people with a contact in the period who had agreed an action before it that was not yet closed "
        "when the period began, and people who were asked after one in the period.",
        "Were asked: those of them who were asked after at least one action in the period. The shares rest on them. "
        "Could not be asked: the others, whose answer nobody knows.",
        "Had done one: at least one action was done. Partly at best: none was done, at least one partly. Neither: all "
        "answers were not done, or no longer needed.",
        "Only people with a code, or with linked contacts, can be known to have come again. " + _THEIRS,
        _FIRST_GROUP,
    ),
    "actions": (
        "Actions agreed in the contacts of the period, and where each stands today, whenever it was asked after. "
        + _THEIRS,
        "By kind they are shown for everybody together: by kind and group the numbers would be too small to be shown.",
    ),
    "outcomes": (
        "Actions agreed in the contacts of the period, and where each stands today, by the group of the contact. "
        + _THEIRS,
    ),
    "signposts": (
        "Services that somebody was told about, or referred to with their agreement, by when that was, in contacts "
        "that are finished; and where each stands today, whenever it was asked after.",
        _WHOLE_YEARS,
    ),
    "needs": (
        "The same signposts by what they were picked for. Each counts once.",
        _WHOLE_YEARS,
    ),
    "decisions": (
        "Threshold decisions by when they were decided, by the group of their contact. Withdrawn ones are left out; a "
        "decision that replaced another counts beside it.",
        _WHOLE_YEARS,
    ),
    "calls": (
        "What the telephone system told, what was imported, or what was entered by hand: attempts to reach us, of "
        "anybody. It is not divided into groups, because nobody knows them.",
        "People behind the calls: several attempts of one number on one day are one person, who counts again on "
        "another day. Known only for days on which the telephone system told of each call.",
    ),
    "counted": (
        "Silent, abusive and wrong calls and those that hung up: counted, without a record of anybody, and not among "
        "the contacts above.",
    ),
}
