"""python -m bench.words.redaction [FOLDER]: personal data found, by kind, and false alarms."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from bench.words.generated import comments
from bench.words.sets import sentiment_sets

from heedful.methods.intervals.proportions import wilson_limits
from heedful.methods.language import personal_data


def main() -> None:
    data = Path(sys.argv[1] if sys.argv[1:] else "../shared/data")
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for _locale, kind, text, words in comments():
        start = text.index(words)
        spans = [one.span for one in personal_data(text)]
        letters = [place for place in range(start, start + len(words)) if text[place].isalnum()]
        asked[kind] += 1
        found[kind] += all(any(span.start <= place < span.end for span in spans) for place in letters)
    print("Personal data found whole, six locales, generated (names: one in four stands without a cue)")
    for kind, n in asked.items():
        low, high = wilson_limits(found[kind], n, 0.95)
        print(f"  {kind:8} n {n}  recall {found[kind] / n:.3f} [{low:.3f}, {high:.3f}]")
    if data.is_dir():
        _false_alarms(data)


def _false_alarms(data: Path) -> None:
    texts = [text for found in list(sentiment_sets(data).values())[:3] for text, _ in found]
    alarms = Counter(one.kind for text in texts for one in personal_data(text))
    shown = ", ".join(f"{kind} {1000 * n / len(texts):.1f}" for kind, n in alarms.most_common())
    print(f"  marked in {len(texts):,} real comments, per 1,000 (true names among them): {shown or 'none'}")


if __name__ == "__main__":
    main()
