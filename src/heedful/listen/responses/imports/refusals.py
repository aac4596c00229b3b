"""Rows that were refused: recorded with their reasons, given back as a file to mend and import again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from heedful.design.surveys.types import SurveyFacts
from heedful.listen.responses.imports.keys import response_key
from heedful.listen.responses.imports.rows import ReadRow
from heedful.listen.responses.models import Refusal

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ROW, FIELD, REASON = "row", "field", "reason"


def record_refusals(
    rows: Sequence[ReadRow], columns: tuple[str, ...], survey: SurveyFacts, source: str
) -> None:
    """Record why rows were refused before they could become responses. The newest refusal of a row counts."""
    if not rows:
        return
    keys = [response_key(survey.uid, row.key) for row in rows]
    Refusal.objects.filter(idempotency_key__in=keys).delete()
    Refusal.objects.bulk_create(
        Refusal(
            source=source,
            row=row.number,
            field=problem.field[:120],
            reason=problem.reason[:300],
            body=_body(row, columns) if number == 0 else None,
            idempotency_key=key,
            survey_id=survey.id,
            answered_at=row.answered_at,
        )
        for row, key in zip(rows, keys, strict=True)
        for number, problem in enumerate(row.problems[:20])
    )


def _body(row: ReadRow, columns: tuple[str, ...]) -> dict[str, str]:
    cells = {name: _storable(cell) for name, cell in zip(columns, row.cells, strict=False) if cell}
    surplus = row.cells[len(columns) :]
    return cells | ({"…": _storable(", ".join(surplus))[:2_000]} if surplus else {})


def _storable(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def refused_csv(source: str, columns: Sequence[str]) -> Iterator[str]:
    """Yield refused rows as CSV: row, field, reason, the columns as they came; formulas disarmed."""
    yield _line([ROW, FIELD, REASON, *columns])
    refusals = Refusal.objects.filter(source=source).order_by("row", "id")
    waiting: Refusal | None = None
    more: list[Refusal] = []
    for refusal in refusals.iterator(chunk_size=2_000):
        if waiting is not None and refusal.row == waiting.row:
            more.append(refusal)
            continue
        if waiting is not None:
            yield _refused_line(waiting, more, columns)
        waiting, more = refusal, []
    if waiting is not None:
        yield _refused_line(waiting, more, columns)


def _refused_line(first: Refusal, more: Sequence[Refusal], columns: Sequence[str]) -> str:
    body = first.body or {}
    everything = (first, *more)
    fields = "; ".join(dict.fromkeys(each.field for each in everything if each.field))
    reasons = "; ".join(each.reason for each in everything)
    return _line([str(first.row or ""), fields, reasons, *(str(body.get(name, "")) for name in columns)])


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_disarmed(cell) for cell in cells])
    return out.getvalue()


def _disarmed(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula; numbers stay numbers."""
    if not cell.startswith(FORMULA_STARTS):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
