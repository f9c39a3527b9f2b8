"""Addresses of the desk itself."""

from django.urls import path

from roundel.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("more", views.more, name="more"),
    path("find", views.find, name="find"),
]
