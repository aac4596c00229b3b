"""Who says what in a conversation that was written down."""

from __future__ import annotations

import re

_STAMP = r"(?:[\[(]?\d{1,4}[-/.:]\d{1,2}[-/.:\d\sTZ]*[\])]?\s*)?"
_THEIRS = (
    "customer|client|visitor|user|guest|caller|patient|member|consumer"
    "|kundin|kunde|gast|besucher|anrufer|nutzer|client|cliente|visiteur|usuario|paciente|klant|bezoeker|utente"
)
_OURS = (
    "agent|support|advisor|adviser|representative|rep|operator|assistant|bot|chatbot|service|staff|host|nurse|system"
    "|berater|beraterin|mitarbeiter|mitarbeiterin|kundendienst|kundenservice|conseiller|conseillère|agente|asesor"
    "|asesora|operador|medewerker|operatore"
)
_LABEL = re.compile(
    rf"^\s*{_STAMP}(?:(?P<theirs>{_THEIRS})|(?P<ours>{_OURS}))(?:\s+[\w.'’-]+){{0,3}}\s*"
    rf"{_STAMP}[:>](?!//)\s*",
    re.IGNORECASE,
)


def customer_words(text: str) -> str:
    r"""Blank out what the other side of a conversation said.

    Parameters
    ----------
    text
        Anything. A conversation is told by lines that begin with who speaks ("Customer:", "[10:02] Agent
        Ann:", in English, German, French, Spanish, Italian, Dutch), of both sides; a line without a speaker
        goes on with the one before.

    Returns
    -------
    str
        A text of the same length: of a conversation only the customer's words, blanks for all else, so that
        positions stay; anything else as it is.

    Notes
    -----
    Our own convention: what we say to a customer is no feedback, however polite.

    Examples
    --------
    >>> customer_words("Agent: Hello!\nCustomer: It broke.").split()
    ['It', 'broke.']
    >>> customer_words("Customer service: great.")
    'Customer service: great.'
    """
    lines = text.splitlines(keepends=True)
    labels = [_LABEL.match(line) for line in lines]
    found = [label for label in labels if label is not None]
    if not (any(one["theirs"] for one in found) and any(one["ours"] for one in found)):
        return text
    is_theirs = False
    kept: list[str] = []
    for line, label in zip(lines, labels, strict=True):
        if label is not None:
            is_theirs = label["theirs"] is not None
        said_from = label.end() if label is not None else 0
        kept.append(_blank(line[:said_from]) + (line[said_from:] if is_theirs else _blank(line[said_from:])))
    return "".join(kept)


def _blank(words: str) -> str:
    return re.sub(r"\S", " ", words)
