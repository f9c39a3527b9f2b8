"""Addresses of the rota. Ids stand in them, and the number of a week; never a name."""

from django.urls import path

from roundel.rota.views import breaks, cover, mine, planning, shift, signing, week

app_name = "rota"
ONE = "shifts/<uuid:shift_id>/"
urlpatterns = [
    path("", week.this_week, name="week"),
    path("weeks/<int:year>/<int:number>/", week.week_of, name="week_of"),
    path("mine/", mine.my_shifts, name="mine"),
    path("mine/calendar/", mine.calendar, name="calendar"),
    path("shifts/new/", planning.new, name="new_shift"),
    path("shifts/pattern/", planning.pattern, name="pattern"),
    path("shifts/pattern/check/", planning.check_pattern, name="pattern_check"),
    path(ONE, shift.shift_page, name="shift"),
    path(f"{ONE}change/", planning.change, name="change_shift"),
    path(f"{ONE}cancel/", planning.cancel, name="cancel_shift"),
    path(f"{ONE}sign-up/", signing.sign_up, name="sign_up"),
    path(f"{ONE}step-down/", signing.step_down, name="step_down"),
    path(f"{ONE}people/", signing.put_on, name="put_on"),
    path(f"{ONE}people/<uuid:signing_id>/", signing.take_off, name="take_off"),
    path(f"{ONE}cover/", cover.ask, name="ask_cover"),
    path(f"{ONE}cover/withdraw/", cover.withdraw, name="withdraw_cover"),
    path(f"{ONE}cover/<uuid:cover_id>/", cover.take, name="take_cover"),
    path(f"{ONE}break/", breaks.begin, name="begin_break"),
    path(f"{ONE}break/end/", breaks.end, name="end_break"),
]
