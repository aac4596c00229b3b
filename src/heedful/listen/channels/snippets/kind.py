"""A tool that sends mail of its own: how it writes what it fills in for each reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from heedful.platform.core.kinds import load_kinds

KINDS = "heedful.listen.channels.snippets.kinds"


@dataclass(frozen=True, slots=True)
class Tool:
    """``attribute`` is a tag with ``KEY`` in the place of the field's name, written as ``case`` says."""

    key: str
    label: str
    email: str
    name: str
    attribute: str
    where: str  # where the snippet is pasted, in the tool's own words
    source: str  # where the tool documents its tags
    case: Literal["as_is", "upper", "lower"] = "as_is"
    encodes: bool = False  # whether its tags arrive escaped for an address

    def tag(self, attribute: str) -> str:
        """Return the tag for a field of the tool's own."""
        changed = {"upper": attribute.upper(), "lower": attribute.lower()}.get(self.case, attribute)
        return self.attribute.replace("KEY", changed)


def tools() -> dict[str, Tool]:
    return {key: cast("Tool", kind) for key, kind in load_kinds(KINDS).items()}
