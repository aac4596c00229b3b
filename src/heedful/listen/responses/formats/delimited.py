"""CSV, TSV and other text with separators."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from heedful.listen.responses.imports import limits
from heedful.listen.responses.imports.encodings import find_encoding, is_text
from heedful.listen.responses.imports.format import Head, ReadOptions, Row, Table, refuse
from heedful.listen.responses.imports.headers import fit_rows, take_header
from heedful.listen.responses.imports.streams import open_bytes

DELIMITERS = (",", ";", "\t", "|")
SNIFF_CHARACTERS = 200_000
_BROKEN = re.compile("[\udc80-\udcff]")


class Delimited:
    key = "delimited"
    label = "CSV, TSV or other text with separators"
    suffixes = (".csv", ".tsv", ".tab", ".txt")

    def confidence(self, head: Head) -> float:
        if not is_text(head) or head.data.lstrip().startswith(b"<"):  # XML and HTML are no tables
            return 0.0
        return 0.6 if head.has_suffix(*self.suffixes) else 0.4

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        encoding = options.encoding or find_encoding(path)
        with open_bytes(path) as (file, read_share):
            errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
            with io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="") as text:
                lines = _Lines(text)
                delimiter = options.delimiter or _find_delimiter(lines.peek(SNIFF_CHARACTERS))
                header = take_header(_records(lines, delimiter), options)
                rows = fit_rows(header.records, len(header.columns))
                found = options.found(kind=self.key, encoding=encoding, delimiter=delimiter)
                yield Table(header.columns, rows, found, header.texts, header.notes, read_share)


class _Lines:
    """Lines of a text, none too long, that can be looked at before they are read."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._ahead: list[str] = []
        self._number = 0
        self.broken = False

    def peek(self, characters: int) -> str:
        seen = 0
        while seen < characters and (line := self._read()):
            self._ahead.append(line)
            seen += len(line)
        if self._ahead and self._ahead[0].lower().startswith("sep=") and len(self._ahead[0].strip()) == 5:
            return self._ahead.pop(0).strip()[4]  # Excel's own way to name the separator
        return "".join(self._ahead)

    def _read(self) -> str:
        try:
            line = self._text.readline(limits.MAX_LINE)
        except UnicodeError as error:
            raise refuse(f"line {self._number + 1} is not {self._text.encoding}: {error}") from error
        self._number += 1
        if len(line) >= limits.MAX_LINE and not line.endswith("\n"):
            raise refuse(_too_long(line, self._number))
        return line

    def __iter__(self) -> Iterator[str]:
        self._ahead.reverse()
        while line := self._ahead.pop() if self._ahead else self._read():
            if not line.isascii() and _BROKEN.search(line):
                self.broken = True
            yield line


def _too_long(line: str, number: int) -> str:
    most = max(line.count(delimiter) for delimiter in DELIMITERS)
    if most > limits.MAX_COLUMNS:
        return f"line {number} has more than {limits.MAX_COLUMNS:,} columns, which is the limit"
    return f"line {number} is longer than {limits.MAX_LINE:,} characters; this is not a table"


def _find_delimiter(sample: str) -> str:
    """Return the separator that cuts the sample into the most columns, the same number in most lines."""
    if len(sample) == 1 and not sample.isalnum():
        return sample
    scores = {delimiter: _regularity(sample, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else ","


def _regularity(sample: str, delimiter: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            widths[len(record)] += bool(record)
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, times = widths.most_common(1)[0]
    return 0.0 if width < 2 else times / sum(widths.values()) + min(width, 100) / 1000


def _records(lines: _Lines, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter)
    number = 0
    while True:
        number += 1
        lines.broken = False
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise refuse(_unreadable(error), row=number) from error
        if cells is None:
            return
        if not any(cells):
            continue
        if any("\0" in cell for cell in cells):
            raise refuse("contains NUL bytes, as binary files do", row=number)
        yield Row(number, cells, "has bytes that are not UTF-8" if lines.broken else "")


def _unreadable(error: csv.Error) -> str:
    if "field larger" in str(error):
        return f"a cell is longer than {limits.MAX_CELL:,} characters; perhaps a quotation mark is not closed"
    return f"cannot be read as a table: {error}"


KIND = Delimited()
