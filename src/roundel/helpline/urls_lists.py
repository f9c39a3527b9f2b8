"""Addresses of the contact list, its export, and the figures."""

from django.urls import path

from roundel.helpline.views import export, figures, lists

urlpatterns = [
    path("", lists.contact_list, name="list"),
    path("find-code", lists.find_code, name="find_code"),
    path("views/", lists.save_view, name="save_view"),
    path("views/<uuid:view_id>/remove", lists.remove_view, name="remove_view"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<slug:slug>.csv", figures.figures_csv, name="figures_csv"),
    path("export", export.export_list, name="export"),
]
