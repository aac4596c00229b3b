"""What a reply by SMS says: the score in "9", "nine", "9 great service", "10/10". Pure.

When in doubt nothing is taken for a score: to ask again is better than to count what nobody meant.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from heedful.design.surveys.types import Option, QuestionDefinition, Scale
from heedful.listen.channels.sms.keywords import bare

_NUMBERS = {
    "en": "zero one two three four five six seven eight nine ten",
    "de": "null eins zwei drei vier funf sechs sieben acht neun zehn",
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci",
    "pt": "zero um dois tres quatro cinco seis sete oito nove dez",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien",
}
_WORDS = {word: value for words in _NUMBERS.values() for value, word in enumerate(words.split())}
_WORDS |= {"ein": 1, "eine": 1, "une": 1, "una": 1, "fuenf": 5, "zwo": 2}
_OF = r"(?:/|\\|out\s+of|of|von|sur|de|di|van|su)"
_NUMBER = re.compile(rf"\s*(\d{{1,3}})(?:\s*{_OF}\s*(\d{{1,3}}))?(?=\D|$)", re.IGNORECASE)
_LEAD = re.compile(
    r"\s*(?:(?:i|id|i'd|i’d|would|give|gave|it|you|them|a|an|my|score|rating|rate|is|solid|definitely|ich|gebe|wurde"
    r"|würde|geben|eine|note|bewertung|ist|je|donne|mets|la|une|un|ma|est|doy|pongo|le|mi|nota|es|puntuacion"
    r"|puntuación|voto|do|dou|geef|cijfer)[\s:=,]+)+",
    re.IGNORECASE,
)
_UNITS = re.compile(
    r"\s*(?:%|€|\$|£|hours?|hrs?|h\b|minutes?|mins?|days?|weeks?|months?|years?|times?|people|stunden?|minuten?|tagen?"
    r"|tage?|wochen?|monate?n?|jahren?|jahre|mal\b|euros?|heures?|minutes?|jours?|semaines?|mois|ans?\b|fois|horas?"
    r"|minutos?|dias?|días?|semanas?|meses|años?|veces|ore|giorni|uur|dagen|weken|keer)",
    re.IGNORECASE,
)
_STARS = re.compile(
    r"\s*(?:stars?|sterne?n?|étoiles?|estrellas?|stelle|estrelas?|sterren)\b\W*", re.IGNORECASE
)
_FRACTION = re.compile(r"\s*[.,]\d|\s*[-–]\s*\d|\s*(?:or|oder|ou|o|of)\s+\d", re.IGNORECASE)
_AFTER = re.compile(r"^[\s.,:;!?()\[\]\-–—/]+")
_SIGNS = {"️": "", "⃣": "", "🔟": "10"}


@dataclass(frozen=True, slots=True)
class Reply:
    """A value as the survey takes it, and what was said beside it."""

    value: int | str
    rest: str = ""


def score_in(text: str, scale: Scale) -> Reply | None:
    """Return the step that a reply names, with the words after it; None when it names none for sure."""
    told = _with_digits(text)
    if lead := _LEAD.match(told):
        told = told[lead.end() :]
    found = _NUMBER.match(told.lstrip("#*\"'«“( "))
    if found is not None:
        return _by_digits(told.lstrip("#*\"'«“( "), found, scale)
    return _by_word(told, scale)


def _by_digits(told: str, found: re.Match[str], scale: Scale) -> Reply | None:
    after = told[found.end() :]
    value, most = int(found[1]), found[2]
    if most is not None and int(most) != scale.high:
        return None
    if _FRACTION.match(after) or _UNITS.match(after) or not scale.holds(value):
        return None
    if stars := _STARS.match(after):  # five stars are the most one can give, five of ten are not
        if scale.high != 5:
            return None
        after = after[stars.end() :]
    return Reply(value, _AFTER.sub("", after).strip())


def _by_word(told: str, scale: Scale) -> Reply | None:
    first, sign, after = _first_word(told)
    value = _WORDS.get(bare(first))
    if value is None or not scale.holds(value):
        return None
    of = re.fullmatch(rf"\s*{_OF}\s+(\w+)\W*", after, re.IGNORECASE)
    if of:
        return Reply(value) if _WORDS.get(bare(of[1]), of[1]) in {scale.high, str(scale.high)} else None
    # "one of the best" begins with a number and means none: a word stands alone or before a sign.
    return Reply(value, after.strip()) if sign or not after.strip() else None


def _first_word(told: str) -> tuple[str, str, str]:
    found = re.match(r"\s*([^\W\d_]+)\s*([.,:;!?\-–—]*)(.*)", told, re.DOTALL)
    return (found[1], found[2], found[3]) if found else ("", "", "")


def _with_digits(text: str) -> str:
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    normal = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in normal)


def sign_in(text: str, question: QuestionDefinition) -> Reply | None:
    """Return the step that thumbs or stars show."""
    scale = question.scale
    if scale is None:
        return None
    thumbs = {"👍": scale.high, "👎": scale.low}
    if question.kind == "thumbs" and text.strip()[:1] in thumbs:
        return Reply(thumbs[text.strip()[:1]], _AFTER.sub("", text.strip()[1:]).strip("️🏻🏼🏽🏾🏿 "))
    stars = re.match(r"\s*((?:[★⭐🌟]️?\s*)+)", text) if question.kind == "stars" else None
    count = sum(each in "★⭐🌟" for each in stars[1]) if stars else 0
    if stars is None or not scale.holds(count):
        return None
    return Reply(count, text[stars.end() :].strip())


def option_in(text: str, options: tuple[Option, ...]) -> Reply | None:
    """Return the option that a reply names by its number or its label."""
    said = bare(text)
    by_label = {bare(label): option.key for option in options for label in option.label.values()}
    if said in by_label:
        return Reply(by_label[said])
    number = said.partition(" ")[0]
    if number.isdigit() and 1 <= int(number) <= len(options):
        return Reply(options[int(number) - 1].key)
    return None


def read(text: str, question: QuestionDefinition) -> Reply | None:
    """Return what a reply answers to a question, None when it cannot be told."""
    if question.scale is not None:
        return sign_in(text, question) or score_in(text, question.scale)
    if question.options:
        return option_in(text, question.options)
    return Reply(text.strip()) if text.strip() else None
