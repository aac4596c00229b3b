"""What modules announce: frozen dataclasses with a name, made of JSON values.

An event that has ``joined`` (a class method: many of its kind in, one out) is told once for all that wait.
"""

from __future__ import annotations

from typing import Any, ClassVar, Protocol


class Event(Protocol):
    """A frozen dataclass; ``name`` is dotted and past: ``response.received``."""

    name: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]
