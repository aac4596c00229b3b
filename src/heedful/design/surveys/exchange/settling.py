"""What came in, made fit to be published: what does not hold together is taken out, and reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from heedful.design.surveys.exchange.report import Imported, Report
from heedful.design.surveys.flow import GAP
from heedful.design.surveys.kind import InvalidQuestion, kinds
from heedful.design.surveys.languages import with_texts
from heedful.design.surveys.rules.flow_checks import Before
from heedful.design.surveys.rules.frame_checks import is_language
from heedful.design.surveys.types import Condition, QuestionDefinition, SurveyDefinition, Texts

_LONGEST = 2_000  # every text may be that long


def settled(imported: Imported) -> Imported:
    report = Report(list(imported.notes))
    definition = _in_known_languages(imported.definition, report)
    before, questions = Before(), list[QuestionDefinition]()
    for question in definition.questions:
        checked = _defined(question, before, report)
        if checked is not None:
            shown = tuple(_holding(question.key, checked.show_if, before, report))
            questions.append(replace(checked, show_if=shown))
            before.add(questions[-1])
    endings = tuple(
        replace(ending, show_if=tuple(_holding(ending.key, ending.show_if, before, report)))
        for ending in definition.endings
    )
    found = replace(definition, name=definition.name[:200], questions=tuple(questions), endings=endings)
    return Imported(_without_loose_gaps(found, report), tuple(report.notes))


def _defined(question: QuestionDefinition, before: Before, report: Report) -> QuestionDefinition | None:
    kind = kinds().get(question.kind)
    if kind is None:
        report.say(question.key, f"a question of the kind {question.kind}", "there is no such kind here")
        return None
    try:
        defined = kind.define(question)
    except InvalidQuestion as error:
        report.say(question.key, f"the question “{next(iter(question.text.values()), '')}”", str(error))
        return None
    if question.key in before.parts:
        report.say(question.key, "a second question of the same name", "names are used once")
        return None
    return defined


def _holding(
    place: str, conditions: Iterable[Condition], before: Before, report: Report
) -> Iterable[Condition]:
    for condition in conditions:
        wrong = before.wrong(condition)
        if wrong is None:
            yield condition
        else:
            report.say(place, f"a condition on {condition.field}", wrong[1])


def _in_known_languages(definition: SurveyDefinition, report: Report) -> SurveyDefinition:
    """Keep texts in languages that exist, cut to what fits."""

    def change(place: str, texts: Texts) -> Texts:
        kept = {code: text[:_LONGEST] for code, text in texts.items() if is_language(code)}
        if any(len(text) > _LONGEST for text in texts.values()):
            report.say(place, f"all after {_LONGEST:,} characters of a text", "it is too long")
        return kept

    language = definition.language if is_language(definition.language) else "en"
    others = tuple(code for code in definition.languages if is_language(code) and code != language)
    if len(others) < len(definition.languages):
        report.say("", "a language whose code is unknown", "codes are like de or pt-BR")
    return with_texts(replace(definition, language=language, languages=others), change)


def _without_loose_gaps(definition: SurveyDefinition, report: Report) -> SurveyDefinition:
    """Fill gaps that no answer before them can fill with the words they have for that."""
    order = {question.key: place for place, question in enumerate(definition.questions)}

    def change(place: str, texts: Texts) -> Texts:
        own = order.get(place.split(".")[1], len(order)) if place.startswith("questions.") else len(order)
        loose = {
            gap[0]: gap[2] or ""
            for text in texts.values()
            for gap in GAP.finditer(text)
            if gap[1].startswith("answer.") and order.get(gap[1].removeprefix("answer."), own) >= own
        }
        for gap in loose:
            report.say(place, f"the value {gap} in a text", "nothing answers it before")
        return {code: _replaced(text, loose) for code, text in texts.items()} if loose else texts

    return with_texts(definition, change)


def _replaced(text: str, gaps: dict[str, str]) -> str:
    for gap, words in gaps.items():
        text = text.replace(gap, words)
    return text
