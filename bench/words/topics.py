"""python -m bench.words.topics [FOLDER]: planted subjects found, false alarms in quiet windows.

How draws are made is written in ``planted.py``, with seeds and settings fixed before anything was measured.
A planted subject counts as found when at least half of a topic's comments in the window are planted ones,
and at least five. *Shown*: the topic is among those that are shown (q at most 0.1). *In the top five*: it is
among the five clearest, shown or not.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
from bench.words.planted import HISTORY, PLANTED, WINDOW, Draw, Set, planted, sets
from tests.models import main as fetch

from heedful.methods.intervals.counts import poisson_interval
from heedful.methods.intervals.proportions import wilson_limits
from heedful.methods.language.topics import EmergingTopic, emerging_topics, shared_words

DRAWS = 60
QUIET = 100
ALPHA = 0.1


def main() -> None:
    fetch()
    data = Path(sys.argv[1] if sys.argv[1:] else "../shared/data")
    if not data.is_dir():
        print(f"(no public sets in {data}: topics were not measured)")
        return
    print(f"{PLANTED} comments of a new subject in {WINDOW}, {HISTORY:,} before; {DRAWS} draws a set;")
    print("95 % intervals")
    seconds: list[float] = []
    for each in sets(data):
        measure(each, seconds)
    print(
        f"  one search of {HISTORY + WINDOW:,} comments, encoded before: {np.median(seconds):.1f} s (median)"
    )


def measure(of: Set, seconds: list[float]) -> None:
    top, shown, precision, recall = 0, 0, [], []
    for seed in range(DRAWS):
        draw = planted(of, seed)
        start = perf_counter()
        ranked = search(of, draw)
        seconds.append(perf_counter() - start)
        found = found_in(ranked[:5], draw)
        top += found is not None
        if found is not None and found.q is not None and found.q <= ALPHA:
            hits = int(draw.is_planted[found.members[: found.count]].sum())
            shown += 1
            precision.append(hits / found.count)
            recall.append(hits / PLANTED)
    print(f"  {of.name}: {len(of.subjects(is_development=False))} subjects to draw from")
    print(f"    in the top five {share(top, DRAWS)}; shown {share(shown, DRAWS)}")
    if shown:
        print(
            f"    of a shown topic's comments planted {np.mean(precision):.2f},"
            f" of the planted ones in it {np.mean(recall):.2f}"
        )
    quiet(of)


def quiet(of: Set) -> None:
    alarms = [
        sum(
            topic.q is not None and topic.q <= ALPHA
            for topic in search(of, planted(of, 1_000 + seed, is_quiet=True))
        )
        for seed in range(QUIET)
    ]
    windows = sum(n > 0 for n in alarms)
    between = poisson_interval(sum(alarms))
    print(
        f"    quiet windows with a false alarm {share(windows, QUIET)};"
        f" false topics per 100 windows {sum(alarms)} [{between.low:.1f}, {between.high:.1f}]"
    )


def search(of: Set, draw: Draw) -> Sequence[EmergingTopic]:
    """Rank all groups of the window's comments, the clearest first."""
    places = np.concatenate([draw.window, draw.history])
    period = np.repeat([1, 0], [len(draw.window), len(draw.history)])
    shared = [word.places for word in shared_words([of.texts[place] for place in places])]
    return emerging_topics(of.rows[places], period, alpha=0.999, shared=shared).topics


def found_in(topics: Sequence[EmergingTopic], draw: Draw) -> EmergingTopic | None:
    for topic in topics:
        hits = int(draw.is_planted[topic.members[: topic.count]].sum())
        if hits >= 5 and 2 * hits >= topic.count:
            return topic
    return None


def share(hits: int, n: int) -> str:
    low, high = wilson_limits(hits, n, 0.95)
    return f"{hits} of {n} ({100 * hits / n:.0f} %) [{100 * low:.0f}, {100 * high:.0f}]"


if __name__ == "__main__":
    main()
