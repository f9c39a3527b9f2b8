"""The organisation's colour and logo; include at the root: `path("", include("roundel.design.urls"))`."""

from django.urls import path

from roundel.design import views

app_name = "design"
urlpatterns = [
    path("brand.css", views.brand_css, name="brand"),
    path("brand/logo", views.logo, name="logo"),
]
