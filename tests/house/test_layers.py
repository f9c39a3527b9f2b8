"""The layers of .importlinter, held up to what an import linter cannot see: relations between tables."""

from __future__ import annotations

import configparser
import re

import pytest
from django.apps import apps
from django.db import models

from tests.house.source import ROOT, sources

CONTRACT = "importlinter:contract:layers"


def layers() -> dict[str, tuple[int, str]]:
    """App -> (height, its layer as written); strangers of one layer share a height."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    lines = [line.strip() for line in parser[CONTRACT]["layers"].splitlines() if line.strip()]
    return {
        name.strip("() "): (height, line)
        for height, line in enumerate(reversed(lines))
        for name in re.split(r"[|:]", line)
    }


def fault(owner: str, target: str) -> str:
    """Why ``owner`` may not point at ``target``; empty if it may."""
    heights = layers()
    if owner == target or target not in heights:
        return ""
    if owner not in heights:
        return f"{owner} stands in no layer"
    if heights[owner][0] < heights[target][0]:
        return f"{owner} points up at {target}"
    if heights[owner][0] == heights[target][0]:
        return f"{owner} and {target} are strangers"
    return ""


def _app(model: type[models.Model]) -> str:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "roundel" else ""


def test_relations_follow_the_layers() -> None:
    found = [
        f"{model.__name__}.{field.name}: {why}"
        for model in apps.get_models()
        if _app(model)
        for field in model._meta.get_fields(include_hidden=True)
        if field.concrete and field.is_relation and isinstance(field.related_model, type)
        if (why := fault(_app(model), _app(field.related_model)))
    ]
    assert not found, "\n".join(found)


def test_the_audit_points_at_nothing() -> None:
    """It must outlive whatever it tells of."""
    found = [
        f"{m.__name__}.{f.name}"
        for m in apps.get_app_config("audit").get_models()
        for f in m._meta.fields
        if f.remote_field
    ]
    assert not found, found


def test_every_app_stands_in_a_layer() -> None:
    assert {source.app for source in sources()} - set(layers()) - {"__init__.py"} == set()


@pytest.mark.parametrize(
    ("owner", "target", "words"),
    [
        ("correspondence", "helpline", "points up"),
        ("desk", "public_site", "strangers"),
        ("helpline", "circles", "strangers"),
        ("nowhere", "helpline", "no layer"),
        ("helpline", "correspondence", ""),
        ("helpline", "access", ""),
    ],
)
def test_the_guard_notices(owner: str, target: str, words: str) -> None:
    assert words in fault(owner, target)
    assert bool(words) == bool(fault(owner, target))
