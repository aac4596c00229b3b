"""What personal data looks like: a shape, a check, and for bare digits a word nearby that says what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from heedful.methods.language.redaction import checksums
from heedful.methods.language.redaction.types import Kind, PersonalData
from heedful.methods.language.spans import Span

_NEAR = 40  # characters before bare digits in which the word must stand
_NOT_KEPT = re.compile(r"[\s.\-/]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """``check`` gets what was found, numbers bare of blanks and dots; ``cue`` must stand shortly before."""

    kind: Kind
    shape: re.Pattern[str]
    check: Callable[[str], bool] = bool
    cue: re.Pattern[str] | None = None

    def found(self, text: str) -> Iterator[PersonalData]:
        """Yield what has the shape, passes the check and is announced."""
        for match in self.shape.finditer(text):
            whole = match.group()
            bare = whole if self.kind is Kind.LINK else _NOT_KEPT.sub("", whole)
            if self.check(bare) and self._is_announced(text, match.start()):
                yield PersonalData(Span(match.start(), match.end()), self.kind)

    def _is_announced(self, text: str, start: int) -> bool:
        return self.cue is None or self.cue.search(text, max(0, start - _NEAR), start) is not None


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@]){pattern}(?![\w@])")


def _cue(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _is_card(digits: str) -> bool:
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and checksums.luhn(digits)


def _is_iban(characters: str) -> bool:
    return 15 <= len(characters) <= 34 and checksums.mod_97(characters.upper())


_SECRET = re.compile(
    r"://[^/\s]*@|[?&#](?:[\w-]*(?:token|key|sig|auth|session|sid|pass|email|mail|user|code)[\w-]*)=[^&\s]+"
    r"|[/=](?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}",
    re.IGNORECASE,
)


def _is_secret_link(link: str) -> bool:
    return _SECRET.search(link) is not None


# The order is the precedence: where two overlap, the first one stands.
PATTERNS = (
    Pattern(
        Kind.LINK,
        re.compile(r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)\]]", re.IGNORECASE),
        _is_secret_link,
    ),
    Pattern(
        Kind.EMAIL,
        re.compile(
            r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]{2,63})+(?![\w@])",
            re.IGNORECASE,
        ),
    ),
    Pattern(Kind.IBAN, _shape(r"[A-Z]{2}\d{2}(?:[ \-]?[A-Z0-9]){11,30}"), _is_iban),
    Pattern(Kind.ID, _shape(r"\d{3}-\d{2}-\d{4}"), checksums.social_security),
    Pattern(
        Kind.ID,
        re.compile(
            r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:\d{2} ?){3}[A-D](?!\w)"
        ),
    ),
    Pattern(
        Kind.ID,
        _shape(r"[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}"),
        checksums.nir,
    ),
    Pattern(Kind.CARD, _shape(r"\d(?:[ \-]?\d){12,18}"), _is_card),
    Pattern(Kind.ID, _shape(r"(?:[XYZ]-?\d{7}|\d{8})-?[A-HJ-NP-TV-Z]"), checksums.dni),
    Pattern(Kind.ID, _shape(r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]"), checksums.codice_fiscale),
    Pattern(Kind.ID, _shape(r"\d{3}\.\d{3}\.\d{3}-\d{2}"), checksums.cpf),
    Pattern(
        Kind.ID,
        _shape(r"\d{2} ?\d{3} ?\d{3} ?\d{3}"),
        checksums.iso_7064,
        _cue("steuer-?id|steueridentifikationsnummer|idnr|steuernummer|tax id"),
    ),
    Pattern(Kind.ID, _shape(r"\d{3} ?\d{3} ?\d{4}"), checksums.mod_11, _cue("nhs")),
    Pattern(
        Kind.ID,
        _shape(r"\d{3}[ .]?\d{2}[ .]?\d{4}|\d{9}"),
        checksums.eleven_proof,
        _cue("bsn|burgerservicenummer|sofinummer"),
    ),
    Pattern(
        Kind.ID,
        _shape(r"(?=[A-Z0-9]*\d)[A-Z0-9]{6,12}"),
        bool,
        _cue(
            "passport(?: number| no)?|driving licen[cs]e|social security|ssn|personalausweis|reisepass"
            "|ausweis|passeport|pasaporte|carte d.identité|national insurance"
            "|member(?:ship)? (?:number|no|id)"
        ),
    ),
)
