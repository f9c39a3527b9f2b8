"""Every write of the directory. Each checks its rule, locks, changes, and writes one audit event."""

from roundel.directory.actions.agencies import save_agency
from roundel.directory.actions.checking import bring_back, check_service, retire_service
from roundel.directory.actions.exporting import export_directory
from roundel.directory.actions.importing import drop_import, send_import, take_import
from roundel.directory.actions.saving import add_service, save_service

__all__ = [
    "add_service",
    "bring_back",
    "check_service",
    "drop_import",
    "export_directory",
    "retire_service",
    "save_agency",
    "save_service",
    "send_import",
    "take_import",
]
