"""An organisation's own name, colour and logo, from the settings: no code is touched to change them."""

import re
from pathlib import Path

from django.conf import settings
from django.urls import NoReverseMatch, reverse

DEFAULT_NAME = "Roundel"
DEFAULT_COLOUR = "#1d5a66"
LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
LEAST_CONTRAST = 4.5  # WCAG 2.2 success criterion 1.4.3, text of normal size


def organisation() -> str:
    """The organisation's name as people read it."""
    return getattr(settings, "ROUNDEL_ORGANISATION", "") or DEFAULT_NAME


def colour() -> str:
    """The brand colour as #rrggbb; anything else falls back to our own, so that nothing can be slipped into CSS."""
    wanted = str(getattr(settings, "ROUNDEL_BRAND_COLOUR", "") or DEFAULT_COLOUR).lower()
    return wanted if re.fullmatch(r"#[0-9a-f]{6}", wanted) else DEFAULT_COLOUR


def logo_path() -> Path | None:
    """The organisation's logo on disk (ROUNDEL_BRAND_LOGO: svg, png or jpg), if there is one."""
    named = getattr(settings, "ROUNDEL_BRAND_LOGO", "")
    path = Path(named) if named else None
    return path if path and path.suffix.lower() in LOGO_TYPES and path.is_file() else None


def logo_url() -> str | None:
    """Where the logo is served, if there is one."""
    if logo_path() is None:
        return None
    try:
        return reverse("design:logo")
    except NoReverseMatch:
        return None


def channels(hex_colour: str) -> tuple[int, int, int]:
    """Red, green and blue from #rrggbb."""
    return int(hex_colour[1:3], 16), int(hex_colour[3:5], 16), int(hex_colour[5:7], 16)


def luminance(hex_colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in channels(hex_colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(hex_colour: str, with_colour: str, share: float) -> str:
    """The colour with a share of another mixed in."""
    mixed = [
        round(a * (1 - share) + b * share) for a, b in zip(channels(hex_colour), channels(with_colour), strict=True)
    ]
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def stylesheet() -> str:
    """The custom properties an organisation sets; shades are made from the one colour."""
    base = colour()
    values = {
        "brand": base,
        "brand-dark": mix(base, "#000000", 0.35),
        "brand-tint": mix(base, "#ffffff", 0.93),
        "brand-line": mix(base, "#ffffff", 0.55),
    }
    return ":root{" + "".join(f"--roundel-{name}:{value};" for name, value in values.items()) + "}\n"
