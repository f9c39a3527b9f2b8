"""The audit events of the installation as a whole."""

from roundel.audit.registry import look, register, register_kind, system

register_kind("desk.installation", "the installation")
register_kind("desk.board", "board for the room")
register(
    system("desk.backup.begun", "began a backup of everything"),
    look("desk.board.opened", "opened the {thing}"),
)
