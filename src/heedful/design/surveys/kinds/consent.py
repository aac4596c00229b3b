from __future__ import annotations

from dataclasses import dataclass, replace

from heedful.design.surveys.kind import (
    InvalidAnswer,
    InvalidQuestion,
    Rendering,
    check_settings,
    option_of,
    refuse_scale,
    shown,
)
from heedful.design.surveys.kind_settings import texts, word, yes_or_no
from heedful.design.surveys.types import AnswerValue, Option, QuestionDefinition, Scale

_YES = {
    "en": "Yes", "ar": "نعم", "cs": "Ano", "da": "Ja", "de": "Ja", "el": "Ναι", "es": "Sí", "fi": "Kyllä",
    "fr": "Oui", "he": "כן", "hu": "Igen", "it": "Sì", "ja": "はい", "ko": "예", "nb": "Ja", "nl": "Ja",
    "pl": "Tak", "pt": "Sim", "ro": "Da", "ru": "Да", "sv": "Ja", "tr": "Evet", "uk": "Так", "zh": "是",
}  # fmt: skip
_NO = {
    "en": "No", "ar": "لا", "cs": "Ne", "da": "Nej", "de": "Nein", "el": "Όχι", "es": "No", "fi": "Ei",
    "fr": "Non", "he": "לא", "hu": "Nem", "it": "No", "ja": "いいえ", "ko": "아니요", "nb": "Nei",
    "nl": "Nee", "pl": "Nie", "pt": "Não", "ro": "Nu", "ru": "Нет", "sv": "Nej", "tr": "Hayır", "uk": "Ні",
    "zh": "否",
}  # fmt: skip
_SAID = {True: "yes", False: "no", "true": "yes", "false": "no", "1": "yes", "0": "no"}  # 1 and 0 too

_RENDERING = Rendering(
    "agreement",
    "Two radio buttons, yes and no, named by the question; the full text is their description and stands "
    "before them. Neither is chosen beforehand, and no is as easy to reach as yes.",
    summary=("option", "count", "share"),
    column="choices",
    translated=("statement",),
)


@dataclass(frozen=True, slots=True)
class Consent:
    """Yes or no to something that is said in full. Neither is chosen beforehand."""

    key: str = "consent"
    label: str = "Consent"
    default_scale: Scale | None = None
    metric_keys: tuple[str, ...] = ()
    rendering: Rendering = _RENDERING

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        refuse_scale(question)
        check_settings(question, {"statement": texts, "purpose": word(40), "must_agree": yes_or_no})
        if not question.options:
            return replace(question, options=(Option("yes", dict(_YES)), Option("no", dict(_NO))))
        if tuple(option.key for option in question.options) != ("yes", "no"):
            raise InvalidQuestion("options", "of a consent are yes and no, in this order")
        return question

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return (question,)

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue | None:
        if value in ("", []):
            return None
        given = value[0] if isinstance(value, list | tuple) and len(value) == 1 else value
        if isinstance(given, bool | str | int):
            given = _SAID.get(given, given)
        said = option_of(question, given).key
        if said == "no" and question.settings.get("must_agree"):
            raise InvalidAnswer(f"{shown(value)}: without agreeing one cannot go on")
        return AnswerValue(choices=(said,))


KIND = Consent()
