"""SurveyJS' survey JSON, out. What only we know travels along in properties that SurveyJS passes over."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from typing import Any

from heedful.design.surveys.documents import question_document
from heedful.design.surveys.exchange.report import Report, Written
from heedful.design.surveys.exchange.surveyjs.expressions import written
from heedful.design.surveys.flow import GAP
from heedful.design.surveys.languages import offered
from heedful.design.surveys.types import Condition, Ending, QuestionDefinition, SurveyDefinition, Texts

_CHOICES = {
    "single_choice": "radiogroup",
    "multiple_choice": "checkbox",
    "ranking": "ranking",
    "consent": "radiogroup",
}
_PLAIN = {
    "number": {"type": "text", "inputType": "number"},
    "date": {"type": "text", "inputType": "date"},
    "short_text": {"type": "text"},
    "long_text": {"type": "comment"},
    "file": {"type": "file"},
}


def write_surveyjs(definition: SurveyDefinition) -> Written:
    """Write a survey; what the format cannot say stands in the notes."""
    return _Writing(definition).written()


class _Writing:
    def __init__(self, definition: SurveyDefinition) -> None:
        self._definition, self._report = definition, Report()
        self._languages = offered(definition)
        self._by_key: Mapping[str, QuestionDefinition] = {one.key: one for one in definition.questions}

    def written(self) -> Written:
        definition = self._definition
        content: dict[str, Any] = {"locale": definition.language}
        content |= _given(
            title=self._texts(definition.title) or definition.name, description=self._texts(definition.intro)
        )
        names = [f"page{number}" for number, _ in enumerate(definition.questions, 1)]
        content["pages"] = [
            {"name": name, "elements": [self._element(question)]}
            for name, question in zip(names, definition.questions, strict=True)
        ]
        content |= self._endings()
        if definition.look.logo or any(question.picture for question in definition.questions):
            self._report.say("", "pictures", "they stay here; put them in again")
        return Written(json.dumps(content, ensure_ascii=False, indent=2) + "\n", tuple(self._report.notes))

    def _element(self, question: QuestionDefinition) -> dict[str, Any]:
        element: dict[str, Any] = {"type": "text", "name": question.key, "title": self._texts(question.text)}
        element |= _given(
            description=self._texts(question.help),
            isRequired=question.required,
            visibleIf=self._visible_if(question.key, question.show_if),
        )
        element |= self._of_kind(question)
        document = question_document(question, self._definition.language)
        element["heedful"] = {
            name: document[name] for name in ("kind", "scale", "settings", "known_as") if name in document
        }
        return element

    def _of_kind(self, question: QuestionDefinition) -> dict[str, Any]:
        if question.kind in _CHOICES:
            return self._choice(question)
        if question.kind in _PLAIN:
            return dict(_PLAIN[question.kind])
        if question.kind == "statement":
            return {"type": "html", "html": self._html(question.text)}
        if question.kind == "matrix":
            return self._matrix(question)
        if question.scale is not None:
            return self._rating(question)
        self._report.say(question.key, f"the kind {question.kind}", "SurveyJS shows a comment instead")
        return {"type": "comment"}

    def _choice(self, question: QuestionDefinition) -> dict[str, Any]:
        settings = question.settings
        is_dropdown = settings.get("shown_as") == "dropdown"
        choices = [
            {
                "value": option.key,
                "text": self._texts(option.label),
                **_given(isExclusive=option.is_exclusive),
            }
            for option in question.options
        ]
        return {
            "type": "dropdown" if is_dropdown else _CHOICES[question.kind],
            "choices": choices,
            **_given(
                choicesOrder="random" if settings.get("shuffle") else "",
                minSelectedChoices=settings.get("at_least") if question.kind == "multiple_choice" else None,
                maxSelectedChoices=settings.get("at_most") if question.kind == "multiple_choice" else None,
            ),
        }

    def _rating(self, question: QuestionDefinition) -> dict[str, Any]:
        scale = question.scale
        assert scale is not None, "only scales are rated"
        drawn = question.kind if question.kind in {"stars", "smileys"} else ""
        inner = {step: label for step, label in scale.labels.items() if scale.low < step < scale.high}
        values = [
            {"value": step, "text": self._texts(scale.labels[step])} if step in scale.labels else step
            for step in range(scale.low, scale.high + 1)
        ]
        return {
            "type": "rating",
            "rateMin": scale.low,
            "rateMax": scale.high,
            **_given(
                rateType=drawn,
                rateValues=values if inner else None,
                minRateDescription=self._texts(scale.labels.get(scale.low, {})),
                maxRateDescription=self._texts(scale.labels.get(scale.high, {})),
            ),
        }

    def _matrix(self, question: QuestionDefinition) -> dict[str, Any]:
        scale = question.scale
        assert scale is not None, "a grid is rated"
        return {
            "type": "matrix",
            "rows": [{"value": row.key, "text": self._texts(row.label)} for row in question.options],
            "columns": [
                {"value": step, "text": self._texts(scale.labels.get(step, {})) or str(step)}
                for step in range(scale.low, scale.high + 1)
            ],
        }

    def _endings(self) -> dict[str, Any]:
        conditional, plain_ = [], ""
        for ending in self._definition.endings:
            shown = self._visible_if(ending.key, ending.show_if)
            if ending.url:
                self._report.say(ending.key, f"its button to {ending.url}", "it is a link in the text there")
            if shown:
                conditional.append({"expression": shown, "html": self._ending(ending), "heedful": ending.key})
            elif not plain_:
                plain_ = self._ending(ending)
        return _given(completedHtmlOnCondition=conditional, completedHtml=plain_)

    def _ending(self, ending: Ending) -> Any:
        texts: Texts = {}
        for code, text in ending.text.items():
            parts = [f"<h3>{html.escape(text)}</h3>"]
            if detail := ending.detail.get(code):
                parts.append(f"<p>{html.escape(detail)}</p>")
            texts[code] = "".join(parts)
        return self._texts(texts)

    def _html(self, texts: Texts) -> Any:
        return self._texts({code: f"<p>{html.escape(text)}</p>" for code, text in texts.items()})

    def _visible_if(self, place: str, conditions: Iterable[Condition]) -> str:
        parts = []
        for condition in conditions:
            if condition.field.partition(".")[0] not in {"answer", "class"}:
                self._report.say(
                    place, f"a condition on {condition.field}", "SurveyJS must be told its value"
                )
            parts.append(written(condition, self._by_key))
        return " and ".join(parts)

    def _texts(self, texts: Texts) -> Any:
        found = {
            "default" if code == self._definition.language else code: self._with_gaps(text)
            for code, text in texts.items()
            if code in self._languages
        }
        return found.get("default", "") if set(found) <= {"default"} else found

    def _with_gaps(self, text: str) -> str:
        def named(gap: Any) -> str:
            if gap[2]:
                self._report.say("", f"the words “{gap[2]}” where {gap[1]} is not known", "SurveyJS has none")
            return f"{{{gap[1].removeprefix('answer.').removeprefix('attribute.')}}}"

        return GAP.sub(named, text)


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
