"""Sentences and clauses: the unit of evidence, because one sentence may praise and complain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heedful.methods.language.spans import Span

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[。！？]+|(?:\s*\n\s*)+")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no vs etc e.g i.e a.m p.m approx dept inc ltd co jr sr "
    "hr fr str bzw z.b usw ca nr evtl ggf inkl u.a d.h "
    "m mme mlle p.ex sra av apdo pág sig dott".split()
)
_CONTRASTS = (
    "but although though however while whereas yet except despite unfortunately "
    "aber obwohl jedoch trotzdem allerdings leider während sondern "
    "mais cependant pourtant malgré quoique alors\\ que "
    "pero aunque sin\\ embargo mientras excepto salvo "
    "ma però tuttavia anche\\ se mas porém embora maar hoewel echter"
).replace("\\ ", "\0")
_JOINT = re.compile(
    r"[,;:]\s+|\s+[-–—]+\s+|\s*\((?=\w)|\)\s*|\s+(?=(?:"
    + "|".join(word.replace("\0", r"\s") for word in _CONTRASTS.split())
    + r")\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 3


def sentences(text: str) -> tuple[Span, ...]:
    """Cut a text into sentences.

    Parameters
    ----------
    text
        Any text; line breaks end a sentence too.

    Returns
    -------
    tuple of Span
        In order, without the white space between them; none for a blank text.

    Notes
    -----
    Punctuation followed by white space, not after an abbreviation (English, German, French, Spanish,
    Italian) or a single letter; ideographic full stops need no white space. Grefenstette and Tapanainen
    (1994), "What is a word, what is a sentence?"

    Examples
    --------
    >>> text = "Dr. Lee was kind. The room was cold!"
    >>> [span.of(text) for span in sentences(text)]
    ['Dr. Lee was kind.', 'The room was cold!']
    """
    return tuple(_trimmed(text, _cut(text, _sentence_ends(text))))


def clauses(text: str) -> tuple[Span, ...]:
    """Cut a text into clauses: parts of sentences that can each carry an opinion of their own.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    tuple of Span
        In order; together they hold every word of the text. A part of fewer than three words stays with its
        neighbour in the same sentence.

    Notes
    -----
    Cut at commas, semicolons, dashes, brackets and before words of contrast (but, although, aber, mais,
    pero …). Clauses as units of aspect sentiment: Thet, Na and Khoo (2010), "Aspect-based sentiment analysis
    of movie reviews on discussion boards".

    Examples
    --------
    >>> text = "The food was great, but we waited for an hour."
    >>> [span.of(text) for span in clauses(text)]
    ['The food was great,', 'but we waited for an hour.']
    """
    return tuple(clause for sentence in sentences(text) for clause in _clauses_within(text, sentence))


def _sentence_ends(text: str) -> Iterator[int]:
    for found in _SENTENCE_END.finditer(text):
        word = text[: found.start()].rsplit(None, 1)[-1:] if found.group().startswith(".") else []
        before = word[0].lstrip("(\"'").lower() if word else ""
        is_short = before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha())
        if not (is_short and found.group() == "."):
            yield found.end()


def _cut(text: str, ends: Iterable[int]) -> Iterator[Span]:
    start = 0
    for end in ends:
        yield Span(start, end)
        start = end
    yield Span(start, len(text))


def _trimmed(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    for span in spans:
        part = span.of(text)
        start = span.start + len(part) - len(part.lstrip())
        end = span.start + len(part.rstrip())
        if start < end:
            yield Span(start, end)


def _clauses_within(text: str, sentence: Span) -> list[Span]:
    cuts = [found.end() for found in _JOINT.finditer(text, sentence.start, sentence.end)]
    parts = list(_trimmed(text, _within(sentence, cuts)))
    kept: list[Span] = []
    for part in parts:
        if kept and (_is_short(text, part) or _is_short(text, kept[-1])):
            kept[-1] = Span(kept[-1].start, part.end)
        else:
            kept.append(part)
    return kept


def _within(sentence: Span, cuts: Iterable[int]) -> Iterator[Span]:
    start = sentence.start
    for cut in cuts:
        yield Span(start, cut)
        start = cut
    yield Span(start, sentence.end)


def _is_short(text: str, span: Span) -> bool:
    return len(_WORD.findall(span.of(text))) < _FEWEST_WORDS
