"""The organisation's colour and logo as two small addresses (the content security policy allows no inline style)."""

import hashlib

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from roundel.design import brand


@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """The custom properties that carry the organisation's colour."""
    text = brand.stylesheet()
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(text, content_type="text/css", headers={"ETag": tag, "Cache-Control": "max-age=300"})


@require_safe
def logo(request: HttpRequest) -> FileResponse:
    """The organisation's logo; a script inside an SVG file is not run."""
    path = brand.logo_path()
    if path is None:
        raise Http404
    response = FileResponse(path.open("rb"), content_type=brand.LOGO_TYPES[path.suffix.lower()])
    response["Cache-Control"] = "max-age=300"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
