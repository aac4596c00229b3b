"""Which columns are answers, to what kind of question, on what scale."""

from __future__ import annotations

from heedful.listen.responses.imports import hints
from heedful.listen.responses.imports.likert import likert_values
from heedful.listen.responses.imports.mapping import ColumnMapping, slug
from heedful.listen.responses.imports.scales import FEW
from heedful.listen.responses.imports.types import ColumnFacts, ColumnType, Role
from heedful.listen.responses.imports.values import YES, parse_number

OFTEN = 3
SCALED_AS_TOLD = {"rating", "osat"}  # the other kinds have one scale each


def guess_comment(column: ColumnFacts) -> ColumnMapping | None:
    """Return a column of words as answers in words, when it asks for them or holds whole sentences."""
    if column.type not in {ColumnType.TEXT, ColumnType.CATEGORY}:
        return None
    is_prose = column.type is ColumnType.TEXT and _is_prose(column)
    if not is_prose and not _is_said(column, _wording(column)):
        return None
    return ColumnMapping(
        Role.COMMENT, key=_key(column), kind="long_text", label=_label(column), missing=column.missing
    )


def guess_question(column: ColumnFacts) -> ColumnMapping | None:
    """Return a column as answers on a scale, when its values and its name bear that out."""
    wording = _wording(column)
    if hints.NOT_THE_ANSWER.search(hints.words_of(column.name)):
        return None
    if _is_recommendation(column, wording):
        return asked(column, score_kind(wording, (0, 10)), codes=_codes(column))
    if column.type is ColumnType.YES_NO and hints.RECOMMEND.search(wording):
        return asked(column, "thumbs", values=_yes_no(column))
    if column.type is ColumnType.CATEGORY and (steps := likert_values(tuple(column.counts))):
        ends = _ends(steps, wording)
        return asked(column, score_kind(wording, ends), scale=ends, values=steps)
    return _guess_steps(column, wording)


def _guess_steps(column: ColumnFacts, wording: str) -> ColumnMapping | None:
    scale = _scale(column, wording)
    if column.type is not ColumnType.WHOLE or scale is None:
        return None
    kind = score_kind(wording, scale)
    if kind == "rating" and not _is_judged(column, hints.words_of(column.name), wording):
        return None
    return asked(column, kind, scale=scale, codes=column.scale_codes if scale == column.scale else ())


def _is_recommendation(column: ColumnFacts, wording: str) -> bool:
    """Tell whether a column is asked as NPS and mostly answered so, whatever faults are among it.

    Faulty values (6.5, 12) are then refused row by row, which is better than not seeing the score.
    """
    if not hints.RECOMMEND.search(wording) or column.type not in {ColumnType.WHOLE, ColumnType.DECIMAL}:
        return False
    steps = {number: count for number, count in _numbers(column).items() if number in range(11)}
    is_eleven_steps = any(number > 5 for number in steps) or bool(hints.NPS.search(wording))
    return is_eleven_steps and sum(steps.values()) >= 0.5 * column.filled


def _numbers(column: ColumnFacts) -> dict[float, int]:
    read = ((parse_number(value, column.decimal), count) for value, count in column.counts.items())
    return {number: count for number, count in read if number is not None}


def _codes(column: ColumnFacts) -> tuple[str, ...]:
    """Return what stands for "no answer" beside 0–10; a number that comes once or twice is a fault."""
    return tuple(code for code in column.scale_codes if column.counts.get(code, 0) >= OFTEN)


def asked(
    column: ColumnFacts,
    kind: str,
    *,
    scale: tuple[int, int] | None = None,
    values: dict[str, int] | None = None,
    codes: tuple[str, ...] = (),
) -> ColumnMapping:
    """Return a column as answers to a question of a kind."""
    return ColumnMapping(
        Role.QUESTION,
        key=_key(column),
        kind=kind,
        label=_label(column),
        scale=scale if kind in SCALED_AS_TOLD else None,
        missing=(*column.missing, *codes),
        values=dict(values or {}),
        decimal="" if column.decimal == "." else column.decimal,
    )


def _wording(column: ColumnFacts) -> str:
    return f"{hints.words_of(column.name)} {hints.words_of(column.text)}"


def _key(column: ColumnFacts) -> str:
    return slug(hints.words_of(column.name))


def score_kind(wording: str, scale: tuple[int, int]) -> str:
    """Return the question kind of a scale: NPS only where the words say "recommend", else a rating.

    An 11-step scale alone is not NPS: many things are asked from 0 to 10.
    """
    if scale == (0, 10) and hints.RECOMMEND.search(wording):
        return "enps" if hints.EMPLOYER.search(wording) else "nps"
    if scale == (1, 7) and hints.EFFORT.search(wording):
        return "ces"
    if hints.SATISFACTION.search(wording):
        if scale in {(1, 5), (1, 10)} and hints.OVERALL.search(wording):
            return "osat"
        if scale == (1, 5):
            return "csat"
    if scale == (1, 5) and hints.STARS.search(wording) and not hints.SATISFACTION.search(wording):
        return "stars"
    return "rating"


def _scale(column: ColumnFacts, wording: str) -> tuple[int, int] | None:
    """Return the scale seen; among few answers, the one the name promises and the answers allow."""
    low, high = column.low, column.high
    if hints.NPS.search(wording) and column.scale is None and _share_within(column, 0, 10) >= 0.9:
        return 0, 10
    if low is None or high is None or column.filled >= FEW or low < 0:
        return column.scale
    if hints.RECOMMEND.search(wording) and high <= 10 and (high > 5 or hints.NPS.search(wording)):
        return 0, 10
    if column.scale is None and hints.EFFORT.search(wording) and low >= 1 and 5 < high <= 7:
        return 1, 7
    is_rated = (
        hints.SATISFACTION.search(wording) or hints.STARS.search(wording) or hints.EFFORT.search(wording)
    )
    return (1, 5) if column.scale is None and is_rated and low >= 1 and high <= 5 else column.scale


def _share_within(column: ColumnFacts, low: int, high: int) -> float:
    numbers = {value: parse_number(value, column.decimal) for value in column.counts}
    inside = sum(
        count
        for value, count in column.counts.items()
        if (number := numbers[value]) is not None and low <= number <= high
    )
    return inside / max(1, column.filled)


def _is_judged(column: ColumnFacts, name: str, wording: str) -> bool:
    """Tell whether numbers on a scale are somebody's judgement, and not a code for a group."""
    if hints.NOT_JUDGED.search(name):
        return False
    if column.scale in {(1, 5), (0, 10), (1, 7)}:
        return True
    return bool(hints.JUDGED.search(wording)) and column.scale in {(1, 10), (0, 100)}


def _ends(steps: dict[str, int], wording: str) -> tuple[int, int]:
    """Return the ends of a scale in words; whether ten steps begin at 0 the question tells."""
    top = max(steps.values())
    from_zero = min(steps.values()) == 0 or (top == 10 and hints.RECOMMEND.search(wording))
    return (0 if from_zero else 1), top


def _is_said(column: ColumnFacts, wording: str) -> bool:
    """Tell whether a column asks for words and gets them, rather than one of a few reasons."""
    if not hints.COMMENT.search(wording):
        return False
    few = column.filled > 100 and column.distinct < 0.2 * column.filled
    return not few and any(" " in sample for sample in column.samples)


def _is_prose(column: ColumnFacts) -> bool:
    return sum(len(sample) for sample in column.samples) / max(1, len(column.samples)) > 60


def _label(column: ColumnFacts) -> str:
    return (column.text or column.name)[:500]


def _yes_no(column: ColumnFacts) -> dict[str, int]:
    return {value: int(value.casefold() in YES) for value in column.counts}
