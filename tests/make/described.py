"""The API's description, composed once for all processes of a run: that takes seconds."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.make.once import FOLDER, ROOT, alone


def _described() -> dict[str, Any]:
    made = FOLDER / f"description-{_digest()}.json"
    with alone("description"):
        if not made.exists():
            for old in FOLDER.glob("description-*.json"):
                old.unlink()
            _compose(made)
    return json.loads(made.read_bytes())


def _compose(path: Path) -> None:
    from heedful.config.api import description

    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(description(), default=str))
    draft.replace(path)


def _digest() -> str:
    told = hashlib.sha256()
    for name in ("django-ninja", "pydantic"):
        told.update(version(name).encode())
    for path in sorted((ROOT / "src" / "heedful").rglob("*.*")):
        if path.suffix != ".pyc" and "static" not in path.parts and path.is_file():
            told.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return told.hexdigest()[:16]


DESCRIPTION = _described()
