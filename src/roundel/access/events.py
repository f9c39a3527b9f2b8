"""The audit events of this app."""
