"""Addresses of the desk itself."""

from django.urls import path

from roundel.desk import board, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("more", views.more, name="more"),
    path("find", views.find, name="find"),
    path("board", board.board, name="board"),
    path("board/again", board.board_again, name="board_again"),
    path("board/part", board.board_part, name="board_part"),
]
