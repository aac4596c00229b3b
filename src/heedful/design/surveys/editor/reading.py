"""What the panels post, as parts of a definition. What a panel does not show stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from heedful.design.surveys.colours import is_colour
from heedful.design.surveys.editor.changes import option_keys
from heedful.design.surveys.editor.settings import SettingField, fields_of
from heedful.design.surveys.kind import kinds, whole_number
from heedful.design.surveys.types import (
    Comparison,
    Condition,
    Direction,
    Ending,
    Layout,
    Look,
    Option,
    Picture,
    QuestionDefinition,
    Scale,
    SurveyDefinition,
    Texts,
    Theme,
)
from heedful.platform.core.errors import InvalidInput, Problem

LONGEST = 5_000
MOST_ROWS = 500
WITH_OPTIONS = frozenset({"single_choice", "multiple_choice", "ranking", "matrix"})


def question_from(
    post: QueryDict, before: QuestionDefinition, definition: SurveyDefinition
) -> QuestionDefinition:
    """Return the question as its panel describes it, in the language the panel was in."""
    language = post.get("language") or definition.language
    kind = post.get("kind", before.kind)
    if kind not in kinds():
        raise InvalidInput(Problem("kind", _("is no kind of question")))
    adapted = before if kind == before.kind else _as_kind(before, kind, definition.language)
    options = adapted.options
    if kind == before.kind and kind in WITH_OPTIONS and "has_options" in post:
        options = _options(post, before, language, definition.language)
    return replace(
        adapted,
        key=(post.get("key") or before.key).strip(),
        text=_said(before.text, language, post.get("text", ""), "text"),
        help=_said(before.help, language, post.get("help", ""), "help"),
        required="required" in post,
        scale=_scale(post, adapted.scale, language) if kind == before.kind else adapted.scale,
        options=options,
        show_if=conditions_from(post) if "has_conditions" in post else before.show_if,
        known_as=post.get("known_as", before.known_as).strip()[:80],
        picture=picture_from(post, before.picture, language),
        settings=_settings(post, adapted, language) if kind == before.kind else {},
    )


def ending_from(post: QueryDict, before: Ending, definition: SurveyDefinition) -> Ending:
    language = post.get("language") or definition.language
    url = post.get("url", "").strip()
    if url and not url.startswith(("https://", "http://", "mailto:", "tel:")):
        raise InvalidInput(Problem("url", _("begins with https://")))
    return replace(
        before,
        text=_said(before.text, language, post.get("text", ""), "text"),
        detail=_said(before.detail, language, post.get("detail", ""), "detail"),
        button=_said(before.button, language, post.get("button", ""), "button"),
        url=url[:2_000],
        show_if=conditions_from(post) if "has_conditions" in post else before.show_if,
    )


def look_from(post: QueryDict, before: Look, language: str) -> Look:
    accent = post.get("accent", "").strip().lower()
    if accent and not accent.startswith("#"):
        accent = f"#{accent}"
    if accent and not is_colour(accent):
        raise InvalidInput(Problem("accent", _("is a colour as #rrggbb")))
    theme, layout = post.get("theme", before.theme), post.get("layout", before.layout)
    return Look(
        accent=accent,
        logo=picture_from(post, before.logo, language),
        theme=Theme(theme) if theme in set(Theme) else before.theme,
        layout=Layout(layout) if layout in set(Layout) else before.layout,
    )


def picture_from(post: QueryDict, before: Picture | None, language: str) -> Picture | None:
    if before is None or "picture_alternative" not in post:
        return before
    said = _said(before.alternative, language, post.get("picture_alternative", ""), "picture_alternative")
    return replace(before, alternative=said)


def conditions_from(post: QueryDict) -> tuple[Condition, ...]:
    return tuple(_conditions(post))


def said(texts: Texts, language: str, text: str, field: str) -> Texts:
    return _said(texts, language, text, field)


def _conditions(post: QueryDict) -> Iterator[Condition]:
    for row in post.getlist("condition")[:MOST_ROWS]:
        name = post.get(f"condition.{row}.field", "")
        if name == "attribute":
            name = f"attribute.{post.get(f'condition.{row}.attribute', '').strip()[:80]}"
        comparison = post.get(f"condition.{row}.comparison", "is")
        if not name or name == "attribute." or comparison not in set(Comparison):
            continue
        given = post.getlist(f"condition.{row}.values")
        written = post.get(f"condition.{row}.written", "")
        values = given or [each.strip() for each in written.split(",") if each.strip()]
        silent = comparison in {Comparison.KNOWN, Comparison.UNKNOWN}
        yield Condition(name, Comparison(comparison), () if silent else tuple(values))


def _said(texts: Texts, language: str, text: str, field: str) -> Texts:
    """Set or take away the text of one language; the others stay."""
    plain = text.replace("\r\n", "\n").strip()
    if "\x00" in plain or len(plain) > LONGEST:
        reason = _("has at most %(n)s characters, none of them NUL") % {"n": LONGEST}
        raise InvalidInput(Problem(field, reason))
    rest = {code: other for code, other in texts.items() if code != language}
    return {language: plain, **rest} if plain else rest


def _options(post: QueryDict, before: QuestionDefinition, language: str, default: str) -> tuple[Option, ...]:
    known = {option.key: option for option in before.options}
    alone = set(post.getlist("option_alone"))
    found = []
    for row in post.getlist("option")[:MOST_ROWS]:
        key = post.get(f"option.{row}.key", "").strip()[:80]
        label = post.get(f"option.{row}.label", "")
        earlier = known.get(key, Option(key, {}))
        texts = _said(earlier.label, language, label, "options")
        found.append(replace(earlier, label=texts, is_exclusive=row in alone))
    written = [option for option in found if option.key or option.label]
    return option_keys(tuple(written), default)


def _scale(post: QueryDict, before: Scale | None, language: str) -> Scale | None:
    low, high = whole_number(post.get("low", "")), whole_number(post.get("high", ""))
    if "has_scale" not in post:
        return before
    if low is None or high is None:
        if not post.get("low") and not post.get("high"):
            return None  # a number without limits
        raise InvalidInput(Problem("scale", _("has two whole numbers as its ends")))
    if not low < high or max(abs(low), abs(high)) > 1_000_000:
        raise InvalidInput(Problem("scale", _("begins below its end")))
    kept = before or Scale(low, high)
    labels = {step: dict(texts) for step, texts in kept.labels.items() if low <= step <= high}
    for name in post:
        step = whole_number(name.removeprefix("label.")) if name.startswith("label.") else None
        if step is not None and low <= step <= high:
            labels[step] = _said(labels.get(step, {}), language, post.get(name, ""), "scale")
    direction = post.get("direction", kept.direction)
    same = (kept.low, kept.high, kept.direction) == (low, high, direction)
    return Scale(
        low,
        high,
        Direction(direction) if direction in set(Direction) else kept.direction,
        kept.top_box if same else (),
        {step: texts for step, texts in sorted(labels.items()) if texts},
    )


def _settings(post: QueryDict, before: QuestionDefinition, language: str) -> dict[str, Any]:
    settings = dict(before.settings)
    if "has_settings" not in post:
        return settings
    for field in fields_of(before.kind):
        value = _setting(post, field, settings.get(field.name), language)
        if value in (None, "", [], {}, False):
            settings.pop(field.name, None)
        else:
            settings[field.name] = value
    return settings


def _setting(post: QueryDict, field: SettingField, before: Any, language: str) -> Any:
    name = f"setting.{field.name}"
    match field.control:
        case "yes":
            return name in post
        case "whole":
            return whole_number(post.get(name, "").strip())
        case "some":
            allowed = {key for key, _label in field.choices}
            return [each for each in post.getlist(name) if each in allowed]
        case "text":
            texts = before if isinstance(before, dict) else ({language: before} if before else {})
            return _said(texts, language, post.get(name, ""), name)
    return post.get(name, "").strip()[:200]


def _as_kind(before: QuestionDefinition, kind: str, language: str) -> QuestionDefinition:
    """Keep what the new kind can hold: options stay options, a scale stays where it may."""
    default = kinds()[kind].default_scale
    options = before.options if kind in WITH_OPTIONS else ()
    if kind in WITH_OPTIONS and not options:
        options = (Option("option_1", {language: ""}), Option("option_2", {language: ""}))
    return replace(before, kind=kind, scale=default, options=options, settings={})
