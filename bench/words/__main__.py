"""python -m bench.words [FOLDER]: what reads comments, part by part, as `make eval` measures it."""

from __future__ import annotations

from bench.words import aspects, redaction, sentiment, speed

PARTS = {
    "Personal data": redaction.main,
    "Sentiment": sentiment.main,
    "Aspects": aspects.main,
    "Speed": speed.main,
}


def main() -> None:
    for name, measure in PARTS.items():
        print(f"\n== {name}")
        measure()


if __name__ == "__main__":
    main()
