"""Takes personal data out of new responses, before anything of them is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from heedful.listen.audiences import queries as audiences
from heedful.listen.responses.redaction.policy import redaction_policy
from heedful.listen.responses.redaction.types import TEXT_KINDS
from heedful.methods.language import personal_data, redact

if TYPE_CHECKING:
    from heedful.design.surveys.types import ReadAnswer
    from heedful.listen.responses.services.check import Checked


def redact_all(checked: Sequence[Checked]) -> None:
    """Redact the comments of these responses, in the answers and in what is kept as it was received."""
    policy = redaction_policy()
    if not policy.is_on:
        return
    names = audiences.contact_names(one.contact_id for one in checked if one.contact_id is not None)
    for one in checked:
        known = names.get(one.contact_id or 0, ()) or _given_name(one)
        replaced = {
            answer.question_id: text
            for answer in one.answers
            if _is_comment(one, answer) and (text := redacted_text(answer.value.text, known))
        }
        if not replaced:
            continue
        said = {answer.question_id: answer.value.text for answer in one.answers}
        if policy.keeps_original:
            one.originals = {id_: said[id_] for id_ in replaced}
        one.answers = tuple(_with(answer, replaced) for answer in one.answers)
        one.raw = without(one.new.raw, {said[id_]: words for id_, words in replaced.items()})


def _given_name(one: Checked) -> tuple[str, ...]:
    return (one.new.contact.name,) if one.new.contact is not None and one.new.contact.name else ()


def _is_comment(one: Checked, answer: ReadAnswer) -> bool:
    asked = one.questionnaire.questions.get(answer.key) if one.questionnaire else None
    return bool(answer.value.text) and (
        answer.is_invalid or asked is None or asked.definition.kind in TEXT_KINDS
    )


def redacted_text(text: str, known: Sequence[str]) -> str | None:
    """Return the text without personal data; ``None`` when it holds none."""
    found = personal_data(text, known=known)
    return redact(text, found).text if found else None


def _with(answer: ReadAnswer, replaced: Mapping[int, str]) -> ReadAnswer:
    if answer.question_id not in replaced:
        return answer
    return replace(answer, value=replace(answer.value, text=replaced[answer.question_id]))


def without(raw: Any, replaced: Mapping[str, str]) -> Any:
    """Return what was received with the same words replaced wherever they stand in it."""
    if isinstance(raw, str):
        return replaced.get(raw, replaced.get(raw.strip(), raw))
    if isinstance(raw, Mapping):
        return {key: without(value, replaced) for key, value in raw.items()}
    if isinstance(raw, list | tuple):
        return [without(value, replaced) for value in raw]
    return raw
