"""Secrets make themselves: written once into the instance's folder, readable by its owner only."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet


@dataclass(frozen=True, slots=True)
class Secrets:
    signing_key: str
    encryption_keys: tuple[str, ...]  # newest first; older ones still read


def load_secrets(home: Path) -> Secrets:
    """Return the instance's secrets, making them at the first start."""
    path = home / "secrets.json"
    if not path.exists():
        _create(path)
    content = json.loads(path.read_text())
    return Secrets(content["signing_key"], tuple(content["encryption_keys"]))


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(
        {"signing_key": secrets.token_urlsafe(48), "encryption_keys": [Fernet.generate_key().decode()]}
    )
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
    try:
        os.link(draft, path)  # of two first starts at once, one wins and both read the same
    except FileExistsError:
        pass
    finally:
        draft.unlink()
