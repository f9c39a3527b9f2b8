"""Addresses of accounts, roles, emergency access, and the session's clock."""

from django.urls import path

from roundel.access.views import emergency, own, people

app_name = "access"
urlpatterns = [
    path("account/", own.account, name="account"),
    path("session/remaining", own.remaining, name="session_remaining"),
    path("session/continue", own.go_on, name="session_continue"),
    path("people-and-roles/", people.users, name="users"),
    path("people-and-roles/new/", people.new, name="new_user"),
    path("people-and-roles/<uuid:user_id>/", people.user, name="user"),
    path("people-and-roles/<uuid:user_id>/roles/give/", people.give_role, name="give_role"),
    path("people-and-roles/<uuid:user_id>/roles/<uuid:role_id>/end/", people.end_role, name="end_role"),
    path("people-and-roles/<uuid:user_id>/close/", people.close, name="close_user"),
    path("people-and-roles/<uuid:user_id>/reopen/", people.reopen, name="reopen_user"),
    path("people-and-roles/<uuid:user_id>/second-step/reset/", people.reset_second_factor, name="reset_second_factor"),
    path("people-and-roles/<uuid:user_id>/unlock/", people.unlock, name="unlock_user"),
    path("people-and-roles/<uuid:user_id>/invite/", people.invite, name="invite_user"),
    path("emergency-access/", emergency.reviews, name="reviews"),
    path("emergency-access/reviews/<uuid:grant_id>/", emergency.review, name="review"),
    path("emergency-access/<str:kind>/<str:reference>", emergency.open_record, name="emergency"),
]
