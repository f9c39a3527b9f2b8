"""Examples for the addresses of the app directory."""

from __future__ import annotations

from tests.walk.examples.base import Examples

EXAMPLES: Examples = {}
