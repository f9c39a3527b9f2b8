"""Neutral sample data for the demo: a year of a small helpline, brought about by the real actions."""

from roundel.helpline.demo.loading import is_loaded, load

__all__ = ["is_loaded", "load"]
