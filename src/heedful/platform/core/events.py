"""What modules announce: frozen dataclasses with a name, made of JSON values."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol


class Event(Protocol):
    """A frozen dataclass; ``name`` is dotted and past: ``response.received``."""

    name: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]
