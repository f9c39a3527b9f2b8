"""The desk: everything that staff reach after signing in."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from roundel.config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("roundel.desk.urls")),
    path("contacts/", include("roundel.helpline.urls")),
    path("safeguarding/", include("roundel.safeguarding.urls")),
    path("call-backs/", include("roundel.callbacks.urls")),
    path("directory/", include("roundel.directory.urls")),
    path("calls/", include("roundel.calls.urls")),
    path("rota/", include("roundel.rota.urls")),
    path("supervision/", include("roundel.supervision.urls")),
    path("practice/", include("roundel.practice.urls")),
    path("audit/", include("roundel.audit.urls")),
    path("", include("roundel.access.urls")),
    path("drafts/", include("roundel.drafts.urls")),
    path("accounts/", include("roundel.access.urls_accounts")),
    path("", include("roundel.design.urls")),
    path("health", health, name="health"),
]
if settings.ROUNDEL_DEMO:
    urlpatterns.append(path("design/", include("roundel.design.urls_living")))

handler400 = "roundel.design.errors.handler400"
handler403 = "roundel.design.errors.handler403"
handler404 = "roundel.design.errors.handler404"
handler500 = "roundel.design.errors.handler500"
