"""Which phrases can be a name: those that name things, and none that breaks off in the middle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from heedful.methods.language.stop_words import STOP_WORDS

_SPOKEN = 0.2  # share of words that are a language's grammar from which it is spoken here
_SHORTEST = 4  # letters of a word that may begin or end a name in a language whose grammar nobody knows here
# Before these a word is what somebody does, and after these too: "ich gebe", "gebe ich".
_SUBJECTS = {
    "de": frozenset("ich du er sie es wir ihr man niemand jemand keiner".split()),
    "fr": frozenset("je tu il elle on nous vous ils elles personne ne se me te".split()),
    "es": frozenset("yo tú él ella nosotros ustedes ellos ellas nadie me te se nos les".split()),
}
# After these a word names a thing; a word of no known kind before them is done to one: "devuelvo el envase".
_ARTICLES = {
    "de": frozenset(
        "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner mein meine"
        " meinen meinem meiner dein deine sein seine seinen ihr ihre ihren unser unsere eure dieser diese"
        " dieses diesen diesem jede jeder jedes".split()
    ),
    "fr": frozenset(
        "le la les un une des du au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos"
        " leur leurs chaque aucun aucune".split()
    ),
    "es": frozenset(
        "el la los las un una unos unas al del este esta estos estas ese esa mi mis tu tus su sus nuestro"
        " nuestra cada ningún ninguna otro otra".split()
    ),
}
# What may stand between the words of a name: "Rückgabe der Schale", "bon de réduction".
_LINKS = {
    "en": frozenset("of the a an for in on at to with without my your our and".split()),
    "de": _ARTICLES["de"] | frozenset("für von vom im in am an auf aus bei beim mit ohne zu zum zur".split()),
    "fr": _ARTICLES["fr"] | frozenset("de d à en pour sans sur avec et".split()),
    "es": _ARTICLES["es"] | frozenset("de en para por con sin y".split()),
}
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten zwei drei vier fünf sechs sieben acht neun zehn"
    " deux trois quatre cinq six sept huit neuf dix dos tres cuatro cinco seis siete ocho nueve diez".split()
)


@dataclass(frozen=True, slots=True)
class Naming:
    """What is known of the words of a group of texts.

    ``nouns`` are known in German only, which writes them with a capital; there a phrase ends with one.
    """

    language: str  # nothing where none of the known is spoken
    nouns: frozenset[str]
    deeds: frozenset[str]
    leaning: frozenset[str]  # "lauten" of "lauten Musik", which does not stand alone
    initials: frozenset[str]  # QR, TV: short, and a thing all the same

    @property
    def grammar(self) -> frozenset[str]:
        """Words that no phrase begins or ends with."""
        return STOP_WORDS.get(self.language, frozenset())

    def is_whole(self, phrase: str) -> bool:
        """Say whether a phrase neither begins nor ends nor is joined in the middle of something."""
        words = phrase.split()
        if any(word in self.grammar or word in _NUMBERS for word in (words[0], words[-1])):
            return False
        if not self.language and len(words) > 1:
            return not self._is_short(words[0]) and not self._is_short(words[-1])
        return self._is_joined(words) and (len(words) == 1 or not self.nouns or words[-1] in self.nouns)

    def names(self, phrase: str) -> bool:
        """Say whether a phrase may stand in a name: it neither begins nor ends with what somebody does."""
        words = phrase.split()
        if len(words) == 1 and (phrase in self.leaning or self._is_short(phrase)):
            return False
        return words[0] not in self.deeds and words[-1] not in self.deeds

    def weight(self, phrase: str) -> float:
        """Return what a phrase is worth as a name, 0..1: a noun more than a quality, a deed least."""
        if not self.names(phrase):
            return 0.25
        return 1.0 if not self.nouns or phrase.rsplit(maxsplit=1)[-1] in self.nouns else 0.6

    def _is_short(self, word: str) -> bool:
        if self.language or word in self.initials or len(word) >= _SHORTEST:
            return False
        return word.upper() != word  # Chinese, Japanese and Korean have one case and short words

    def _is_joined(self, words: Sequence[str]) -> bool:
        links = _LINKS.get(self.language, frozenset())
        return all(word in links or word not in self.grammar for word in words[1:-1])


def naming_of(texts: Iterable[Sequence[Sequence[str]]]) -> Naming:
    """Learn from texts, each the words of its sentences as written, what its words are."""
    sentences = [sentence for text in texts for sentence in text if sentence]
    language = _language_of(Counter(word.casefold() for sentence in sentences for word in sentence))
    nouns = _nouns(sentences) if language == "de" else frozenset()
    deeds = _deeds(sentences, language) - nouns
    return Naming(language, nouns, deeds, _leaning(sentences, nouns), _initials(sentences))


def _language_of(words: Counter[str]) -> str:
    held = {code: sum(words[word] for word in known) for code, known in STOP_WORDS.items()}
    best = max(held, key=lambda code: held[code])
    return best if held[best] >= _SPOKEN * max(1, words.total()) else ""


def _nouns(sentences: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the words that are mostly written with a capital where no sentence begins."""
    inside = [word for sentence in sentences for word in sentence[1:]]
    capital = Counter(word.casefold() for word in inside if word[0].isupper())
    every = Counter(word.casefold() for word in inside)
    return frozenset(word for word, n in capital.items() if 2 * n >= every[word])


def _leaning(sentences: Sequence[Sequence[str]], nouns: frozenset[str]) -> frozenset[str]:
    """Return the words, no nouns themselves, that mostly stand right before a noun."""
    folded = [[word.casefold() for word in sentence] for sentence in sentences]
    every = Counter(word for sentence in folded for word in sentence)
    before = Counter(word for sentence in folded for word, after in pairwise(sentence) if after in nouns)
    return frozenset(word for word, n in before.items() if 2 * n > every[word]) - nouns


def _initials(sentences: Sequence[Sequence[str]]) -> frozenset[str]:
    every = Counter(word.casefold() for sentence in sentences for word in sentence)
    capital = Counter(word.casefold() for sentence in sentences for word in sentence if word.isupper())
    return frozenset(word for word, n in capital.items() if len(word) > 1 and 2 * n > every[word])


def _deeds(sentences: Sequence[Sequence[str]], language: str) -> frozenset[str]:
    """Return the words that stand where a verb stands more often than a noun, and not seldom."""
    subjects, articles = _SUBJECTS.get(language, frozenset()), _ARTICLES.get(language, frozenset())
    done: Counter[str] = Counter()
    for sentence in sentences:
        words = ["", *(word.casefold() for word in sentence), ""]
        for place, word in enumerate(words[1:-1], 1):
            before, after = words[place - 1], words[place + 1]
            if before in articles:
                done[word] -= 1
            elif before in subjects or after in subjects or after in articles:
                done[word] += 1
    every = Counter(word.casefold() for sentence in sentences for word in sentence)
    return frozenset(word for word, n in done.items() if n > 0 and 3 * n >= every[word])
