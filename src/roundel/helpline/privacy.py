"""What each field of this app says about somebody (see kernel.privacy)."""

from roundel.kernel.privacy import declare

FIELDS = (
    declare(
        "Contact",
        sealed="notes identifying closing_reason",
        identifier="caller",
        coded="nature started_at ended_at seconds statement_at acknowledged channel group relation profession stage "
        "age_band region heard language danger_at",
        staff="taken_by closed_by danger_by danger_seen_by",
        system="id reference version state form_version closed_at recorded_at ending statement_version restricted "
        "danger_seen_at",
    )
    | declare("EarlierVersion", sealed="content", staff="replaced_by", system="id contact version replaced_at")
    | declare("ContactCode", coded="question code", system="id contact")
    | declare("NamedPerson", sealed="name", coded="named_as", staff="added_by", system="id contact added_at")
    | declare("NameIndex", identifier="fingerprint", system="id person sounds")
    | declare(
        "ProtectiveAction",
        sealed="words",
        coded="kind actor by_when state agreed_at",
        staff="agreed_by",
        system="id contact",
    )
    | declare(
        "AskedAfter",
        sealed="words",
        coded="outcome why asked_at",
        staff="asked_by",
        system="id action contact",
    )
    | declare(
        "ContactLink",
        sealed="reason undone_reason",
        identifier="earlier later",
        coded="basis",
        staff="linked_by undone_by",
        system="id linked_at undone_at",
    )
    | declare(
        "Signpost",
        sealed="words",
        coded="service kind need state given_at",
        staff="given_by",
        system="id contact",
    )
    | declare(
        "SignpostAnswer",
        sealed="words",
        coded="outcome why asked_at",
        staff="asked_by",
        system="id signpost contact",
    )
    | declare("SavedView", staff="user name query saved_at", system="id")
)
