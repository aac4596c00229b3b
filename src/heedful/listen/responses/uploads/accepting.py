"""Which files a question takes, and how large they may be: pure."""

from __future__ import annotations

from collections.abc import Collection

from heedful.design.surveys.types import QuestionDefinition

_USUAL_MEGABYTES = {"file": 10, "audio": 20, "video": 50}


def most_megabytes(question: QuestionDefinition) -> int:
    """Return how large a file may be as an answer to a question."""
    return int(question.settings.get("largest_megabytes") or _USUAL_MEGABYTES.get(question.kind, 10))


def accepted_kinds(question: QuestionDefinition) -> Collection[str]:
    if question.kind in {"audio", "video"}:
        return {question.kind}
    return set(question.settings.get("accept") or ["image", "pdf", "document"])
