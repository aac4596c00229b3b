"""Topics of a file of comments, without a server: rows in, what the search needs out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import batched

import numpy as np

from heedful.listen.responses.imports.values import parse_when
from heedful.listen.responses.imports.when import as_day, find_when
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.words.comments import Comments
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.mentions import Finder
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.topics.finding import Finding, Remark, Window, drawn, find_topics, is_spoken_for
from heedful.understand.words.types import Floats

_ENGLISH, _OTHER = "bge-small-en", "multilingual-e5-small"
_BATCH = 64
_LEAST_READABLE = 0.9  # of the times of a column

type Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class DatedText:
    """A row of a file: what was written, and its cell of the time."""

    text: str
    time: str
    is_past: bool = False  # from the file of the past


@dataclass(frozen=True, slots=True)
class FileFinding:
    """Topics of a file; places are of ``remarks``. ``undated`` rows have no time that can be read."""

    finding: Finding
    remarks: tuple[Remark, ...]
    window: Window
    undated: int
    explained: int
    model: str


def dated(rows: Iterable[DatedText], column: str) -> tuple[list[tuple[DatedText, date]], int]:
    """Read the times of rows, all in the one way that their column is written in; count those left out."""
    written = [row for row in rows if row.text.strip()]
    said = Counter(row.time for row in written if row.time.strip())
    when = find_when(said, sum(said.values()), _LEAST_READABLE) if said else None
    if when is None:
        raise InvalidInput(Problem("--time", f"{column!r} holds no times that can be read"))
    found = [(row, parse_when(row.time, when.format)) for row in written]
    days = [(row, as_day(moment)) for row, moment in found if moment is not None]
    return days, len(written) - len(days)


def window_of(rows: Sequence[tuple[DatedText, date]], days: int | None) -> Window:
    """Return the newest days, or with a file of the past all days of the other."""
    own = [on for row, on in rows if not row.is_past]
    if not own:
        raise InvalidInput(Problem("FILE", "holds no comment with a time"))
    first, last = min(on for _, on in rows), max(own)
    if days is None:
        return Window(min(own), last, first)
    window = Window.ending(last, days=days)
    return replace(window, past_from=min(first, window.from_on))


def topics_of(
    rows: Sequence[tuple[DatedText, date]],
    window: Window,
    *,
    folder: Folder,
    finder: Finder | None = None,
    told: Told = lambda _done, _total, _what: None,
    undated: int = 0,
    seed: int = 0,
) -> FileFinding:
    """Take out personal data, encode, leave out what themes explain, and find topics."""
    # What the file of the past holds is past, whatever its time says.
    placed = [
        (row, min(on, window.past_from) if row.is_past and on >= window.from_on else on) for row, on in rows
    ]
    everything = [Remark(row.text, on) for row, on in placed]
    chosen = [everything[place] for place in drawn(everything, window, seed=seed)]
    model = _model(chosen, folder)
    encoders: dict[str, Encoder] = {}
    remarks: list[Remark] = []
    parts: list[Floats] = []
    explained = 0
    for number, some in enumerate(batched(chosen, _BATCH, strict=False)):
        told(number * _BATCH, len(chosen), "reading")
        kept, own, n = _read(some, folder, model, finder, encoders)
        remarks += kept
        parts += [own] if kept else []  # themes explain all of some batches
        explained += n
    told(len(chosen), len(chosen), "comparing")
    width = parts[0].shape[1] if parts else 0
    table = np.vstack(parts) if parts else np.empty((0, width), np.float32)
    finding = find_topics(remarks, table, window, needs_past=False)
    return FileFinding(finding, tuple(remarks), window, undated, explained, model)


def _model(remarks: Sequence[Remark], folder: Folder) -> str:
    """Choose the encoder by what most comments are written in; nearness means something within one."""
    from heedful.understand.words.language import language_of

    sample = remarks[:: max(1, len(remarks) // 200)]
    english = sum(language_of(one.text, "").code == "en" for one in sample)
    if 2 * english < len(sample) and _OTHER in models() and folder.has(models()[_OTHER]):
        return _OTHER
    return _ENGLISH


def _read(
    some: Sequence[Remark],
    folder: Folder,
    model: str,
    finder: Finder | None,
    encoders: dict[str, Encoder],
) -> tuple[list[Remark], Floats, int]:
    batch = Comments(
        [one.text for one in some],
        folder=folder,
        encoders=encoders,
        finders={"file": finder} if finder else {},
        taxonomies=["file" if finder else ""] * len(some),
    )
    explained = _explained(finder, batch) if finder else set()
    open_ = [place for place in range(len(some)) if place not in explained]
    if finder and open_:
        rows = batch.meanings(model, open_)[0]
    else:  # nobody asks for the clauses: half the work and less
        encoder = encoders.setdefault(model, encoders.get(model) or Encoder(folder, models()[model]))
        rows = encoder.encode([batch.redacted[place].text for place in open_])
    kept = [Remark(batch.redacted[place].text, some[place].on) for place in open_]
    # The first half of a row is what texts are compared by.
    return kept, rows[:, : rows.shape[1] // 2], len(some) - len(open_)


def _explained(finder: Finder, batch: Comments) -> set[int]:
    able = [place for place in range(len(batch)) if not finder.why_not(batch, place)]
    found = zip(able, finder.find(batch, able), strict=True)
    return {
        place
        for place, themes in found
        if is_spoken_for(batch.texts[place], [(one.span.start, one.span.end) for one in themes])
    }
