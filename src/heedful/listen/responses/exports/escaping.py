"""Cells that a spreadsheet would run as a formula are written as text."""

from __future__ import annotations

from heedful.listen.responses.exports.kind import Cell

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: Cell) -> Cell:
    """Put an apostrophe before text that begins like a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_STARTS):
        return f"'{cell}"
    return cell
