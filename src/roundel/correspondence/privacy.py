"""What each field of this app says about somebody (see kernel.privacy)."""

from roundel.kernel.privacy import declare

FIELDS = declare(
    "Caller",
    identifier="alias lookup wrapped_key",
    coded="created_at code_issued_at last_used_at",
    staff="created_by_id",
    system="id",
) | declare("CodeAttempts", staff="bucket", system="id window_start wrong")
