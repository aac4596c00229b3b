"""Score buttons as HTML for a tool's mail: every button leads to the survey with the score chosen.

The tool can compute no signature for each reader. So the survey gives a permit to name readers at all, and
whoever comes by it is somebody the mail *claims* they are: marked so, never taken for proven.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import escape

from heedful.design.surveys.colours import is_colour, readable
from heedful.design.surveys.flow import Surroundings
from heedful.design.surveys.presenting import PresentedQuestion, presented
from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.channels.links import public_url, signed
from heedful.listen.channels.mail.scores import faces, first_score
from heedful.listen.channels.mail.types import ScoreLink
from heedful.listen.channels.snippets.kind import Tool

NAMING = "naming"  # purpose of the permit; the respondent pages check it
_ACCENT = "#0b6e6e"


@dataclass(frozen=True, slots=True)
class Snippet:
    """``html`` is pasted into the tool; ``link`` is the same address without a score."""

    html: str
    link: str
    has_scores: bool


def snippet(
    survey_uid: str,
    definition: SurveyDefinition,
    tool: Tool,
    *,
    attributes: Sequence[str] = (),
    language: str,
) -> Snippet:
    """Return what is pasted into a tool's mail, with its tags for address, name and attributes."""
    survey = presented(definition, Surroundings(language, "email"))
    question = first_score(survey)
    tags = _tags(tool, attributes)
    start = _address(survey_uid, language) + tags
    accent = survey.look.accent if is_colour(survey.look.accent) else _ACCENT
    context = {
        "survey": survey,
        "question": question,
        "scores": _scores(survey_uid, language, question, tags) if question else (),
        "start": start,
        "accent": readable(accent, "#ffffff"),
    }
    html = render_to_string("channels/snippets/snippet.html", context).strip()
    return Snippet(_with_bare_tags(html, tool, attributes), start, question is not None)


def _scores(survey_uid: str, language: str, question: PresentedQuestion, tags: str) -> tuple[ScoreLink, ...]:
    return tuple(
        ScoreLink(
            step.value,
            face,
            step.label,
            _address(survey_uid, language, q=question.key, v=str(step.value)) + tags,
        )
        for step, face in zip(question.steps, faces(question), strict=True)
    )


def _address(survey_uid: str, language: str, **score: str) -> str:
    permit = signed(NAMING, survey_uid)
    return public_url(survey_uid, **score, via="email", lang=language, permit=permit)


def _tags(tool: Tool, attributes: Sequence[str]) -> str:
    named = {"email": tool.email, "name": tool.name}
    named |= {f"a.{key}": tool.tag(key) for key in attributes}
    return "".join(f"&{name}={tag}" for name, tag in named.items())


def _with_bare_tags(html: str, tool: Tool, attributes: Sequence[str]) -> str:
    # Templates escape what is special in HTML; the tool looks for its tags letter by letter.
    for tag in (tool.email, tool.name, *map(tool.tag, attributes)):
        html = html.replace(escape(tag), tag)
    return html
