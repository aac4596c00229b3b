"""Themes in numbers over HTTP. The parameters are those of every page: survey, metric, period, f …"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ninja import Query, Router

from heedful.platform.core.errors import NotFound
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.themes import wording
from heedful.understand.boards.themes.schemas import QuoteOut, ThemeOut, ThemesOut
from heedful.understand.boards.themes.showing import show_theme, show_themes
from heedful.understand.boards.themes.types import Quote
from heedful.understand.boards.views.looking import read_request
from heedful.understand.metrics.documents import score_document
from heedful.understand.metrics.schemas import Chosen
from heedful.understand.metrics.types import ThemeFigures, Verdict

router = Router(tags=["themes"])


@router.get("/themes", response=ThemesOut, summary="Themes: share, net sentiment, impact, change")
def list_themes(request: HouseRequest, chosen: Query[Chosen]) -> Any:
    del chosen  # named for the description; read_request reads the whole address
    shown = show_themes(_reading(request))
    if shown.found is None:
        raise NotFound("No comments are read for themes here.")
    found = shown.found
    return {
        "sentence": wording.headline(found),
        "score": score_document(found.score),
        "n_read": found.n_read,
        "n_unread": found.n_unread,
        "suppressed": found.suppressed,
        "adjustment": found.adjustment,
        "themes": [_row(row) for row in found.rows],
    }


@router.get("/themes/{theme_key}", response=ThemeOut, summary="One theme, with its course and classes")
def get_theme(request: HouseRequest, theme_key: str, chosen: Query[Chosen]) -> Any:
    del chosen
    shown = show_theme(theme_key, _reading(request))
    figures = shown.figures
    return {
        "key": theme_key,
        "label": shown.label,
        "parent": shown.theme.parent or "",
        "description": shown.theme.description,
        "figures": _row(figures) if figures else None,
        "classes": [asdict(one) for one in figures.classes] if figures else [],
        "series": [
            {
                "start": point.start,
                "share": point.share.value,
                "n_read": point.share.n,
                "net_sentiment": point.net.value,
                "n": point.net.n,
            }
            for point in (figures.series if figures else ())
        ],
    }


@router.get("/themes/{theme_key}/quotes", response=list[QuoteOut], summary="The newest quotes of a theme")
def theme_quotes(request: HouseRequest, theme_key: str, chosen: Query[Chosen]) -> Any:
    del chosen
    request.actor.require(Permission.READ_ANSWERS)
    return [_quote(one) for one in show_theme(theme_key, _reading(request)).quotes]


def _reading(request: HouseRequest) -> Reading:
    reading = read_request(request)
    if reading is None:
        raise NotFound("There is no survey with a score yet.")
    return reading


def _row(row: ThemeFigures) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "parent": row.parent,
        "n": row.n,
        "share": score_document(row.share),
        "net_sentiment": score_document(row.net),
        "impact": asdict(row.impact),
        "share_change": _change(row.change),
        "mood_change": _change(row.mood),
        "few": row.has_few,
    }


def _change(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    found = verdict.comparison
    return {
        "difference": found.difference,
        "low": found.low,
        "high": found.high,
        "p_value": found.p_value,
        "finding": verdict.finding.value,
        "sentence": verdict.sentence,
    }


def _quote(one: Quote) -> dict[str, Any]:
    spans, at = [], 0
    for part in one.parts:
        if part.is_marked:
            spans.append((at, at + len(part.text)))
        at += len(part.text)
    return {
        "response": one.response_uid,
        "question_id": one.question_id,
        "theme": one.theme,
        "text": one.text,
        "spans": spans,
        "polarity": one.polarity,
        "confidence": one.confidence,
        "source": one.source,
        "said_at": one.said_at,
        "disputed": one.is_disputed,
    }
