"""The addresses of the app directory."""

from __future__ import annotations

from collections.abc import Mapping

from roundel.desk.reference.who_may.doors import Address

ADDRESSES: Mapping[str, Address] = {}
