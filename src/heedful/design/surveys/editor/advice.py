"""Findings of the linter for the page: in the reader's language, with what one click would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _, ngettext

from heedful.design.surveys.editor.changes import (
    Change,
    add_question,
    free_key,
    question_of,
    write_question,
)
from heedful.design.surveys.editor.naming import short_text
from heedful.design.surveys.languages import language_name, translated
from heedful.design.surveys.linter import Finding
from heedful.design.surveys.linter.kind import rules
from heedful.design.surveys.types import Option, QuestionDefinition, Scale, SurveyDefinition

_TEXTS = frozenset(
    "leading loaded double_barrelled double_negation long_question reading_grade reward_for_score "
    "overlapping_ranges".split()
)
_SHOWN = _TEXTS | {"missing_why", "missing_none", "unlabelled_scale", "contrast"}


@dataclass(frozen=True, slots=True)
class Advice:
    rule: str
    label: str
    place: str
    severity: str
    why: str
    better: tuple[str, ...]
    question: str  # key of the question it is about, "" for the survey
    about: str
    tab: str
    language: str
    can_apply: bool


def advised(found: Iterable[Finding], definition: SurveyDefinition) -> list[Advice]:
    """Return advice in the order of findings; what a question lacks of translations is one piece of it."""
    together: dict[int | None, list[Finding]] = {}
    advice: list[Advice] = []
    for finding in found:
        if finding.rule != "missing_translation":
            advice.append(_advice(finding, definition))
            continue
        gaps = together.setdefault(finding.question_number, [])
        if not gaps:
            advice.append(_advice(finding, definition))
        gaps.append(finding)
    return [_with_gaps(one, together, definition) for one in advice]


def _with_gaps(
    one: Advice, together: Mapping[int | None, list[Finding]], definition: SurveyDefinition
) -> Advice:
    if one.rule != "missing_translation":
        return one
    number = next((n for n, each in enumerate(definition.questions) if each.key == one.question), None)
    gaps = together[number]
    languages = dict.fromkeys(language_name(str(gap.facts["language"])) for gap in gaps)
    why = ngettext(
        "%(n)s text is not translated (%(languages)s); the original is shown instead.",
        "%(n)s texts are not translated (%(languages)s); the originals are shown instead.",
        len(gaps),
    )
    return replace(one, why=why % {"n": len(gaps), "languages": ", ".join(languages)})


def _advice(finding: Finding, definition: SurveyDefinition) -> Advice:
    number = finding.question_number
    question = definition.questions[number] if number is not None else None
    why = _(finding.message)
    return Advice(
        rule=finding.rule,
        label=_(rules()[finding.rule].label),
        place=finding.place,
        severity=str(finding.severity),
        why=why % finding.facts if finding.facts else why,
        better=tuple(finding.better.split("\n")) if finding.better and finding.rule in _SHOWN else (),
        question=question.key if question else "",
        about=short_text(question, definition) if question else "",
        tab=_tab(finding),
        language=_language(finding.place, definition),
        can_apply=repair(finding, definition) is not None,
    )


def _tab(finding: Finding) -> str:
    if finding.place.startswith("endings"):
        return "endings"
    if finding.place.startswith("look"):
        return "look"
    return "languages" if finding.rule == "missing_translation" else "questions"


def _language(place: str, definition: SurveyDefinition) -> str:
    last = place.rpartition(".")[2]
    return last if last in definition.languages else ""


def repair(finding: Finding, definition: SurveyDefinition) -> Change | None:
    """Return the change that heeds a finding; None where only a person can."""
    number, better = finding.question_number, finding.better
    if finding.rule == "contrast":
        return Change("look", lambda each: replace(each, look=replace(each.look, accent=better)))
    if number is None or not better:
        return None
    key = definition.questions[number].key
    if finding.rule == "double_barrelled":
        return _split(key, finding)
    if finding.rule == "missing_why":
        return add_question("long_text", after=key, text=better)[0]
    if finding.rule in _TEXTS:
        return _reworded(key, finding)
    make = _REPAIRS.get(finding.rule)
    return _question(key, lambda question, language: make(question, better, language)) if make else None


def _question(key: str, make: Callable[[QuestionDefinition, str], QuestionDefinition]) -> Change:
    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        made = make(question_of(definition, key), definition.language)
        return write_question(key, made).apply(definition)

    return Change(f"questions.{key}", apply)


def _reworded(key: str, finding: Finding) -> Change:
    """Write the better wording where it stands: the linter counts questions, texts are named by keys."""
    rest = finding.place.partition("].")[2]
    path, _dot, language = rest.rpartition(".")

    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        place = f"questions.{key}.{path}"
        if path.startswith("options["):
            option = question_of(definition, key).options[int(path[8:].partition("]")[0])]
            place = f"questions.{key}.options.{option.key}"
        return translated(definition, language, {place: finding.better})

    return Change(f"questions.{key}", apply)


def _split(key: str, finding: Finding) -> Change:
    """Ask the first of the two here, and the others right after it, on the same scale."""
    language = finding.place.rpartition(".")[2]
    first, *others = finding.better.split("\n")

    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        changed = translated(definition, language, {f"questions.{key}.text": first})
        for text in reversed(others):
            at = next(number for number, each in enumerate(changed.questions, 1) if each.key == key)
            copy = replace(changed.questions[at - 1], key=free_key(changed, text), text={language: text})
            changed = replace(changed, questions=(*changed.questions[:at], copy, *changed.questions[at:]))
        return changed

    return Change(f"questions.{key}", apply)


def _with_way_out(question: QuestionDefinition, label: str, language: str) -> QuestionDefinition:
    is_none = question.kind == "multiple_choice"
    option = Option("none" if is_none else "other", {language: label}, is_exclusive=is_none)
    return replace(question, options=(*question.options, option))


def _with_ends(question: QuestionDefinition, words: str, language: str) -> QuestionDefinition:
    scale = question.scale or Scale(1, 5)
    low, _dots, high = words.partition(" … ")
    labels = {**scale.labels, scale.low: {language: low}, scale.high: {language: high}}
    return replace(question, scale=replace(scale, labels=labels))


def _left_open(question: QuestionDefinition, _better: str, _language: str) -> QuestionDefinition:
    return replace(question, required=False)


_REPAIRS: dict[str, Callable[[QuestionDefinition, str, str], QuestionDefinition]] = {
    "missing_none": _with_way_out,
    "unlabelled_scale": _with_ends,
    "required_open": _left_open,
}
