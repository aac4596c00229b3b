from __future__ import annotations

from heedful.design.surveys.kind import TextKind

KIND = TextKind(key="long_text", label="In their own words", longest=20_000)
