from __future__ import annotations

from dataclasses import dataclass

TEXT_KINDS = frozenset({"short_text", "long_text"})  # other kinds ask for an address or a number on purpose


@dataclass(frozen=True, slots=True)
class RedactionPolicy:
    """What happens to personal data in comments. An original is kept encrypted, or not at all."""

    is_on: bool = True
    keeps_original: bool = False
