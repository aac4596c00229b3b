"""Is what an endpoint wrote in what it was given? Every number and every name must be."""

from __future__ import annotations

import re

MOST_NAME, MOST_TEXT = 80, 800
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LINK = re.compile(r"https?:|www\.|@|<[a-z/]", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:…]\s+|[\n\"“„«(]\s*)([^\W\d_]+(?:['’-][^\W\d_]+)*)")
_VALUES = "2 3 4 5 6 7 8 9 10 11 12 15 20 30 40 50 50 100 1000".split()
_SPELT = {
    language: dict(zip(words.split(), _VALUES, strict=True))
    for language, words in {
        "en": "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty"
        " half hundred thousand",
        "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn zwanzig dreißig vierzig"
        " fünfzig hälfte hundert tausend",
        "fr": "deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante"
        " cinquante moitié cent mille",
        "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta"
        " cincuenta mitad cien mil",
    }.items()
}
# What a sentence may begin with without naming anybody; any other first word must be in the comments.
_STARTERS = frozenset(
    "i a an the this that these those they it he she we there here many most some several few others other"
    " both all in on at for with while when what as also but however overall although more less people"
    " customers guests patients users visitors respondents employees comments among besides and one"
    " der die das ein eine einige viele manche mehrere andere es sie wir kunden gäste patienten nutzer"
    " kommentare auch aber außerdem insgesamt während im in bei mit zudem die meisten"
    " le la les un une des certains beaucoup plusieurs d'autres ils elles il on nous clients"
    " commentaires aussi mais cependant dans pour avec en plus el los las una unos algunos muchos varios"
    " otros ellos clientes comentarios también pero además sin y".split()
)
_NOUNS_ARE_LARGE = frozenset(
    {"de"}
)  # there a large letter tells no name: forms of known words are let through


def problems_of(name: str, text: str, material: str, *, language: str = "en") -> tuple[str, ...]:
    """Say what keeps a text from being shown: nothing where all of it is covered by the material."""
    found: list[str] = []
    if not text.strip() or not name.strip():
        found.append("it is empty")
    if len(name) > MOST_NAME or len(text) > MOST_TEXT:
        found.append("it is longer than was asked for")
    if _LINK.search(f"{name}\n{text}"):
        found.append("it holds a link or markup")
    numbers = _foreign_numbers(f"{name}\n{text}", material, language)
    found += [f"the number {one} is not in the comments" for one in numbers]
    found += [
        f"the name “{one}” is not in the comments"
        for one in _foreign_names(f"{name}\n{text}", material, language=language)
    ]
    return tuple(found)


def _foreign_numbers(text: str, material: str, language: str) -> list[str]:
    known = {_plain(one) for one in _NUMBER.findall(material)}
    words = {word.casefold() for word in _WORD.findall(material)}
    spelt = _SPELT.get(language, _SPELT["en"])
    foreign = [one for one in _NUMBER.findall(text) if _plain(one) not in known]
    for word in _WORD.findall(text):
        value = spelt.get(word.casefold())
        if value is not None and word.casefold() not in words and value not in known:
            foreign.append(word)
    return list(dict.fromkeys(foreign))


def _plain(number: str) -> str:
    """Read 1,200 and 1.200 as one number, 4.5 and 4,5 as another."""
    whole = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", number)
    return whole.replace(",", ".")


def _foreign_names(text: str, material: str, *, language: str) -> list[str]:
    known = {word.casefold() for word in _WORD.findall(material)}
    starts = {match.start(1) for match in _SENTENCE_START.finditer(text)}
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        may_be_plain = match.start() in starts and word.casefold() in _STARTERS
        if any(sign.isupper() for sign in word) and not may_be_plain and not _is_known(word, known, language):
            found.append(word)
    return list(dict.fromkeys(found))


def _is_known(word: str, known: set[str], language: str) -> bool:
    plain = word.casefold()
    if plain == "i" or plain in known or re.sub(r"['’]s$", "", plain) in known:
        return True
    if language not in _NOUNS_ARE_LARGE or len(plain) < 5:
        return False
    stem = plain[: max(5, len(plain) - 3)]
    return any(other.startswith(stem) or (len(other) > 3 and plain.startswith(other)) for other in known)
