"""Charts as SVG, PNG and PDF, for mails and files; drawn once and kept by the hash of what was asked."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

from heedful.platform.core.errors import TryLater
from heedful.platform.ui.theme import Theme, paint

type PictureKind = Literal["svg", "png", "pdf"]

CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
PIXELS_PER_POINT = 2  # sharp on the screens people have
KEPT = 500  # pictures; the oldest go first
SECONDS = 60


class PictureFailed(TryLater):
    """The drawing process ended without a picture."""

    code = "picture-failed"


def draw(chart: dict[str, Any], kind: PictureKind, theme: Theme = "light") -> bytes:
    """Draw a chart whose colours are tokens."""
    options = chart.get("usermeta", {}).get("embedOptions", {})
    order = {"kind": kind, "chart": paint(chart, theme), "time_locale": options.get("timeFormatLocale")}
    return _kept(order)


def convert(svg: str, kind: Literal["png", "pdf"]) -> bytes:
    """Turn a drawing of ours into PNG or PDF."""
    return _kept({"kind": kind, "chart": None, "svg": svg})


def _kept(order: dict[str, Any]) -> bytes:
    text = json.dumps(order | {"scale": PIXELS_PER_POINT}, sort_keys=True)
    folder: Path = settings.HEEDFUL_HOME / "cache" / "pictures"
    path = folder / f"{hashlib.sha256(text.encode()).hexdigest()}.{order['kind']}"
    if path.exists():
        return path.read_bytes()
    content = _drawn(text)
    folder.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
    _forget_oldest(folder)
    return content


def _drawn(text: str) -> bytes:
    # A process of its own: the drawing engine takes 90 MB, which the server then need not keep.
    done = subprocess.run(
        [sys.executable, "-m", "heedful.platform.ui.draw"],
        input=text.encode(),
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise PictureFailed(f"The chart could not be drawn: {done.stderr.decode()[-300:]}")
    return done.stdout


def _forget_oldest(folder: Path) -> None:
    pictures = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in pictures[: max(0, len(pictures) - KEPT)]:
        path.unlink(missing_ok=True)
