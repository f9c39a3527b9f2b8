"""The living page, for demo and tests: `path("design/", include("roundel.design.urls_living"))`."""

from django.urls import path

from roundel.design import living

app_name = "living"
urlpatterns = [
    path("", living.overview, name="overview"),
    path("<slug:name>/", living.page, name="page"),
]
