"""Summaries are written by an endpoint: asked for, paid from a budget, checked, kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from heedful.platform.core import audit, queue
from heedful.platform.core.errors import Conflict, HeedfulError, TryLater
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, JobFacts, Permission
from heedful.understand.words.models import Summary
from heedful.understand.words.summaries.asking import Asked, asked_from, digest_of, material_of, opened
from heedful.understand.words.summaries.checking import problems_of
from heedful.understand.words.summaries.configuration import Endpoint, endpoint
from heedful.understand.words.summaries.endpoint import Written, guessed_tokens, write
from heedful.understand.words.summaries.queries import spent_tokens

WRITE = "words.summaries.write"


def ask_for_summary(request: str, *, by: Actor) -> JobFacts:
    """Queue what a page handed out to be written."""
    by.require(Permission.READ_ANSWERS)
    asked = opened(request)
    if endpoint() is None:
        raise Conflict("No endpoint is set for summaries.")
    return queue.find(queue.enqueue(WRITE, {"asked": asdict(asked)}, by=by).uid)


def write_summary(plain: dict[str, Any], *, by: Actor) -> dict[str, Any]:
    """Have a summary written unless it is there; keep it, or why it is not shown."""
    own, asked = endpoint(), asked_from(plain)
    if own is None:
        return {"state": "off"}
    key = digest_of(asked, own.model)
    if Summary.objects.filter(key=key).exists():
        return {"state": "there"}
    left = own.affordable_tokens - spent_tokens()
    if guessed_tokens(asked) > left:
        return {"state": "budget", "left": left}
    return _keep(key, asked, own, by=by)


def _keep(key: str, asked: Asked, own: Endpoint, *, by: Actor) -> dict[str, Any]:
    try:
        written = write(asked, own)
    except TryLater:
        raise
    except HeedfulError as error:
        # What was asked may have been paid for: it is counted as if it was.
        return _stored(key, Written("", "", guessed_tokens(asked)), (str(error),), own, by)
    problems = problems_of(written.name, written.text, material_of(asked), language=asked.language)
    return _stored(key, written, problems, own, by)


def _stored(
    key: str, written: Written, problems: tuple[str, ...], own: Endpoint, by: Actor
) -> dict[str, Any]:
    document = {} if problems else {"name": written.name, "text": written.text}
    values = {"document": document, "checks": list(problems), "tokens": written.tokens}
    with writing():
        row, _is_new = Summary.objects.update_or_create(key=key, defaults=values)
        state = "refused" if problems else "written"
        audit.record(f"summary.{state}", by=by, subject_uid=row.uid, model=own.model, tokens=written.tokens)
    return {"state": state, "checks": list(problems), "tokens": written.tokens}
