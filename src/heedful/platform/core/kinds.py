"""Plug-ins: every file of a ``kinds`` folder offers one ``KIND``; other packages add theirs by entry point.

Adding a kind is adding a file. The contract tests of the folder run over it the moment it exists.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import Any


@cache
def load_kinds(package: str) -> dict[str, Any]:
    """Return the kinds of a folder by key: ``load_kinds("heedful.design.surveys.kinds")``."""
    folder = import_module(package)
    found = [import_module(f"{package}.{module.name}").KIND for module in iter_modules(folder.__path__)]
    found += [point.load() for point in entry_points(group=package)]
    kinds: dict[str, Any] = {}
    for kind in found:
        if kind.key in kinds:
            raise RuntimeError(f"{package}: two kinds call themselves {kind.key!r}")
        kinds[kind.key] = kind
    return kinds
