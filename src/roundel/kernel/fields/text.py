"""Text as it may be kept."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError

_UNKEEPABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Text as it may be kept: NFC, line ends as newline; nothing else is changed and nothing is dropped.

    Raises ``ValidationError`` at control characters other than newline and tab, and at halves of
    surrogate pairs, saying which and where. Joiners and direction marks are left: scripts need them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _UNKEEPABLE.search(text):
        raise ValidationError(
            "Character %(place)s is a control character (%(code)s) that cannot be kept. Delete it and try again.",
            code="control_character",
            params={"place": found.start() + 1, "code": f"U+{ord(found[0]):04X}"},
        )
    return unicodedata.normalize("NFC", text)
