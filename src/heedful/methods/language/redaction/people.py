"""Names and addresses: told by what stands beside them, or known from the contact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heedful.methods.language.redaction.types import Kind, PersonalData
from heedful.methods.language.spans import Span

_NAME = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:[-'’][^\W\d_]+)*"  # begins with a capital
_PARTICLE = r"(?:van|von|de|da|del|della|di|du|der|den|la|le|bin|al|dos|ter)"
_FULL_NAME = rf"{_NAME}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_NAME}){{0,2}}"

_TITLES = (
    r"(?:Mrs?|Ms|Miss|Mx|Dr|Prof|Sir|Madam|Nurse|Sister|Herrn?|Frau|M|Mme|Mlle|Monsieur|Madame|Mademoiselle"
    r"|Sra?|Srta|Señora?|Don|Doña|Sig|Sig\.ra|Signora?|Dott|Dhr|Mevr|Mevrouw|Meneer)\.?"
)
_ROLES = r"waiter|waitress|server|agent|driver|nurse|manager|colleague|guy|lady|girl|man|woman"
_CUES = "|".join(
    (
        r"my name is|my name's|i am called|name of the (?:waiter|waitress|agent|driver)(?: was| is)?",
        rf"(?:{_ROLES}) (?:called|named)",
        r"(?:served|helped|looked after) by|spoke (?:to|with)|thanks to|shout[- ]?out to|signed,|ask for",
        r"(?:kind|best|warm) regards,?|yours (?:sincerely|faithfully),?",
        r"mein name ist|ich heiße|namens|bedient von|beraten von|danke an",
        r"viele grüße,?|mit freundlichen grüßen,?",
        r"je m'appelle|mon nom est|nommée?|servis? par|merci à|cordialement,?",
        r"me llamo|mi nombre es|atendid[oa]s? por|gracias a|saludos,?",
        r"mi chiamo|grazie a|meu nome é",
    )
)
_AFTER_TITLE = re.compile(rf"(?<!\w){_TITLES}\s+(?P<name>{_FULL_NAME})")
_AFTER_CUE = re.compile(rf"(?<!\w)(?i:{_CUES})\s+(?P<name>{_FULL_NAME})")
_NO_NAMES = frozenset(
    "the a an this that your our my their his her all everyone everybody staff team customer service support"
    " i we you it god monday tuesday wednesday thursday friday saturday sunday"
    " der die das den dem ihr ihre unser unsere allen euch le la les votre notre toute toutes tous"
    " el los las su sus todo todos todas il lo gli".split()
)

_STREET_FIRST = re.compile(
    r"(?<!\w)(?:(?:Apt|Apartment|Flat|Suite|Unit)\.?\s+\w+,?\s+)?\d{1,5}[a-zA-Z]?,?\s+(?:[A-Z][\w'’.-]*\s+){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Square|Sq|Place|Pl|Terrace|Close|Way|Crescent)"
    r"\b\.?(?:,?\s+(?:Apt|Apartment|Flat|Suite|Unit|#)\.?\s*\w+)?"
)
_STREET_GERMAN = re.compile(
    r"(?<!\w)(?:[A-ZÄÖÜ][\wäöüß.-]*[ -]){0,3}[A-ZÄÖÜ]?[\wäöüß-]*"
    r"(?:[Ss]traße|[Ss]trasse|[Ss]tr\.|[Ww]eg|[Aa]llee|[Pp]latz|[Gg]asse|[Dd]amm|[Uu]fer|[Mm]arkt|straat|laan|gracht)"
    r"\s+\d{1,4}\s?[a-z]?\b(?:,?\s+\d{4,5}\s+[A-ZÄÖÜ][\wäöüß-]+)?"
)
_STREET_ROMANCE = re.compile(
    r"(?<!\w)(?:\d{1,4}(?:\s?(?:bis|ter))?,?\s+)?"
    r"(?i:rue|avenue|boulevard|place|chemin|allée|calle|avenida|avda\.?|plaza|paseo|via|viale|piazza|corso|rua|travessa)"
    r"\s+(?:(?:de|du|des|la|le|les|del|de la|los|da|do|dos|della|dei|d['’]|l['’])\s*){0,3}"
    r"(?:[A-ZÀ-Þ][\w'’-]*\s?){1,4}(?:,?\s*(?:n\.?º?\s*)?\d{1,4}\b)?"
)
_HAS_NUMBER = re.compile(r"\d")


def names(text: str, known: Iterable[str]) -> Iterator[PersonalData]:
    """Find names that a title or another cue announces, and those of the contact."""
    for cue in (_AFTER_TITLE, _AFTER_CUE):
        for match in cue.finditer(text):
            if (span := _without_common_words(text, match)) is not None:
                yield PersonalData(span, Kind.NAME)
    yield from _known_names(text, known)


def _without_common_words(text: str, match: re.Match[str]) -> Span | None:
    start, end = match.span("name")
    first = text[start:end].split(maxsplit=1)[0]
    return None if first.lower() in _NO_NAMES else Span(start, end)


def _known_names(text: str, known: Iterable[str]) -> Iterator[PersonalData]:
    parts = {name.strip() for name in known} | {part for name in known for part in name.split()}
    wanted = sorted((part for part in parts if len(part) >= 3), key=len, reverse=True)
    if not wanted:
        return
    shape = r"(?<!\w)(?:" + "|".join(re.escape(part) for part in wanted) + r")(?!\w)"
    for match in re.finditer(shape, text, re.IGNORECASE):
        # "May" in a sentence may be a month: parts of a name count only where they are written as names are.
        if match.group()[:1].isupper() or " " in match.group():
            yield PersonalData(Span(*match.span()), Kind.NAME)


def addresses(text: str) -> Iterator[PersonalData]:
    """Find streets with a house number, as English, German, Dutch and Romance languages write them."""
    for shape in (_STREET_FIRST, _STREET_GERMAN, _STREET_ROMANCE):
        for match in shape.finditer(text):
            if _HAS_NUMBER.search(match.group()):
                end = match.start() + len(match.group().rstrip(" ,."))
                yield PersonalData(Span(match.start(), end), Kind.ADDRESS)
