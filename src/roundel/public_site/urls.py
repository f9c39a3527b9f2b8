"""Addresses of the public site: each is neutral, for it stands in a browser's history."""

from django.urls import path

from roundel.public_site import views

app_name = "public_site"
urlpatterns = [
    path("", views.start, name="start"),
    path("reach-us", views.reach_us, name="reach_us"),
    path("private", views.confidentiality, name="confidentiality"),
    path("leaving", views.leaving, name="leaving"),
    path("leave", views.leave, name="leave"),
    path("away", views.away, name="away"),
]
