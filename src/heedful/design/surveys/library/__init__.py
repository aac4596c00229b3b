"""Surveys to begin with: a file each, with follow-ups, a callback and endings by class, translated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from heedful.design.surveys.documents import definition_from
from heedful.design.surveys.files import plain_yaml
from heedful.design.surveys.languages import default_language_text, offered, with_texts
from heedful.design.surveys.types import SurveyDefinition, Texts
from heedful.platform.core.errors import InvalidInput, NotFound, Problem

_ORDER = (
    "nps", "csat", "ces", "osat", "support_contact", "delivery", "restaurant_visit", "post_stay",
    "onboarding", "renewal", "product_market_fit", "patient_experience", "enps", "employee_exit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Template:
    key: str
    label: Texts
    summary: Texts
    metric: str  # the metric it is made for, if one
    audience: str  # customers, employees, patients
    definition: SurveyDefinition

    @property
    def languages(self) -> tuple[str, ...]:
        return offered(self.definition)


@cache
def templates() -> tuple[Template, ...]:
    """Every template, the general ones first."""
    found = {
        file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8")
        for file in files(__package__).iterdir()
        if file.name.endswith(".yaml")
    }
    ordered = sorted(found, key=lambda key: (_ORDER.index(key) if key in _ORDER else len(_ORDER), key))
    return tuple(_template(key, found[key]) for key in ordered)


def template(key: str) -> Template:
    found = next((one for one in templates() if one.key == key), None)
    if found is None:
        raise NotFound(f"No template {key!r}; there are {', '.join(one.key for one in templates())}.")
    return found


def survey_from(
    template_: Template, *, name: str = "", language: str = "", languages: tuple[str, ...] | None = None
) -> SurveyDefinition:
    """Return a survey to work on, in the languages wanted; by default in all the template knows."""
    definition, known = template_.definition, template_.languages
    default = language or definition.language
    if default not in known:
        raise InvalidInput(Problem("language", f"{default!r} is none of {', '.join(known)}"))
    others = tuple(one for one in (known if languages is None else languages) if one != default)
    unknown = [one for one in others if one not in known]
    if unknown:
        raise InvalidInput(Problem("languages", f"{unknown[0]!r} is none of {', '.join(known)}"))
    wanted = {default, *others}
    limited = with_texts(
        definition, lambda _place, texts: {code: text for code, text in texts.items() if code in wanted}
    )
    label = default_language_text(template_.label, default, definition.language)
    return replace(limited, name=name.strip() or label, language=default, languages=others)


def _template(key: str, text: str) -> Template:
    content = plain_yaml(text)
    return Template(
        key=key,
        label=content["label"],
        summary=content["summary"],
        metric=content["metric"],
        audience=content["audience"],
        definition=definition_from(content["survey"]),
    )
