"""The audit events of the directory, in words. Looks at public facts are not recorded; taking them out is."""

from roundel.audit.registry import change, look, register, register_kind

register_kind("directory.service", "entry of the directory")
register_kind("directory.agency", "organisation of the directory")
register_kind("directory.import", "import into the directory")
register_kind("directory.export", "directory")
register(
    change("directory.service.added", "added an {thing}"),
    change("directory.service.saved", "changed an {thing}"),
    change("directory.service.checked", "checked an {thing}"),
    change("directory.service.retired", "took an {thing} out of use"),
    change("directory.service.brought_back", "brought an {thing} back into use"),
    change("directory.agency.saved", "changed an {thing}"),
    change("directory.import.sent", "sent a file for an {thing}"),
    change("directory.import.taken", "made an {thing}"),
    change("directory.import.dropped", "dropped an {thing}"),
    look("directory.export.made", "exported the {thing}"),
)
