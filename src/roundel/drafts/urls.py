"""Addresses of the drafts app."""

from django.urls import path

from roundel.drafts import views

app_name = "drafts"
urlpatterns = [path("<slug:form>/<str:about>", views.keep, name="keep")]
