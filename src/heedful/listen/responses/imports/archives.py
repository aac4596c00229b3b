"""Looks into an XLSX before it is opened: how large it really is, and how large a sheet would become."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from heedful.listen.responses.imports import limits
from heedful.listen.responses.imports.format import refuse

CHUNK = 1 << 18
RATIO_COUNTS_FROM = 5_000_000
_CELL_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})\d{1,7}[\"']")
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"'](\d{1,7})[\"']")
_OVERLAP = 64  # an attribute cut by a chunk's end is found in the next


def check_workbook(path: Path) -> None:
    """Refuse a workbook that is damaged, a zip bomb, or a sheet too large to hold."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            _check_entries(archive, file, path.stat().st_size)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError) as error:
        raise refuse(f"the XLSX file is damaged: {error}") from error


def _check_entries(archive: zipfile.ZipFile, file: IO[bytes], size: int) -> None:
    entries = archive.infolist()
    if len(entries) > limits.MAX_WORKBOOK_ENTRIES:
        raise refuse(
            f"the XLSX file has {len(entries):,} parts; {limits.MAX_WORKBOOK_ENTRIES:,} is the limit"
        )
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise refuse("is a zip archive, but not an XLSX workbook")
    unpacked = 0
    for entry in entries:
        extent = _Extent()
        for data in _unpack(entry, file):
            unpacked += len(data)
            _stop_bombs(unpacked, size)
            if "/worksheets/" in entry.filename:
                extent.see(data)
        extent.check()


def _stop_bombs(unpacked: int, size: int) -> None:
    if unpacked > limits.MAX_WORKBOOK_BYTES:
        raise refuse(
            f"the XLSX file unpacks to more than {limits.MAX_WORKBOOK_BYTES:,} bytes; use CSV for it"
        )
    if unpacked > RATIO_COUNTS_FROM and unpacked > limits.MAX_WORKBOOK_RATIO * size:
        raise refuse(f"the XLSX file unpacks to {limits.MAX_WORKBOOK_RATIO} times its size, as zip bombs do")


def _unpack(entry: zipfile.ZipInfo, file: IO[bytes]) -> Iterator[bytes]:
    """Yield what an entry really unpacks to: the sizes a zip file declares may be lies."""
    if entry.flag_bits & 1:
        raise refuse("the XLSX file is protected by a password")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise refuse("the XLSX file is packed in a way we do not read")
    file.seek(entry.header_offset + 26)
    name_length, extra_length = struct.unpack("<HH", file.read(4))
    file.seek(name_length + extra_length, 1)
    left = entry.compress_size
    inflate = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := file.read(min(CHUNK, left))):
        left -= len(packed)
        if inflate is None:
            yield packed
            continue
        yield inflate.decompress(packed, CHUNK)
        while inflate.unconsumed_tail:
            yield inflate.decompress(inflate.unconsumed_tail, CHUNK)


class _Extent:
    """How far a sheet reaches. The reader holds the full rectangle, so one cell far out costs gigabytes."""

    def __init__(self) -> None:
        self._columns: set[bytes] = set()
        self._rows = 0
        self._tail = b""

    def see(self, data: bytes) -> None:
        window = self._tail + data
        self._tail = data[-_OVERLAP:]
        self._columns.update(_CELL_COLUMN.findall(window))
        self._rows = max(self._rows, max(map(int, _ROW_NUMBER.findall(window)), default=0))

    def check(self) -> None:
        width = max((_column_number(letters) for letters in self._columns), default=1)
        if width > limits.MAX_COLUMNS:
            raise refuse(f"a sheet has {width:,} columns; {limits.MAX_COLUMNS:,} is the limit")
        if width * self._rows > limits.MAX_WORKBOOK_CELLS:
            raise refuse(f"a sheet has more than {limits.MAX_WORKBOOK_CELLS:,} cells; use CSV for it")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
