"""The colours of the tokens for places without CSS: pictures in mails and files.

``static/ui/tokens.css`` is the one place that defines them; it is read, not repeated.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

type Theme = Literal["light", "dark"]

_TOKENS = Path(__file__).parent / "static" / "ui" / "tokens.css"
_COLOUR = re.compile(r"(--[\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
_USE = re.compile(r"var\((--[\w-]+)\)")


@cache
def colours(theme: Theme) -> dict[str, str]:
    """Return ``{"--accent": "#0b6e68", …}``."""
    place = 2 if theme == "light" else 3
    return {match[1]: match[place] for match in _COLOUR.finditer(_TOKENS.read_text())}


def paint(node: Any, theme: Theme = "light") -> Any:
    """Return a copy of a chart with every ``var(--token)`` replaced by its colour."""
    if isinstance(node, dict):
        return {key: paint(value, theme) for key, value in node.items()}
    if isinstance(node, list):
        return [paint(value, theme) for value in node]
    if isinstance(node, str) and (use := _USE.fullmatch(node)):
        return colours(theme)[use[1]]
    return node
