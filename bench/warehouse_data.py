"""Responses for the warehouse's bench, made by chance with a fixed seed and written straight into Delta.

Each response has a day of two years, one of 500 sites (larger ones more often), a contact, a channel, a
likelihood to recommend (11 steps, 3 % not answered) and attributes of 2 to 12 values, the first ones most
frequent. Scores differ by site and attribute. Three of five responses mention a theme.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from heedful.understand.warehouse.columns import BETWEEN, MENTIONS

SEED = 20_260_101
BLOCK = 1_000_000
FIRST_DAY = date(2024, 1, 1)
DAYS = 730
CARDINALITIES = (2, 3, 4, 5, 8, 12)
THEMES = tuple(f"theme {number}" for number in range(24))
SCORES = np.array([3, 1, 2, 2, 2, 6, 5, 12, 20, 17, 30], float)


def cardinality(attribute: int) -> int:
    return CARDINALITIES[attribute % len(CARDINALITIES)]


def attribute_values(attribute: int) -> list[str]:
    return [f"value {attribute}-{number}" for number in range(cardinality(attribute))]


class Generator:
    """Draws by tables of 65,536 entries: as quick as random bytes, and near enough to any distribution."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def draw(self, weights: np.ndarray, n: int) -> np.ndarray:
        shares = np.floor(65_536 * np.cumsum(weights) / weights.sum()).astype(int)
        lookup = np.searchsorted(shares, np.arange(65_536), side="right").astype(np.int16)
        lookup = np.minimum(lookup, len(weights) - 1)
        return lookup[np.frombuffer(self.rng.bytes(2 * n), np.uint16)]

    def attribute(self, attribute: int, n: int) -> np.ndarray:
        return self.draw(1 / np.arange(1, cardinality(attribute) + 1) ** 1.2, n)


def blocks(
    rows: int,
    *,
    types: dict[str, pa.DataType],
    survey_id: int,
    question_id: int,
    attribute_ids: list[int],
    unit_paths: list[tuple[int, ...]],
) -> Iterator[pa.Table]:
    """Yield tables with the columns of ``types``, a million rows at a time."""
    for start in range(0, rows, BLOCK):
        n = min(BLOCK, rows - start)
        generator = Generator(SEED + start)
        columns = _fixed(generator, start, n, rows, survey_id, unit_paths)
        score = generator.draw(SCORES, n).astype(np.int16)
        columns["theme_set"], columns["sentiment"] = _said(start, n)
        columns[f"q{question_id}"] = pa.array(score, mask=generator.rng.random(n) < 0.03)
        for place, attribute_id in enumerate(attribute_ids):
            codes = pa.array(generator.attribute(place, n))
            values = pa.array(attribute_values(place))
            columns[f"a{attribute_id}"] = pa.DictionaryArray.from_arrays(codes, values).cast(pa.string())
        yield pa.table(
            {
                name: columns[name].cast(held) if name in columns else pa.array([None] * n, held)
                for name, held in types.items()
            }
        )


def _fixed(
    generator: Generator, start: int, n: int, rows: int, survey_id: int, unit_paths: list[tuple[int, ...]]
) -> dict[str, pa.Array]:
    rng = generator.rng
    # Answers come in the order of time, so a block is a stretch of days.
    first, last = start * DAYS // rows, max(start * DAYS // rows + 1, (start + n) * DAYS // rows)
    days = np.sort(rng.integers(first, last, n)) + np.datetime64(FIRST_DAY).astype(int)
    sites = generator.draw(1 / np.arange(1, len(unit_paths) + 1) ** 0.5, n)
    paths = np.array(unit_paths, np.int64)
    channels = pa.DictionaryArray.from_arrays(
        pa.array(generator.draw(np.array([0.6, 0.2, 0.15, 0.05]), n)),
        pa.array(["email", "sms", "web", "link"]),
    )
    columns = {
        "response_id": pa.array(np.arange(start + 1, start + n + 1)),
        "survey_id": pa.array(np.full(n, survey_id, np.int32)),
        "version": pa.array(np.ones(n, np.int32)),
        "day": pa.array(days.astype(np.int32)).cast(pa.date32()),
        "hour": pa.array(rng.integers(8, 22, n).astype(np.int8)),
        "contact_id": pa.array(rng.integers(1, max(2, rows // 3), n)),
        "unit_id": pa.array(paths[sites, -1]),
        "channel": channels.cast(pa.string()),
        "status": pa.array(["completed"]).take(pa.array(np.zeros(n, np.int32))),
    }
    for depth in range(paths.shape[1]):
        columns[f"u{depth}"] = pa.array(paths[sites, depth])
    return columns


def _opinions(start: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How many themes each response speaks of, which, and how: no theme twice in one response."""
    generator = Generator(SEED + 7 + start)
    sizes = generator.draw(np.array([4.0, 5, 1]), n)
    first = generator.draw(1 / np.arange(1, len(THEMES) + 1), n)
    spoken = np.repeat(first, sizes)
    is_second = np.concatenate(
        [[False], np.repeat(np.arange(n), sizes)[1:] == np.repeat(np.arange(n), sizes)[:-1]]
    )
    themes = np.where(is_second, (spoken + 7) % len(THEMES), spoken)
    return sizes, themes, generator.draw(np.array([3.0, 2, 4]), len(themes)) - 1


def _said(start: int, n: int) -> tuple[pa.Array, pa.Array]:
    """The opinions of each response as the table keeps them, and how it is meant as a whole."""
    sizes, themes, moods = _opinions(start, n)
    entries = pa.array([f"{sign}{theme}" for theme in THEMES for sign in "-0+"])
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    held = pa.DictionaryArray.from_arrays(pa.array((3 * themes + moods + 1).astype(np.int32)), entries)
    read = Generator(SEED + 8 + start).draw(np.array([3.0, 2, 4]), n) - 1
    lists = pa.ListArray.from_arrays(pa.array(offsets), held.cast(pa.string()))
    return pc.binary_join(lists, BETWEEN), pa.array(read.astype(np.int8))


def mention_blocks(rows: int, *, survey_id: int, unit_paths: list[tuple[int, ...]]) -> Iterator[pa.Table]:
    """Yield mentions of themes: the same as in the responses."""
    for start in range(0, rows, BLOCK):
        sizes, said, moods = _opinions(start, min(BLOCK, rows - start))
        generator = Generator(SEED + 9 + start)
        ids, n = np.repeat(np.arange(start + 1, start + len(sizes) + 1), sizes), len(said)
        sites = generator.draw(np.ones(len(unit_paths)), n)
        themes = pa.DictionaryArray.from_arrays(pa.array(said.astype(np.int32)), pa.array(list(THEMES)))
        days = start * DAYS // rows + np.datetime64(FIRST_DAY).astype(int)
        columns = {
            "response_id": pa.array(ids),
            "survey_id": pa.array(np.full(n, survey_id, np.int32)),
            "unit_id": pa.array(np.array(unit_paths, np.int64)[sites, -1]),
            "day": pa.array(np.full(n, days, np.int32)).cast(pa.date32()),
            "theme": themes.cast(pa.string()),
            "polarity": pa.array(moods.astype(np.int8)),
        }
        yield pa.table(
            {
                name: columns[name].cast(held) if name in columns else pa.array([None] * n, held)
                for name, held in MENTIONS.items()
            }
        )
