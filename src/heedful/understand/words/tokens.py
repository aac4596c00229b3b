"""Cuts texts into the tokens of an encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

LONGEST = 256  # with those at the ends; what comes behind is not read, and readers work on clauses anyway


class Cut(NamedTuple):
    """A text as tokens: their numbers, which part they are of, and where they begin and end in the text."""

    ids: Sequence[int]
    kinds: Sequence[int]
    places: Sequence[tuple[int, int]]


class Tokens(Protocol):
    """A vocabulary; several threads may ask it at once."""

    def cut(self, texts: Sequence[str]) -> list[Cut]:
        """Return each text as tokens, at most ``LONGEST``."""


class WordPieces:
    """A vocabulary in a file of the tokenizers library."""

    def __init__(self, path: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()

    def cut(self, texts: Sequence[str]) -> list[Cut]:
        return [Cut(one.ids, one.type_ids, one.offsets) for one in self._tokenizer.encode_batch(list(texts))]


class SentencePieces:
    """A vocabulary in a file of sentencepiece, with the ends that models of XLM-R's family want."""

    def __init__(self, path: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._processor = SentencePieceProcessor(model_file=str(path))
        self._begin, self._end, self._blank = (
            self._processor.piece_to_id(one) for one in ("<s>", "</s>", "▁")
        )

    def cut(self, texts: Sequence[str]) -> list[Cut]:
        return [self._cut(text) for text in texts]

    def _cut(self, text: str) -> Cut:
        pieces = list(self._pieces(text))[: LONGEST - 2]
        ids = [self._begin, *(number for number, _ in pieces), self._end]
        return Cut(ids, [0] * len(ids), [(0, 0), *(place for _, place in pieces), (0, 0)])

    def _pieces(self, text: str) -> Iterator[tuple[int, tuple[int, int]]]:
        found = self._processor.encode(text, return_type="offset_mapping")
        for number, (start, end) in zip(found["ids"], found["offsets"], strict=True):
            yield (
                number,
                (start, max(end, start + 1)),
            )  # the blank that is put in front counts as the first letter
        if text[-1:].isspace():  # the encoders were made with it, and sentencepiece leaves it out
            yield self._blank, (len(text) - 1, len(text))


def opened(path: Path) -> Tokens:
    """Return the vocabulary of a file, by the ending of its name."""
    return WordPieces(path) if path.suffix == ".json" else SentencePieces(path)
