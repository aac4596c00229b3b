"""The built script of the widget, as ``make widget`` leaves it beside the other static files."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static" / "channels" / "widget"
LOADER = "heedful.js"


def is_built() -> bool:
    return (FOLDER / "manifest.json").exists()


def manifest() -> dict[str, object]:
    """Return what was built and how much it weighs; empty where nothing was."""
    found = FOLDER / "manifest.json"
    return json.loads(found.read_text()) if found.exists() else {}


def content(name: str, *, packed: bool = False) -> bytes | None:
    """Return a file of the build; None where there is none of this name."""
    path = FOLDER / (f"{name}.gz" if packed else name)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int) -> bytes:
    return path.read_bytes()
