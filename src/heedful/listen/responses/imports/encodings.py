"""Which encoding a text file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import IO

from heedful.listen.responses.imports.format import Head, refuse
from heedful.listen.responses.imports.streams import open_bytes

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Old Macintosh pages look like the Windows ones to a detector, and hardly anybody writes them any more.
RARE = ["mac_cyrillic", "mac_greek", "mac_iceland", "mac_latin2", "mac_roman", "mac_turkish"]
EVIDENCE_BYTES = 200_000
CHUNK = 1 << 20
MIXED_SHARE = 0.1  # up to this share of odd lines, the file is UTF-8 with broken lines
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")


def encoding_by_mark(data: bytes) -> str:
    """Return the encoding that a byte order mark, or the zeros of UTF-16, give away; else nothing."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return encoding
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    half = max(1, min(len(data), 4096) // 2)
    if odd > 0.4 * half and even < 0.05 * half and _reads(data, "utf-16-le"):
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half and _reads(data, "utf-16-be"):
        return "utf-16-be"
    return ""


def _reads(data: bytes, encoding: str) -> bool:
    """Tell whether bytes that may be UTF-16 make text, and not letters of scripts nobody mixes."""
    text = data[:4096].decode(encoding, "replace")
    plain = sum(letter.isprintable() or letter.isspace() for letter in text)
    return plain > 0.98 * len(text) and "\n" in text


def is_text(head: Head) -> bool:
    """Tell whether the first bytes are text: hardly any control characters."""
    if encoding_by_mark(head.data):
        return True
    return len(_CONTROL.findall(head.data)) <= 0.002 * len(head.data)


def find_encoding(path: Path) -> str:
    """Return the encoding of a text file, looking at every line that is not plain ASCII."""
    with open_bytes(path) as (file, _):
        head = file.read(4096)
        marked = encoding_by_mark(head)
        if marked:
            return marked
        return _by_lines(head + file.readline(CHUNK), file)


def _by_lines(first: bytes, rest: IO[bytes]) -> str:
    good = bad = 0
    evidence = bytearray()
    chunk = first
    while chunk:
        for line in _lines_beyond_ascii(chunk):
            if _is_utf8(line):
                good += 1
            else:
                bad += 1
                if len(evidence) < EVIDENCE_BYTES:
                    evidence += line + b"\n"
        chunk = rest.read(CHUNK) + rest.readline(CHUNK) if chunk else b""
    if bad <= MIXED_SHARE * (good + bad):
        return "utf-8"
    return _guess(bytes(evidence))


def _lines_beyond_ascii(chunk: bytes) -> list[bytes]:
    if chunk.isascii():
        return []
    return [line for line in chunk.split(b"\n") if not line.isascii()]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _guess(evidence: bytes) -> str:
    from charset_normalizer import from_bytes

    # Western text first: on short evidence the detector likes rarer code pages that fit as well.
    if _looks_western(evidence):
        return "cp1252"
    best = from_bytes(evidence, cp_exclusion=RARE).best()
    if best is None:
        raise refuse("the text is in no encoding we know; save it as UTF-8")
    return best.encoding


def _looks_western(evidence: bytes) -> bool:
    """Tell whether the high bytes stand alone between letters, as accents do, and mean letters or signs."""
    high = _HIGH.findall(evidence)
    usual = sum(byte in _WESTERN for byte in high)
    runs = len(re.findall(rb"[\x80-\xff]{2,}", evidence))
    return usual >= 0.98 * len(high) and runs <= 0.1 * len(high)


# What Western European text is made of in cp1252: its letters, quotes, dashes, the euro.
_WESTERN = {
    bytes([code])
    for code in (*b"\xc4\xd6\xdc\xe4\xf6\xfc\xdf\xc9\xe9\xe8\xea\xe0\xe2\xe7\xf4\xfb\xee\xef\xf9\xeb\xf1\xf3",
                 *b"\xed\xe1\xfa\xbf\xa1\xe3\xf5\xc0\xc7\xc8\xe5\xe6\xf8\xc5\xc6\xd8\x80\x85\x91\x92\x93\x94",
                 *b"\x96\x97\xa0\xa3\xa7\xab\xb0\xb4\xbb\xaa\xba\xc1\xcd\xd3\xda\xd1\xec\xf2")
}  # fmt: skip
