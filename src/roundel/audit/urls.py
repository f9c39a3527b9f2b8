"""Addresses of the audit."""

from django.urls import path

from roundel.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.events, name="events"),
    path("record/<str:kind>/<uuid:object_id>", views.record, name="record"),
    path("person/<uuid:actor_id>", views.person, name="person"),
    path("unusual", views.unusual, name="unusual"),
    path("chain", views.chain, name="chain"),
]
