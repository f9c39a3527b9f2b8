"""What each field of this app says about somebody (see kernel.privacy)."""

from roundel.kernel.privacy import declare

FIELDS = declare(
    "PracticeCall",
    sealed="content reflection",
    staff="user reviewed_by reflection_shared script started_at ended_at finished_at",
    system="id reference version state form_version script_version reviewed_at",
) | declare("PracticeComment", sealed="words", staff="written_by", system="id call written_at seen_at")
