"""python -m bench.words.aspects [FOLDER]: the polarity towards a named thing, no training in its domain."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import batched
from pathlib import Path

from bench.words.scores import line
from bench.words.sets import Aspects, aspect_sets
from tests.models import FOLDER, main as fetch

from heedful.methods.language import Span
from heedful.understand.words.comments import Comments
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.model_files import Folder
from heedful.understand.words.polarity import Polarity, aspect_polarities, polarities_of

type Ask = Callable[[Comments, Sequence[tuple[int, Span]]], list[Polarity | None]]


def main() -> None:
    fetch()
    data = Path(sys.argv[1] if sys.argv[1:] else "../shared/data")
    if not data.is_dir():
        print(f"(no public sets in {data}: aspects were not measured)")
        return
    print("Polarity towards a named thing (SemEval-2014 aspect terms, training files, three classes)")
    print("No training in the domain of laptops; of restaurants other sets were trained on. 95 % intervals")
    ways = {
        "asked by name (heedful read --aspect-column)": aspect_polarities,
        "clause two thirds, whole one third (themes, fast tier)": polarities_of,
    }
    for name, ask in ways.items():
        print(f"\n {name}")
        for each, own in aspect_sets(data).items():
            print(line(each, list(_said(ask, own)), [label for *_, label in own]))


def _said(ask: Ask, own: Aspects) -> Iterator[str]:
    encoders: dict[str, Encoder] = {}
    for some in batched(own, 256, strict=False):
        batch = Comments(
            [text for text, *_ in some], folder=Folder(FOLDER), priors=["en"] * len(some), encoders=encoders
        )
        for one in ask(
            batch, [(place, _span(batch, place, term)) for place, (_, term, _) in enumerate(some)]
        ):
            yield one.label if one else "neutral"


def _span(batch: Comments, place: int, term: str) -> Span:
    start = max(batch.redacted[place].text.find(term), 0)
    return Span(start, start + len(term))


if __name__ == "__main__":
    main()
