"""Reads comments with every reader whose models are here, in batches, in the order they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from heedful.understand.words.comments import Comments
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.kind import ReaderKind, TieredKind, readers
from heedful.understand.words.mentions import Finder
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.types import Floats

BATCH = 256


@dataclass(frozen=True, slots=True)
class Comment:
    """A text, the language expected of it, what is known of who wrote it, and whose themes may be in it."""

    text: str
    language: str = ""
    known_names: tuple[str, ...] = ()
    aspect: str = ""  # words in it; how it is meant towards them is read too
    taxonomy: str = ""  # key of one of the reading's finders; empty: no themes are looked for


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """``meanings`` are, by model, the places of the comments that were encoded and a row for each."""

    documents: list[dict[str, Any]]
    meanings: Mapping[str, tuple[list[int], Floats]]


@dataclass
class Reading:
    """Readers that work from one folder of models; encoders are loaded once and kept."""

    folder: Folder
    keys: Sequence[str] = ()  # readers wanted; empty: all
    finders: Mapping[str, Finder] = field(default_factory=dict)  # by taxonomy
    encoders: dict[str, Encoder] = field(default_factory=dict)
    tier: str = "fast"  # or quality: slower, and right more often

    def chosen(self) -> dict[str, ReaderKind]:
        return {
            key: one.at(self.tier) if isinstance(one, TieredKind) else one
            for key, one in readers().items()
            if not self.keys or key in self.keys
        }

    def versions(self) -> dict[str, str]:
        """Return what each reading depends on, to be kept beside it."""
        return {key: one.version() for key, one in self.chosen().items()}

    def finder_versions(self) -> dict[str, str]:
        """Return what the themes of each taxonomy are found by, to be kept beside it."""
        return {taxonomy: finder.version() for taxonomy, finder in self.finders.items()}

    def read(self, comments: Iterable[Comment]) -> Iterator[dict[str, Any]]:
        """Yield a document a comment; a reader without its model says so in ``skipped``."""
        for some in batched(comments, BATCH, strict=False):
            yield from self.read_batch(some).documents

    def read_batch(self, some: Sequence[Comment]) -> ReadBatch:
        """Read some comments together; return their documents with the numbers they were read by."""
        batch = Comments(
            [comment.text for comment in some],
            folder=self.folder,
            priors=[comment.language for comment in some],
            known=[comment.known_names for comment in some],
            encoders=self.encoders,
            finders=self.finders,
            taxonomies=[comment.taxonomy for comment in some],
            aspects=[comment.aspect for comment in some],
            tier=self.tier,
        )
        documents: list[dict[str, Any]] = [{"skipped": {}} for _ in some]
        for reader in self.chosen().values():
            for document, found in zip(documents, self._found(reader, batch), strict=True):
                skipped = {**document["skipped"], **found.get("skipped", {})}
                document.update({**found, "skipped": skipped})
        settled = [
            _settled(document, is_cut=is_cut)
            for document, is_cut in zip(documents, batch.is_cut, strict=True)
        ]
        return ReadBatch(settled, batch.wholes())

    def _found(self, reader: ReaderKind, batch: Comments) -> Sequence[dict[str, Any]]:
        missing = [key for key in reader.models if not self.folder.has(models()[key])]
        if missing:
            return [
                {"skipped": {reader.key: f"the model {missing[0]} is not installed"}}
                for _ in range(len(batch))
            ]
        return reader.read(batch)


def _settled(document: dict[str, Any], *, is_cut: bool) -> dict[str, Any]:
    skipped = document.pop("skipped")
    if is_cut:
        skipped["rest"] = "too long: only the beginning was read"
    return {**document, "skipped": skipped} if skipped else document
