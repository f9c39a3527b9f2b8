"""The audit events of the installation as a whole."""

from roundel.audit.registry import register, register_kind, system

register_kind("desk.installation", "the installation")
register(system("desk.backup.begun", "began a backup of everything"))
