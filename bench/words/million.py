"""Comments by the million: sentences of a few trades with a long tail of rare words, as real ones have."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

_PARTS = {
    "who": "The waiter|Our waitress|The courier|Your support team|The front desk|Somebody on the phone|"
    "The new app|Checkout|The technician|Room service|The pharmacist|My account manager",
    "did": "was|seemed|turned out to be|has been|felt|is always|was anything but|used to be",
    "how": "friendly|rude|slow|quick|helpful|careless|brilliant|expensive|confusing|spotless|noisy|reliable|"
    "late|patient|broken|fresh|cold|overpriced|polite|useless",
    "what": "the delivery|the invoice|my refund|the starter|the breakfast|the login|the parking|the upgrade|"
    "the battery|the contract|the queue|the bill|the search|the update|the room|the connection",
    "then": "came two days late|was wrong again|never arrived|worked at once|took forty minutes|"
    "cost too much|was worth every penny|kept crashing|tasted of nothing|was sorted out in minutes|"
    "made my day|had to be done twice",
    "wish": "please add a dark mode|please call me back|I will not come again|"
    "I would recommend it to anybody|train your staff|lower the price|"
    "keep it up|open earlier at weekends|tell us what it costs beforehand|"
    "answer the phone",
}
_CHOICES = {name: text.split("|") for name, text in _PARTS.items()}
_SHAPES = (
    "{who} {did} {how}.",
    "{who} {did} {how} and {what} {then}.",
    "{who} {did} {how}, but {what} {then}.",
    "We asked about {rare} and {what} {then}. {wish}.",
    "{what} {then}, {wish}.",
    "{wish}! {who} {did} {how} about {rare}.",
)
_TAIL = 40_000  # rare words: names of dishes, streets, products


def comments(count: int, *, seed: int = 1) -> Iterator[str]:
    """Yield comments of one to five sentences, the same for the same seed."""
    random = Random(seed)
    tail = _tail(random)
    for _ in range(count):
        yield " ".join(_sentence(random, tail) for _ in range(random.choice((1, 1, 2, 2, 3, 5))))


def _sentence(random: Random, tail: list[str]) -> str:
    chosen = {name: random.choice(options) for name, options in _CHOICES.items()}
    # The k-th rare word comes up about 1/k as often as the first.
    rare = tail[int(len(tail) ** random.random()) - 1]
    text = random.choice(_SHAPES).format(**chosen, rare=rare)
    return text[0].upper() + text[1:]


def _tail(random: Random) -> list[str]:
    starts = [a + b for a in "bcdfghklmnprstvz" for b in "aeiou"]
    words = {"".join(random.choices(starts, k=random.choice((2, 3, 4)))) for _ in range(_TAIL * 2)}
    return sorted(words, key=lambda word: (len(word), word))[:_TAIL]
