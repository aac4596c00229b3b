"""python -m bench.words.demo      what the demo's comments plant, against what is read of them.

The generator knows of each sentence which theme it speaks of and whether it praises or blames. Read are the
sentences alone, each once, and comments drawn as the demo draws them. A gross error is praise read as blame
or blame as praise.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from tests.models import FOLDER, main as fetch

from heedful.config.demo import comments as demo
from heedful.config.demo.shapes import scores_of
from heedful.methods.intervals.proportions import wilson_limits
from heedful.methods.language import Span
from heedful.understand.words.comments import Comments
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.model_files import Folder
from heedful.understand.words.polarity import polarities_of
from heedful.understand.words.reading import Comment, Reading
from heedful.understand.words.themes.engine import ThemeFinder
from heedful.understand.words.themes.industries import industry_document
from heedful.understand.words.themes.types import COMMENTS

BANKS = {"restaurant": demo.RESTAURANT, "telecom": demo.TELECOM, "saas": demo.SAAS}
DRAWN = 2_000  # comments of a bank and language; distinct ones are read
POLARITIES = ("negative", "neutral", "positive")
TIERS = ("fast", "quality")
# The shipped themes that a planted one may rightly be found as: the generator's are broader.
THEMES = {
    "restaurant": {
        "taste": "taste freshness menu_choice",
        "temperature": "temperature",
        "waiting": "speed wait_table",
        "staff": "staff",
        "cleanliness": "cleanliness",
        "price": "price portions",
        "delivery": "delivery packaging_pickup order_accuracy",
        "ambience": "atmosphere noise_space",
    },
    "telecom": {
        "wait on the phone": "hotline_wait solving",
        "agent": "agent solving hotline_wait",
        "bill": "bill price",
        "network": "mobile_coverage call_quality internet_speed outages",
        "technician": "technician solving",
        "app": "self_service",
        "contract": "contract tariff loyal_customers price",
    },
    "saas": {
        "ease of use": "ease_of_use search documentation",
        "performance": "performance bugs search",
        "integrations": "integrations documentation missing_features",
        "reports": "reporting",
        "support": "support_quality support_speed",
        "pricing": "price plans_limits",
        "onboarding": "onboarding data_migration",
        "mobile app": "mobile",
    },
}


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence, or a comment: ``parts`` are what it says in it, the theme and whether it praises."""

    bank: str
    language: str
    text: str
    parts: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Read:
    planted: Planted
    document: dict[str, Any]
    polarities: tuple[str, ...]  # of the parts

    @property
    def kinds(self) -> set[str]:
        return {found["label"] for found in self.document.get("types", ())}

    @property
    def themes(self) -> set[str]:
        return {found["theme"] for found in self.document.get("themes", ())}


def main() -> None:
    fetch()
    wordy = "-v" in sys.argv[1:]
    finders = {bank: _finder(bank) for bank in BANKS}
    alone = [one for bank in BANKS for language in BANKS[bank] for one in sentences(bank, language)]
    drawn = [one for bank in BANKS for language in BANKS[bank] for one in comments(bank, language)]
    for tier in TIERS:
        encoders: dict[str, Encoder] = {}
        reading = Reading(Folder(FOLDER), finders=finders, tier=tier, encoders=encoders)
        print(f"\nSentences of the demo, each once, {tier} tier; 95 % intervals")
        found = read(alone, reading)
        _sentiment(found)
        if tier == "fast":  # the others have one tier
            _kinds(found)
            _themes(found)
        _list(found if wordy else [one for one in found if _is_gross(one)])
        print(f"\nComments as the demo draws them, distinct ones, {tier} tier: towards each part of them")
        _sentiment(read(drawn, reading))


def sentences(bank: str, language: str) -> list[Planted]:
    return [
        Planted(bank, language, f"{words[0].upper()}{words[1:]}.", ((words, theme, is_praise),))
        for theme, both in BANKS[bank][language].items()
        for is_praise, own in zip((True, False), both, strict=True)
        for words in own
    ]


def comments(bank: str, language: str) -> list[Planted]:
    """Return distinct comments as the demo draws them, scores and all."""
    rng = np.random.default_rng(20_260_401)
    found: dict[str, Planted] = {}
    known = {
        (theme, is_praise): own
        for theme, both in BANKS[bank][language].items()
        for is_praise, own in zip((True, False), both, strict=True)
    }
    for score in scores_of(np.zeros(DRAWN), rng):
        one = demo.write_comment(BANKS[bank], language, int(score), rng)
        parts = tuple(
            (next(words for words in known[part] if words.lower() in one.text.lower()), *part)
            for part in one.themes
        )
        found.setdefault(one.text, Planted(bank, language, one.text, parts))
    return list(found.values())


def read(planted: Sequence[Planted], reading: Reading) -> list[Read]:
    documents = reading.read(Comment(one.text, one.language, taxonomy=one.bank) for one in planted)
    polarities = _polarities(planted, reading)
    return [Read(*each) for each in zip(planted, documents, polarities, strict=True)]


def _polarities(planted: Sequence[Planted], reading: Reading) -> list[tuple[str, ...]]:
    """Return how each part of each is read, as a theme found there would be."""
    batch = Comments(
        [one.text for one in planted],
        folder=reading.folder,
        priors=[one.language for one in planted],
        encoders=reading.encoders,
        tier=reading.tier,
    )
    asked = [
        (place, _span(one.text, words)) for place, one in enumerate(planted) for words, _, _ in one.parts
    ]
    said = iter(polarities_of(batch, asked))
    return [tuple(found.label if (found := next(said)) else "unread" for _ in one.parts) for one in planted]


def _span(text: str, words: str) -> Span:
    start = text.lower().find(words.lower())
    return Span(start, start + len(words))


def _finder(bank: str) -> ThemeFinder:
    """Fit as the demo does: on a sample of its own comments, without a label."""
    texts = [one.text for language in BANKS[bank] for one in comments(bank, language)]
    order = np.random.default_rng(5).permutation(len(texts))[:COMMENTS]
    return ThemeFinder.fit(
        industry_document(bank), folder=Folder(FOLDER), comments=[texts[place] for place in order]
    )


def _sentiment(found: Sequence[Read]) -> None:
    print(f"  {'':22} {'planted':8} {'n':>6}  {'negative':>8} {'neutral':>8} {'positive':>8}  gross errors")
    for bank, language in _groups(found):
        counts: Counter[tuple[bool, str]] = Counter()
        for one in found:
            if (one.planted.bank, one.planted.language) == (bank, language):
                counts.update(
                    (part[2], said) for part, said in zip(one.planted.parts, one.polarities, strict=True)
                )
        for is_praise in (True, False):
            own = {said: counts[is_praise, said] for said in (*POLARITIES, "unread")}
            n = sum(own.values())
            wrong = own["negative" if is_praise else "positive"]
            shown = " ".join(f"{own[said]:8}" for said in POLARITIES)
            name = f"{bank}, {language}"
            print(f"  {name:22} {_said(is_praise):8} {n:6,}  {shown}  {_share(wrong, n)}")


def _kinds(found: Sequence[Read]) -> None:
    heads = " ".join(f"{one:>6}" for one in ("right", "both", "other", "gross"))
    print(f"\n  {'kind of comment':22} {'planted':8} {'n':>6}  {heads}")
    for bank, language in _groups(found):
        for is_praise in (True, False):
            own = [one for one in found if _is_of(one, bank, language, is_praise=is_praise)]
            counts = Counter(_kind_hit(one, is_praise=is_praise) for one in own)
            shown = " ".join(f"{counts[said]:6}" for said in ("right", "both", "other", "gross"))
            print(f"  {f'{bank}, {language}':22} {_said(is_praise):8} {len(own):6,}  {shown}")


def _kind_hit(one: Read, *, is_praise: bool) -> str:
    meant, against = ("praise", "problem") if is_praise else ("problem", "praise")
    if against in one.kinds:
        return "both" if meant in one.kinds else "gross"
    return "right" if meant in one.kinds else "other"


def _themes(found: Sequence[Read]) -> None:
    print(f"\n  {'theme':22} {'n':>15}  {'found':>6} {'others':>6} {'none':>6}")
    for bank, language in _groups(found):
        own = [one for one in found if (one.planted.bank, one.planted.language) == (bank, language)]
        counts = Counter(_theme_hit(one) for one in own)
        shown = " ".join(f"{counts[said]:6}" for said in ("found", "others", "none"))
        print(f"  {f'{bank}, {language}':22} {len(own):15,}  {shown}")


def _theme_hit(one: Read) -> str:
    meant = set(THEMES[one.planted.bank][one.planted.parts[0][1]].split())
    if meant & one.themes:
        return "found"
    return "others" if one.themes else "none"


def _list(found: Sequence[Read]) -> None:
    print()
    for one in found:
        _, theme, is_praise = one.planted.parts[0]
        said, hit = one.polarities[0], _kind_hit(one, is_praise=is_praise)
        if said != POLARITIES[2 * is_praise] or hit == "gross" or _theme_hit(one) == "others":
            print(
                f"  {one.planted.language} {theme:12} {_said(is_praise):7} read {said:9}"
                f" {one.document['sentiment']['score']:+.2f} {'/'.join(sorted(one.kinds)) or '–':16}"
                f" {'/'.join(sorted(one.themes)) or '–'}: {one.planted.text}"
            )


def _is_gross(one: Read) -> bool:
    is_praise = one.planted.parts[0][2]
    against = POLARITIES[0 if is_praise else 2]
    return one.polarities[0] == against or _kind_hit(one, is_praise=is_praise) == "gross"


def _is_of(one: Read, bank: str, language: str, *, is_praise: bool) -> bool:
    own = one.planted
    return (own.bank, own.language, own.parts[0][2]) == (bank, language, is_praise)


def _groups(found: Sequence[Read]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((one.planted.bank, one.planted.language) for one in found))


def _said(is_praise: bool) -> str:
    return "praise" if is_praise else "blame"


def _share(hits: int, n: int) -> str:
    low, high = wilson_limits(hits, n, 0.95)
    return f"{hits:4}, {hits / n:.3f} [{low:.3f}, {high:.3f}]"


if __name__ == "__main__":
    main()
