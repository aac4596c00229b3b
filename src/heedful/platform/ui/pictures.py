"""Charts as SVG, PNG and PDF, for mails and files; drawn once and kept by the hash of what was asked."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

from heedful.platform.core.errors import TryLater
from heedful.platform.ui.theme import Theme, paint

type PictureKind = Literal["svg", "png", "pdf"]
type Order = dict[str, Any]

CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
PIXELS_PER_POINT = 2  # sharp on the screens people have
KEPT = 500  # pictures; the oldest go first
SECONDS = 60


class PictureFailed(TryLater):
    """The drawing process ended without a picture."""

    code = "picture-failed"


def draw(chart: dict[str, Any], kind: PictureKind, theme: Theme = "light") -> bytes:
    """Draw a chart whose colours are tokens."""
    return draw_all([chart], kind, theme)[0]


def draw_all(
    charts: Sequence[dict[str, Any]], kind: PictureKind = "svg", theme: Theme = "light"
) -> list[bytes]:
    """Draw several charts in one go."""
    return _kept([_order(chart, kind, theme) for chart in charts])


def convert(svg: str, kind: Literal["png", "pdf"]) -> bytes:
    """Turn a drawing of ours into PNG or PDF."""
    return convert_all([svg], kind)[0]


def convert_all(svgs: Sequence[str], kind: Literal["png", "pdf"]) -> list[bytes]:
    """Turn several drawings into PNG or PDF in one go."""
    return _kept([{"kind": kind, "svg": svg, "scale": PIXELS_PER_POINT} for svg in svgs])


def _order(chart: dict[str, Any], kind: PictureKind, theme: Theme) -> Order:
    options = chart.get("usermeta", {}).get("embedOptions", {})
    return {
        "kind": kind,
        "chart": paint(chart, theme),
        "time_locale": options.get("timeFormatLocale"),
        "scale": PIXELS_PER_POINT,
    }


def _kept(orders: list[Order]) -> list[bytes]:
    folder: Path = settings.HEEDFUL_HOME / "cache" / "pictures"
    paths = [folder / f"{_hash(order)}.{order['kind']}" for order in orders]
    missing = [(path, order) for path, order in zip(paths, orders, strict=True) if not path.exists()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        drawings = _drawn([order for _path, order in missing])
        for path, content in zip([path for path, _order in missing], drawings, strict=True):
            _keep(path, content)
    found = [path.read_bytes() for path in paths]
    _forget_oldest(folder, but=set(paths))
    return found


def _hash(order: Order) -> str:
    return hashlib.sha256(json.dumps(order, sort_keys=True).encode()).hexdigest()


def _drawn(orders: list[Order]) -> list[bytes]:
    # A process of its own: the drawing engine takes 90 MB, which the server then need not keep.
    done = subprocess.run(
        [sys.executable, "-m", "heedful.platform.ui.draw"],
        input=json.dumps(orders).encode(),
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise PictureFailed(f"The chart could not be drawn: {done.stderr.decode()[-300:]}")
    return [b64decode(picture) for picture in json.loads(done.stdout)]


def _keep(path: Path, content: bytes) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def _forget_oldest(folder: Path, *, but: set[Path]) -> None:
    pictures = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in pictures[: max(0, len(pictures) - KEPT)]:
        if path not in but:
            path.unlink(missing_ok=True)
