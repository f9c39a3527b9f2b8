"""What each field of this app says about somebody (see kernel.privacy). Users are staff, never callers."""

from roundel.kernel.privacy import declare

FIELDS = (
    declare(
        "User",
        staff="email name password last_login is_active created_at",
        system="id sessions_epoch",
    )
    | declare("UserRole", staff="user role from_at to_at given_by ended_by", system="id")
    | declare(
        "RecordGrant",
        sealed="reason review_note",
        staff="user ground from_at to_at given_by reviewed_by reviewed_at review_outcome",
        system="id kind object_id reference",
    )
    | declare("SignInFailure", staff="account user failures first_at last_at locked_until")
)
