"""Addresses of the directory. Ids stand in them, and filters that say nothing of who is asking for whom."""

from django.urls import path, re_path

from roundel.directory.views import editing, exchange, lists, service

app_name = "directory"
ONE = "<uuid:service_id>"
AGENCY = "agencies/<uuid:agency_id>"
IMPORT = "import/<uuid:import_id>"
urlpatterns = [
    path("", lists.service_list, name="list"),
    path("add", editing.add, name="add"),
    path("export", exchange.export, name="export"),
    path("import", exchange.send, name="import"),
    path(IMPORT, exchange.plan, name="import_plan"),
    path(f"{IMPORT}/drop", exchange.drop, name="import_drop"),
    path(AGENCY, editing.agency_page, name="agency"),
    path(f"{AGENCY}/edit", editing.agency_edit, name="agency_edit"),
    re_path(r"^forget/(?P<about>new|[0-9a-f]{32})$", editing.forget, name="forget"),
    path(ONE, service.service_page, name="service"),
    path(f"{ONE}/check", service.check, name="check"),
    path(f"{ONE}/edit", editing.edit, name="edit"),
    path(f"{ONE}/retire", service.retire, name="retire"),
    path(f"{ONE}/bring-back", service.bring_back, name="bring_back"),
]
