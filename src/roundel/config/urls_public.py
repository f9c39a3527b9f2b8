"""The public site: nothing here knows a case record."""

from django.urls import URLPattern, URLResolver, include, path

from roundel.config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("roundel.public_site.urls")),
    path("", include("roundel.design.urls")),
    path("health", health, name="health"),
]

handler400 = "roundel.design.errors.handler400"
handler403 = "roundel.design.errors.handler403"
handler404 = "roundel.design.errors.handler404"
handler500 = "roundel.design.errors.handler500"
