"""Arms as plain data, and back with every fault named by its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.fieldwork.experiments.types import Arm, Changes
from heedful.listen.fieldwork.types import Channel
from heedful.platform.core.errors import Problem

MAX_ARMS = 8
MAX_TEXT = 4_000
_ASKING = frozenset({Channel.EMAIL, Channel.SMS, Channel.WEB, Channel.MOBILE})


def arms_document(arms: Sequence[Arm]) -> list[dict[str, Any]]:
    return [{"key": arm.key, "share": arm.share, "changes": _changes_document(arm.changes)} for arm in arms]


def arms_from(document: Sequence[Mapping[str, Any]]) -> tuple[Arm, ...]:
    """Read what :func:`arms_document` wrote."""
    return tuple(Arm(one["key"], float(one["share"]), _changes(one.get("changes", {}))) for one in document)


def _changes_document(changes: Changes) -> dict[str, Any]:
    texts = {"title": changes.title, "intro": changes.intro, "subject": changes.subject}
    document: dict[str, Any] = {name: dict(given) for name, given in texts.items() if given}
    if changes.questions:
        document["questions"] = {key: dict(given) for key, given in changes.questions.items()}
    if changes.channel:
        document["channel"] = changes.channel
    if changes.hour is not None:
        document["hour"] = changes.hour
    return document


def _changes(document: Mapping[str, Any]) -> Changes:
    return Changes(
        questions=document.get("questions", {}),
        title=document.get("title", {}),
        intro=document.get("intro", {}),
        subject=document.get("subject", {}),
        channel=document.get("channel", ""),
        hour=document.get("hour"),
    )


def arm_problems(arms: Sequence[Arm], definition: SurveyDefinition | None) -> list[Problem]:
    """Return what is wrong with the arms of an experiment on a survey."""
    problems = []
    keys = [arm.key for arm in arms]
    if not 2 <= len(arms) <= MAX_ARMS:
        problems.append(Problem("arms", f"must be 2 to {MAX_ARMS}"))
    if len(set(keys)) < len(keys):
        problems.append(Problem("arms", "have the same key twice"))
    for number, arm in enumerate(arms):
        problems += [Problem(f"arms[{number}].{place}", why) for place, why in _faults(arm, definition)]
    if arms and all(arm.changes == Changes() for arm in arms):
        problems.append(Problem("arms", "are all alike: change something in one of them"))
    return problems


def _faults(arm: Arm, definition: SurveyDefinition | None) -> list[tuple[str, str]]:
    found = []
    if not 1 <= len(arm.key) <= 40 or "\x00" in arm.key:
        found.append(("key", "must have 1 to 40 characters"))
    if not 0 < arm.share <= 1_000_000:
        found.append(("share", "must be a number above 0"))
    if arm.changes.channel and arm.changes.channel not in _ASKING:
        found.append(("channel", f"must be one of {', '.join(sorted(_ASKING))}"))
    if arm.changes.hour is not None and not 0 <= arm.changes.hour <= 23:
        found.append(("hour", "must be a whole hour from 0 to 23"))
    unknown = [key for key in arm.changes.questions if definition and definition.question(key) is None]
    found += [(f"questions.{key}", "the survey asks no such question") for key in unknown]
    return found + _text_faults(arm.changes)


def _text_faults(changes: Changes) -> list[tuple[str, str]]:
    places = {"title": changes.title, "intro": changes.intro, "subject": changes.subject}
    places |= {f"questions.{key}": given for key, given in changes.questions.items()}
    return [
        (f"{place}.{language}", f"must be text of 1 to {MAX_TEXT} characters")
        for place, texts in places.items()
        for language, text in texts.items()
        if not 1 <= len(text.strip()) <= MAX_TEXT or "\x00" in text
    ]
