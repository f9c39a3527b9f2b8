"""Start-up check: a brand colour that people cannot read is refused in words."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from roundel.design import brand


@register()
def brand_is_readable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """White text on the brand colour, and the brand colour as text on white, must be readable."""
    wanted = getattr(settings, "ROUNDEL_BRAND_COLOUR", "") or brand.DEFAULT_COLOUR
    if str(wanted).lower() != brand.colour():
        hint = f'Write it like "{brand.DEFAULT_COLOUR}".'
        return [Error("ROUNDEL_BRAND_COLOUR is not a colour of the form #rrggbb.", hint=hint, id="design.E001")]
    ratio = brand.contrast(brand.colour(), "#ffffff")
    if ratio < brand.LEAST_CONTRAST:
        message = (
            f"ROUNDEL_BRAND_COLOUR has a contrast of {ratio:.1f} to 1 with white; {brand.LEAST_CONTRAST} is needed."
        )
        return [Error(message, hint="Choose a darker colour.", id="design.E002")]
    return []
