"""A part of the index: a folder with an index of at most so many answers, and the ids that ever went in.

A library's index forgets a document by a note and keeps its words until files are merged, when it sees fit.
So the index is cut into parts that are small enough to be written anew at once: then the words are gone.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from heedful.understand.words.search.index.entries import Entry, analyzers, document, schema
from heedful.understand.words.vectors.files import sync_folder

if TYPE_CHECKING:
    import tantivy

HEAP = 50_000_000  # bytes that a writer gathers before it writes a file
IDS = "responses.i64"


@dataclass(frozen=True, slots=True)
class Part:
    """One writer at a time, seen to by whoever calls."""

    folder: Path

    def opened(self) -> tantivy.Index:
        """Open it; a folder without an index raises."""
        from tantivy import Index

        index = Index.open(str(self.folder))
        for name, analyzer in analyzers().items():
            index.register_tokenizer(name, analyzer)
        index.config_reader("manual")
        return index

    def change(self, gone: Collection[int], new: Iterable[Entry]) -> int:
        """Take out every answer of some responses, put others in, in one commit; return how many came in."""
        entries = list(new)
        self._make()
        self._note([entry.response_id for entry in entries])
        index = self.opened()
        writer = index.writer(HEAP, 1)
        for response_id in gone:
            writer.delete_documents_by_term("response", response_id)
        for entry in entries:
            writer.add_document(document(entry))
        writer.commit()
        writer.wait_merging_threads()
        return len(entries)

    def ever(self) -> npt.NDArray[np.int64]:
        """Return every response that was ever put in, also those whose words lie on in a file unmerged."""
        try:
            held = (self.folder / IDS).read_bytes()
        except FileNotFoundError:
            return np.empty(0, np.int64)
        return np.unique(np.frombuffer(held[: len(held) // 8 * 8], np.int64))

    def live(self) -> npt.NDArray[np.int64]:
        """Return the responses that can be found here now."""
        from tantivy import Query

        index = self.opened()
        index.reload()
        searcher = index.searcher()
        if not searcher.num_docs:
            return np.empty(0, np.int64)
        hits = searcher.search(Query.all_query(), searcher.num_docs, count=False).hits
        values = searcher.fast_field_values("response", [address for _, address in hits])
        return np.unique(np.array(values, np.int64))

    def count(self) -> int:
        index = self.opened()
        index.reload()
        return index.searcher().num_docs

    def size(self) -> int:
        """Return the bytes of its files; one that a writer takes away meanwhile counts nothing."""
        total = 0
        with suppress(FileNotFoundError), os.scandir(self.folder) as files:
            for file in files:
                with suppress(FileNotFoundError):
                    total += file.stat().st_size
        return total

    def _make(self) -> None:
        from tantivy import Index

        if not self.folder.exists():
            self.folder.mkdir(parents=True)
            Index(schema(), path=str(self.folder))

    def _note(self, response_ids: Sequence[int]) -> None:
        # Before the words are written: a crash between leaves an id too many, never one too few.
        if not response_ids:
            return
        with (self.folder / IDS).open("ab") as file:
            file.truncate(file.tell() // 8 * 8)
            file.write(np.unique(np.array(response_ids, np.int64)).tobytes())
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.folder)
