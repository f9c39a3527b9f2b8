"""Every read of the directory. Each takes the asker first, and starts from what the asker may see."""

from roundel.directory.queries.imports import ImportSeen, get_import, imports, read_import
from roundel.directory.queries.lists import Chosen, Seen, few, read_list, seen_of
from roundel.directory.queries.service import (
    AgencyPage,
    ServicePage,
    get_agency,
    get_service,
    get_service_to_change,
    read_agency,
    read_service,
    visible_to,
)
from roundel.directory.queries.work import work_queue

__all__ = [
    "AgencyPage",
    "Chosen",
    "ImportSeen",
    "Seen",
    "ServicePage",
    "few",
    "get_agency",
    "get_import",
    "get_service",
    "get_service_to_change",
    "imports",
    "read_agency",
    "read_import",
    "read_list",
    "read_service",
    "seen_of",
    "visible_to",
    "work_queue",
]
