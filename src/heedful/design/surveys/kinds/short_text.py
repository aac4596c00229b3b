from __future__ import annotations

from heedful.design.surveys.kind import TextKind

KIND = TextKind(key="short_text", label="A few words", longest=500, input="line")
