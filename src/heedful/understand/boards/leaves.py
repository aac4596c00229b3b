"""PDFs of one page each, bound into one: what the drawing engine makes is a page at a time.

It writes plain files (ISO 32000, 7.5): objects, one table of where they begin, a trailer. So binding is
numbering the objects anew and putting one tree over all pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TABLE = re.compile(
    rb"xref\s+0 \d+\s+((?:\d{10} \d{5} [nf]\s*?\n)+)trailer\s*<<(.*?)>>\s*startxref", re.DOTALL
)
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"  # bytes that are no text, so that nobody takes it for one
CATALOG, TREE, FIRST = 1, 2, 3


def bind(pages: Sequence[bytes]) -> bytes:
    """Return one PDF of several of one page; raise ValueError for what the drawing engine does not write."""
    objects: dict[int, bytes] = {}
    kids: list[int] = []
    for pdf in pages:
        page = _Page(pdf, first=FIRST + len(objects))
        objects |= page.objects()
        kids.append(page.number)
    listed = " ".join(f"{number} 0 R" for number in kids)
    objects[CATALOG] = f"<< /Type /Catalog /Pages {TREE} 0 R >>".encode()
    objects[TREE] = f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>".encode()
    return _written(objects)


class _Page:
    """The objects of a PDF of one page, numbered from ``first`` on."""

    def __init__(self, pdf: bytes, *, first: int) -> None:
        start = int(_found(_START, pdf)[1])
        entries, trailer = _found(_TABLE, pdf, start).groups()
        offsets = [int(entry[:10]) for entry in entries.splitlines()]
        self._objects = {
            number: _object(pdf, offset, start, offsets) for number, offset in enumerate(offsets) if offset
        }
        catalog = _reference(rb"/Root", trailer)
        tree = _reference(rb"/Pages", self._objects.pop(catalog))
        page = _reference(rb"/Kids \[", self._objects.pop(tree))
        self._numbers = {old: first + place for place, old in enumerate(self._objects)} | {tree: TREE}
        self.number = self._numbers[page]

    def objects(self) -> dict[int, bytes]:
        return {self._numbers[old]: self._renumbered(content) for old, content in self._objects.items()}

    def _renumbered(self, content: bytes) -> bytes:
        described, stream, data = content.partition(b"stream\n")
        told = _REFERENCE.sub(lambda found: b"%d 0 R" % self._numbers[int(found[1])], described)
        return told + stream + data


def _object(pdf: bytes, offset: int, table: int, offsets: Sequence[int]) -> bytes:
    """Return what stands between ``obj`` and ``endobj``; in a stream these words may stand by chance."""
    end = min((other for other in offsets if other > offset), default=table)
    content = pdf[offset:end]
    return content[content.index(b"obj") + 3 : content.rindex(b"endobj")].strip(b"\n")


def _written(objects: dict[int, bytes]) -> bytes:
    parts, at, table = [_HEADER], len(_HEADER), [b"%010d %05d f \n" % (0, 65_535)]
    for number, part in _numbered(objects):
        assert number == len(table), "objects are numbered without a gap"
        table.append(b"%010d %05d n \n" % (at, 0))
        parts.append(part)
        at += len(part)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(table), CATALOG, at)
    return b"".join([*parts, b"xref\n0 %d\n" % len(table), *table, trailer])


def _numbered(objects: dict[int, bytes]) -> Iterator[tuple[int, bytes]]:
    for number in sorted(objects):
        yield number, b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])


def _reference(name: bytes, content: bytes) -> int:
    return int(_found(re.compile(name + rb"\s*(\d+) 0 R"), content)[1])


def _found(pattern: re.Pattern[bytes], pdf: bytes, start: int = 0) -> re.Match[bytes]:
    found = pattern.search(pdf, start)
    if found is None:
        raise ValueError(f"No {pattern.pattern!r} in this PDF.")
    return found
