"""Redacts what was stored before redaction was on: a job that goes on where it stopped."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from heedful.listen.audiences import queries as audiences
from heedful.listen.responses.events import ResponsesReceived
from heedful.listen.responses.models import Answer, Response
from heedful.listen.responses.redaction.applying import redacted_text, without
from heedful.listen.responses.redaction.originals import keep_originals
from heedful.listen.responses.redaction.policy import redaction_policy
from heedful.listen.responses.redaction.types import TEXT_KINDS
from heedful.listen.responses.services.feed import mark_changed
from heedful.platform.core import audit
from heedful.platform.core.outbox import announce
from heedful.platform.core.queue import Run, enqueue, find
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, JobFacts, Permission

JOB = "responses.redact"
_AT_ONCE = 500


def redact_history(*, by: Actor) -> JobFacts:
    """Queue the redaction of every comment that is stored. It cannot be undone without originals."""
    by.require(Permission.MANAGE_ORGANIZATION)
    return find(enqueue(JOB, {}, by=by).uid)


def run_redaction(run: Run) -> dict[str, Any]:
    """Redact stored comments in the order of their responses."""
    last = Response.objects.aggregate(last=Max("id"))["last"] or 0
    after, changed = run.checkpoint.get("after", 0), run.checkpoint.get("changed", 0)
    while ids := list(
        Response.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True)[:_AT_ONCE]
    ):
        changed += _redact_some(ids)
        after = ids[-1]
        run.tell(after, last, checkpoint={"after": after, "changed": changed})
    audit.record("responses.redacted", by=Actor.system(current_organization_id()), responses=changed)
    return {"responses": changed}


def _redact_some(ids: list[int]) -> int:
    with writing():
        rows = Response.objects.select_for_update().filter(id__in=ids)
        responses = {row.pk: row for row in rows}
        names = audiences.contact_names(row.contact_id for row in responses.values() if row.contact_id)
        replaced: dict[int, dict[int, tuple[str, str]]] = {}
        answers = Answer.objects.filter(response_id__in=ids, question__kind__in=TEXT_KINDS).exclude(text="")
        for answer in answers:
            known = names.get(responses[answer.response_id].contact_id or 0, ())
            if (text := redacted_text(answer.text, known)) is not None and text != answer.text:
                replaced.setdefault(answer.response_id, {})[answer.question_id] = (answer.text, text)
                Answer.objects.filter(pk=answer.pk).update(text=text)
        _finish(responses, replaced)
    return len(replaced)


def _finish(responses: dict[int, Response], replaced: dict[int, dict[int, tuple[str, str]]]) -> None:
    for id_, by_question in replaced.items():
        raw = without(responses[id_].raw, dict(by_question.values()))
        Response.objects.filter(pk=id_).update(raw=raw)
    if redaction_policy().keeps_original:
        keep_originals({id_: {q: was for q, (was, _) in found.items()} for id_, found in replaced.items()})
    if replaced:
        mark_changed(replaced)
        announce(ResponsesReceived(response_ids=list(replaced)))
