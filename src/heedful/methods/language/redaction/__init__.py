"""Personal data in what people write: found by shape and checksum, by cue, and by what is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from heedful.methods.language.redaction.patterns import PATTERNS
from heedful.methods.language.redaction.people import addresses, names
from heedful.methods.language.redaction.phones import phones
from heedful.methods.language.redaction.types import Kind, PersonalData, Placeholder, Redacted
from heedful.methods.language.spans import Span

REGIONS = ("US", "GB", "DE", "FR", "ES", "IT")


def personal_data(
    text: str, *, known: Sequence[str] = (), regions: Sequence[str] = REGIONS
) -> tuple[PersonalData, ...]:
    """Find personal data in a text.

    Parameters
    ----------
    text
        Any text.
    known
        Names of the person who wrote it, as the contact record has them; their parts are found as well.
    regions
        Two-letter countries whose national telephone numbers are looked for; international ones are found
        anyway.

    Returns
    -------
    tuple of PersonalData
        Kind and span, in order, none overlapping another.

    Notes
    -----
    Shapes with check digits (ISO/IEC 7812 for cards, ISO 13616 for IBANs, the national rules for identity
    numbers), libphonenumber for telephones, words of introduction and titles for names. Names without a cue
    are not found.

    Examples
    --------
    >>> [(one.kind, one.span.of("Mail ann@example.org")) for one in personal_data("Mail ann@example.org")]
    [(<Kind.EMAIL: 'EMAIL'>, 'ann@example.org')]
    """
    kept: list[PersonalData] = []
    for one in _candidates(text, known, regions):
        if not any(one.span.meets(other.span) for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.span.start))


def _candidates(text: str, known: Sequence[str], regions: Sequence[str]) -> Iterable[PersonalData]:
    for pattern in PATTERNS:
        yield from pattern.found(text)
    yield from phones(text, regions)
    yield from addresses(text)
    yield from sorted(names(text, known), key=lambda one: one.span.start - one.span.end)


def redact(text: str, found: Iterable[PersonalData]) -> Redacted:
    """Replace personal data by typed placeholders: the same words get the same one.

    Parameters
    ----------
    text
        The text.
    found
        What :func:`personal_data` found in it, in order.

    Returns
    -------
    Redacted
        The new text, where each placeholder stands in both, and how many there are of each kind.

    Notes
    -----
    Pseudonymisation within one text (GDPR, article 4 (5)): the numbers begin anew with each text, so that
    nothing links two of them.

    Examples
    --------
    >>> text = "Ask Mr Poe. Mr Poe knows."
    >>> redact(text, personal_data(text)).text
    'Ask Mr [NAME 1]. Mr [NAME 1] knows.'
    """
    numbers: dict[tuple[Kind, str], int] = {}
    counts: dict[Kind, int] = {}
    parts: list[str] = []
    placeholders: list[Placeholder] = []
    read = written = 0
    for one in found:
        number = numbers.get(key := (one.kind, " ".join(one.span.of(text).casefold().split())))
        if number is None:
            counts[one.kind] = number = numbers[key] = counts.get(one.kind, 0) + 1
        word = f"[{one.kind} {number}]"
        before = text[read : one.span.start]
        start = written + len(before)
        placeholders.append(Placeholder(one.kind, number, one.span, Span(start, start + len(word))))
        parts += [before, word]
        read, written = one.span.end, start + len(word)
    return Redacted("".join([*parts, text[read:]]), tuple(placeholders), counts)


__all__ = ["Kind", "PersonalData", "Placeholder", "Redacted", "personal_data", "redact"]
