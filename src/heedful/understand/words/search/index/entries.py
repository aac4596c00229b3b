"""A written answer as the index takes it, and the fields it is found by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tantivy

SCHEMA_VERSION = 3  # another one: the index is made anew
LONGEST_WORD = 60
NUMBERS = ("response", "question", "order", "survey", "day", "unit", "sentiment", "score", "left_out")
NAMES = (
    "key", "channel", "touchpoint", "language", "group", "status", "emotion", "type", "theme", "opinion",
    "score_class", "attribute", "known",
)  # fmt: skip
# Languages whose endings are taken off, so that "deliveries" finds "delivery".
STEMMED = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish",
}  # fmt: skip
_GLYPHS = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
GLYPH = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One written answer with what it can be filtered by."""

    response_id: int
    question_id: int
    text: str
    order: int  # grows with the time of the answer, and is unique
    day: int  # proleptic ordinal, in the organisation's time zone
    survey_id: int
    unit_ids: tuple[int, ...] = ()  # from the root down to the response's own
    channel: str = ""
    touchpoint: str = ""
    language: str = ""
    group: str = ""
    status: str = ""
    left_out: bool = False  # a test, or excluded
    sentiment: int | None = None
    emotion: str = ""
    types: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()  # with those above them
    opinions: tuple[str, ...] = ()  # "-delivery": the theme, and how it is spoken of
    score: int | None = None
    score_class: str = ""
    attributes: tuple[str, ...] = ()  # "country=DE"
    measures: tuple[tuple[str, float], ...] = ()  # attributes that are numbers, or days as ordinals

    @property
    def key(self) -> str:
        return f"{self.response_id}.{self.question_id}"


@cache
def schema() -> tantivy.Schema:
    """Return the fields. Numbers and names are kept in columns too: facets are counted from those."""
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in NAMES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name != "key")
    # A column an attribute, made as attributes come: compared as they are, however many values there are.
    builder.add_json_field("measure", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("text", tokenizer_name="words")
    builder.add_text_field("glyphs", tokenizer_name="glyphs")
    for code in STEMMED:
        builder.add_text_field(f"stem_{code}", tokenizer_name=f"stem_{code}", index_option="freq")
    return builder.build()


@cache
def analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """Return what makes terms of a text: words without case and accents, their stems, single glyphs."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    def analyzer(tokenizer: tantivy.Tokenizer, *filters: tantivy.Filter) -> tantivy.TextAnalyzer:
        builder = TextAnalyzerBuilder(tokenizer)
        for each in (Filter.remove_long(LONGEST_WORD), Filter.lowercase(), *filters, Filter.ascii_fold()):
            builder = builder.filter(each)
        return builder.build()

    found = {"words": analyzer(Tokenizer.simple()), "glyphs": analyzer(Tokenizer.regex(_GLYPHS))}
    for code, language in STEMMED.items():
        found[f"stem_{code}"] = analyzer(Tokenizer.simple(), Filter.stemmer(language))
    return found


def document(entry: Entry) -> tantivy.Document:
    """Return an entry as the index stores it."""
    from tantivy import Document

    text = unicodedata.normalize("NFC", entry.text)
    made = Document(
        response=entry.response_id,
        question=entry.question_id,
        order=entry.order,
        survey=entry.survey_id,
        day=entry.day,
        left_out=int(entry.left_out),
        key=entry.key,
        text=text,
    )
    for name, values in _many(entry).items():
        for value in values:
            made.add_text(name, value)
    for name, number in {"sentiment": entry.sentiment, "score": entry.score}.items():
        if number is not None:
            made.add_integer(name, number)
    for unit_id in entry.unit_ids:
        made.add_integer("unit", unit_id)
    if entry.measures:
        made.add_json("measure", {measure_path(key): value for key, value in entry.measures})
    if entry.language in STEMMED:
        made.add_text(f"stem_{entry.language}", text)
    if GLYPH.search(text):
        made.add_text("glyphs", text)
    return made


def measure_path(key: str) -> str:
    """Return the name of an attribute's column, whatever signs its key has."""
    return key.encode().hex()


def _many(entry: Entry) -> dict[str, tuple[str, ...]]:
    single = {
        name: (value,)
        for name in ("channel", "touchpoint", "language", "group", "status", "emotion", "score_class")
        if (value := getattr(entry, name))
    }
    several = {
        "type": entry.types,
        "theme": entry.themes,
        "opinion": entry.opinions,
        "attribute": entry.attributes,
    }
    known = [*single, *(f"attribute.{one.partition('=')[0]}" for one in entry.attributes)]
    known += ["unit"] * bool(entry.unit_ids) + ["theme"] * bool(entry.themes) + ["type"] * bool(entry.types)
    known += ["sentiment"] * (entry.sentiment is not None)
    return {**single, **several, "known": tuple(dict.fromkeys(known))}
