"""Roundel: records, helpline and evaluation for organisations that do prevention work."""
