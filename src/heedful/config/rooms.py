"""Finds what every module offers at its edge, so that adding a module changes no list but one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings


def edges(name: str) -> Iterator[ModuleType]:
    """Yield the modules' files of a name (``urls``, ``api``), in the order of the settings."""
    for app in settings.INSTALLED_APPS:
        if app.startswith("heedful.") and find_spec(f"{app}.{name}"):
            yield import_module(f"{app}.{name}")
