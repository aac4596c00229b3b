"""Meaning as numbers: texts in, one row of numbers each out, on the processor of this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import batched

import numpy as np
import numpy.typing as npt

from heedful.understand.words.model_files import Folder, Model

type Floats = npt.NDArray[np.float32]

LONGEST = 256  # tokens; what comes behind is not read, and readers work on clauses anyway
_BATCH = 32


class Encoder:
    """A transformer's view of a text: its first token beside the mean of all, each of length 1."""

    def __init__(self, folder: Folder, model: Model, *, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.key = model.key
        self._tokens = Tokenizer.from_file(str(folder.path(model, "tokenizer.json")))
        self._tokens.enable_truncation(LONGEST)
        self._tokens.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        path = str(folder.path(model, "model.onnx"))
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._inputs = {one.name for one in self._session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return an array of len(texts) rows; a blank text is a row like any other."""
        encodings = self._tokens.encode_batch(list(texts))
        ids = [encoding.ids for encoding in encodings]
        rows: list[Floats] = [np.empty(0, np.float32)] * len(ids)
        for places, found in self._batches(ids):
            for place, row in zip(places, found, strict=True):
                rows[place] = row
        return np.stack(rows) if rows else np.empty((0, 0), np.float32)

    def _batches(self, ids: Sequence[Sequence[int]]) -> Iterator[tuple[tuple[int, ...], Floats]]:
        # Texts of like length share a batch: padding is work for nothing.
        by_length = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        for places in batched(by_length, _BATCH, strict=False):
            yield places, self._run([ids[place] for place in places])

    def _run(self, ids: Sequence[Sequence[int]]) -> Floats:
        longest = max(len(one) for one in ids)
        tokens = np.zeros((len(ids), longest), np.int64)
        mask = np.zeros_like(tokens)
        for row, one in enumerate(ids):
            tokens[row, : len(one)] = one
            mask[row, : len(one)] = 1
        feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        hidden = self._session.run(None, {name: feed[name] for name in self._inputs})[0]
        mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        return np.hstack([_of_length_one(hidden[:, 0]), _of_length_one(mean)]).astype(np.float32)


def _of_length_one(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.maximum(lengths, 1e-12)).astype(np.float32)
