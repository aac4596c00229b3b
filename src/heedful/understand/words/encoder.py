"""Meaning as numbers: texts in, one row of numbers each out, on the processor of this machine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from heedful.understand.words.model_files import Folder, Model

type Floats = npt.NDArray[np.float32]

LONGEST = 256  # tokens; what comes behind is not read, and readers work on clauses anyway


class Encoder:
    """A transformer's view of a text: what the model was made to be asked for, beside its other view.

    The views are its first token and the mean of all, each of length 1. The first half of a row
    is always the one that the model was trained for (``pooling``): texts are compared by it alone.
    """

    def __init__(self, folder: Folder, model: Model, *, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.key = model.key
        self._prefix = model.prefix
        self._is_mean_first = model.pooling == "mean"
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
        """Return an array of len(texts) rows; a blank text is a row like any other.

        Each is run alone. Eight-bit arithmetic rounds by the largest number of a batch, so in company the
        same text would read differently each time; on one thread a batch is hardly quicker (measured: 5 %).
        """
        encodings = self._tokens.encode_batch([self._prefix + text for text in texts])
        rows = [self._row(encoding.ids) for encoding in encodings]
        return np.stack(rows) if rows else np.empty((0, 0), np.float32)

    def _row(self, ids: Sequence[int]) -> Floats:
        tokens = np.array([ids], np.int64)
        feed = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": np.zeros_like(tokens),
        }
        hidden = self._session.run(None, {name: feed[name] for name in self._inputs})[0][0]
        first, mean = _of_length_one(hidden[0]), _of_length_one(hidden.mean(axis=0))
        return np.hstack([mean, first] if self._is_mean_first else [first, mean])


def _of_length_one(row: Floats) -> Floats:
    return (row / max(float(np.linalg.norm(row)), 1e-12)).astype(np.float32)
