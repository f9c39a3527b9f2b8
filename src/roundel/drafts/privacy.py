"""What each field of this app says about somebody (see kernel.privacy)."""

from roundel.kernel.privacy import declare

FIELDS = declare("Draft", sealed="payload", staff="user begun_at saved_at", system="id form about base_version")
