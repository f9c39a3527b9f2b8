"""Notes and agreed actions of the sample data: plain, and without any detail that could hurt to read."""

from __future__ import annotations

from roundel.helpline.enums import ActionKind, Actor

NOTES = {
    "own": (
        "Worried about his own thoughts. Calm at first, then upset. We talked about what makes a day easier.",
        "Has stopped going online in the evening. Sleeps badly. Wants to tell somebody and does not know how to begin.",
        "Called to say how the week went. Two hard evenings, went for a walk both times.",
    ),
    "other_adult": (
        "Worried about how a relative behaves. Nothing has been said in the family yet. What to look out for.",
        "Has spoken with her sister since. Feels less alone with it. Wanted to know what social care would do.",
    ),
    "young_person": (
        "A parent. Their child has been told off at school and nobody explains. We talked about rules at home.",
        "Things are quieter. The school has named one person to speak with.",
    ),
    "child_harmed": ("Something a child said does not leave her. We talked about whom to tell.",),
    "professional": (
        "Asked what we offer and how a person is referred. Sent to the page for professionals.",
        "A case at work, no names. Wanted to think aloud about the next step.",
    ),
    "survivor": (
        "It happened long ago and matters now. Wanted somebody to know. We talked about who is there this week.",
    ),
}
ACTIONS = {
    ActionKind.TELL_SOMEONE: "Tell my wife on Sunday, when the house is quiet.",
    ActionKind.BLOCK_ACCESS: "Put the filter on the telephone, and give my brother the password.",
    ActionKind.AVOID_SITUATION: "Leave the computer in the kitchen, and off after nine.",
    ActionKind.SUPERVISE: "Ask my mother to be there on Saturday.",
    ActionKind.SEE_DOCTOR: "Ring the surgery about sleep.",
    ActionKind.TREATMENT: "Send the form to the treatment service.",
    ActionKind.SOCIAL_CARE: "Ring the duty desk and ask what they would need from me.",
    ActionKind.PARENT_ACTION: "Agree with both children whose room is whose.",
    ActionKind.TALK_WITH_CHILD: "Ask her how school is, and listen.",
    ActionKind.PROFESSIONAL_ACTION: "Take it to Thursday's meeting.",
    ActionKind.SELF_CARE: "Walk each evening at the hour that is hardest.",
    ActionKind.SELF_HELP: "Do the first two chapters of the self-help pages.",
    ActionKind.CALL_AGAIN: "Call again next week.",
}
BY_GROUP = {
    "own": (
        ActionKind.TELL_SOMEONE,
        ActionKind.BLOCK_ACCESS,
        ActionKind.AVOID_SITUATION,
        ActionKind.SEE_DOCTOR,
        ActionKind.TREATMENT,
        ActionKind.SELF_CARE,
        ActionKind.SELF_HELP,
        ActionKind.CALL_AGAIN,
    ),
    "other_adult": (ActionKind.SUPERVISE, ActionKind.SOCIAL_CARE, ActionKind.TELL_SOMEONE, ActionKind.CALL_AGAIN),
    "young_person": (ActionKind.PARENT_ACTION, ActionKind.TALK_WITH_CHILD, ActionKind.CALL_AGAIN),
    "child_harmed": (ActionKind.TALK_WITH_CHILD, ActionKind.SOCIAL_CARE, ActionKind.CALL_AGAIN),
    "professional": (ActionKind.PROFESSIONAL_ACTION,),
    "survivor": (ActionKind.SELF_CARE, ActionKind.SEE_DOCTOR, ActionKind.CALL_AGAIN),
}
ACTORS = {ActionKind.PROFESSIONAL_ACTION: Actor.PROFESSIONAL, ActionKind.SUPERVISE: Actor.PARTNER}
OURS = (
    "Send the leaflet for families to the box number.",
    "Ask the treatment service how long the wait is, for when he calls.",
    "Find an interpreter for the next call.",
)
NAMES = ("Alwyn Pryce-Carter", "Catherine Dunmore", "Kathryn Dunmoor", "Mohammed Aziz-Hale", "Siân Trelawney")
