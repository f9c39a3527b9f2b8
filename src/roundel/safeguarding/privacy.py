"""What each field of this app says about somebody (see kernel.privacy)."""

from roundel.kernel.privacy import declare

FIELDS = (
    declare(
        "ThresholdDecision",
        sealed="risk_words called_words options_words reasons caller_words alone_words second_words withdrawn_words",
        coded="found_child found_adult_at_risk found_other risk called decision find_out_by caller_told decided_at",
        staff="proposed_by proposed_as seconded_by seconded_as withdrawn_by owner",
        system="id reference source_app source_reference state restricted proposed_at second_due_at seconded_at "
        "withdrawn_at supersedes concern",
    )
    | declare("DecisionOption", coded="option", system="id decision")
    | declare(
        "Concern",
        sealed="plan",
        coded="urgent",
        staff="owner",
        system="id reference version state restricted decision in_force opened_at share_due_at review_due_at closed_at",
    )
    | declare("Ownership", sealed="why", staff="owner given_by", system="id concern from_at to_at")
    | declare("Involved", staff="user", system="id concern")
    | declare("ConcernNote", sealed="words", coded="happened_at", staff="by", system="id concern recorded_at")
    | declare("EarlierPlan", sealed="plan", staff="replaced_by", system="id concern version replaced_at")
    | declare(
        "Closing",
        sealed="reason unacknowledged_words reopened_words",
        coded="outcome",
        staff="closed_by closed_as reopened_by",
        system="id concern closed_at reopened_at",
    )
    | declare(
        "Disclosure",
        sealed="agency_name person what basis_words caller_words acknowledged_person their_reference will_do "
        "struck_words",
        coded="agency basis means caller_told shared_at acknowledged_at",
        staff="shared_by recorded_by acknowledged_recorded_by struck_by",
        system="id concern number decision recorded_at acknowledge_due_at acknowledged_recorded_at struck_at",
    )
    | declare("DisclosureItem", coded="item", system="id disclosure")
)
