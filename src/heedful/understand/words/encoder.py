"""Meaning as numbers: texts in, one row of numbers each out, on the processor of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from heedful.methods.language import Span, tidied
from heedful.understand.words.model_files import Folder, Model
from heedful.understand.words.model_files.mapped import without_weights
from heedful.understand.words.model_files.onnx_file import further_outputs
from heedful.understand.words.model_files.patching import Array, patched
from heedful.understand.words.remembered import Remembered, Seen
from heedful.understand.words.tokens import opened
from heedful.understand.words.types import Floats

# What layers on the way are called, by how a model was made; of twelve, the fourth and the eighth.
_LAYERS = ("/encoder/layer.{}/output/LayerNorm/Add_1_output_0", "l{}.oln.out")
_DEPTHS = (3, 7)
_WEIGHTS_LIE_IN = "session.model_external_initializers_file_folder_path"


class Encoder:
    """A transformer's view of a text: what the model was made to be asked for, beside its other view.

    The views are its first token and the mean of all, each of length 1. The first half of a row
    is always the one that the model was trained for (``pooling``): texts are compared by it alone.
    """

    def __init__(
        self,
        folder: Folder,
        model: Model,
        *,
        threads: int = 1,
        changes: Mapping[str, Array] | None = None,
        remembers: bool = True,
    ) -> None:
        self.key = model.key
        self._prefix = model.prefix
        self._is_tidied = model.is_tidied
        self._is_mean_first = model.pooling == "mean"
        self._opened = _shared(folder, model, threads, changes or {})
        self._tokens, self._session = self._opened.tokens, self._opened.session
        self._known = self._opened.known if remembers else None
        self._inputs = {one.name for one in self._session.get_inputs()}
        self._last, *self._depths = [one.name for one in self._session.get_outputs()]

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return an array of len(texts) rows; a blank text is a row like any other.

        Each is run alone. Eight-bit arithmetic rounds by the largest number of a batch, so in company the
        same text would read differently each time; on one thread a batch is hardly quicker (measured: 5 %).
        So the same text is always the same row, and one that was seen lately need not be run again.
        """
        return _stacked([one.row for one in self._seen(texts, [self._last])])

    def encode_deep(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """Return the rows of ``encode``, and beside each what layers on the way to it made of the text.

        Of each layer the mean of all tokens, of length 1: nearer to the words as they were written. Models
        that are fine-tuned, or whose layers are not known, have none: rows without numbers.
        """
        found = self._seen(texts, [self._last, *self._depths], is_deep=True)
        return _stacked([one.row for one in found]), _stacked([_depths(one) for one in found])

    def _seen(self, texts: Sequence[str], layers: Sequence[str], *, is_deep: bool = False) -> list[Seen]:
        asked = [self._asked(text) for text in texts]
        if self._known is None:
            return self._run(asked, layers, is_deep=is_deep)
        once = list(dict.fromkeys(asked))
        found = {text: one for text in once if (one := self._known.get(text, is_deep=is_deep))}
        new = [text for text in once if text not in found]
        for text, one in zip(new, self._run(new, layers, is_deep=is_deep), strict=True):
            found[text] = one
            self._known.put(text, one)
        return [found[text] for text in asked]

    def _run(self, asked: Sequence[str], layers: Sequence[str], *, is_deep: bool) -> list[Seen]:
        def seen(one: Any) -> Seen:
            last, *lower = self._layers(one.ids, one.kinds, layers)
            own = [_of_length_one(hidden.mean(axis=0)) for hidden in lower]
            depths = np.hstack(own) if own else np.empty(0, np.float32)
            return Seen(self._views(last[0], last.mean(axis=0)), depths if is_deep else None)

        return _each(seen, self._tokens.cut(asked))

    def _asked(self, text: str) -> str:
        return self._prefix + (tidied(text) if self._is_tidied else text)

    def encode_parts(self, asked: Sequence[tuple[str, Span]]) -> Floats:
        """Return a row for each part of a text: the text's first token beside the mean of its own tokens."""
        texts = list(dict.fromkeys(text for text, _ in asked))
        found = dict(zip(texts, self._tokens.cut(texts), strict=True))
        hidden = {text: self._hidden(one.ids, one.kinds) for text, one in found.items()}
        rows = []
        for text, span in asked:
            own = [place for place, ends in enumerate(found[text].places) if Span(*ends).meets(span)]
            rows.append(self._views(hidden[text][0], hidden[text][own or slice(None)].mean(axis=0)))
        return _stacked(rows)

    def _views(self, first: Floats, mean: Floats) -> Floats:
        views = [_of_length_one(first), _of_length_one(mean)]
        return np.hstack(views[::-1] if self._is_mean_first else views)

    def _hidden(self, ids: Sequence[int], kinds: Sequence[int]) -> Floats:
        return self._layers(ids, kinds, [self._last])[0]

    def _layers(self, ids: Sequence[int], kinds: Sequence[int], names: Sequence[str]) -> list[Floats]:
        tokens = np.array([ids], np.int64)
        feed = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": np.array([kinds], np.int64),
        }
        given: dict[str, Any] = {name: feed[name] for name in self._inputs & feed.keys()}
        if (table := self._opened.table) is not None:
            given[self._opened.rows] = table.rows(ids)[None]
        found = self._session.run(list(names), given)
        return [hidden[0] for hidden in found]


_hands: ContextVar[int] = ContextVar("hands", default=1)


@contextmanager
def several_at_once(hands: int) -> Iterator[None]:
    """Let encoders run so many texts side by side in what is done within; each still alone, with its row."""
    before = _hands.set(hands)
    try:
        yield
    finally:
        _hands.reset(before)


def _each[Given, Made](work: Callable[[Given], Made], given: Sequence[Given]) -> list[Made]:
    hands = min(_hands.get(), len(given))
    if hands < 2:
        return [work(one) for one in given]
    with ThreadPoolExecutor(hands) as threads:
        return list(threads.map(work, given))


class _Opened:
    """A model's files in memory; both parts may be asked by several threads at once."""

    def __init__(self, folder: Folder, model: Model, threads: int, changes: Mapping[str, Array]) -> None:
        import onnxruntime

        self.known = Remembered()
        self.tokens = opened(folder.path(model, _vocabulary(model)))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        with _file(folder.path(model, "model.onnx").resolve(), changes) as path:
            options.add_session_config_entry(_WEIGHTS_LIE_IN, str(path.parent))
            mapped = without_weights(path)
            content = mapped.content + further_outputs([] if changes else _depths_of(mapped.content))
            self.session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self.rows, self.table = mapped.rows, mapped.table


def _vocabulary(model: Model) -> str:
    return next(file.name for file in model.files if file.name != "model.onnx")


@contextmanager
def _file(path: Path, changes: Mapping[str, Array]) -> Iterator[Path]:
    """Give the file of the model as it is to be run; once it is opened, it may go."""
    if not changes:
        yield path
        return
    with NamedTemporaryFile(suffix=".onnx") as made:
        made.write(patched(path.read_bytes(), changes))
        made.flush()
        yield Path(made.name).resolve()


def _depths_of(model: bytes) -> list[str]:
    for pattern in _LAYERS:
        names = [pattern.format(layer) for layer in _DEPTHS]
        if all(name.encode() in model for name in names):
            return names
    return []


# A model takes time and memory to open: who holds one shares it with who asks next.
_open: WeakValueDictionary[tuple[Any, ...], _Opened] = WeakValueDictionary()
_opening = Lock()


def _shared(folder: Folder, model: Model, threads: int, changes: Mapping[str, Array]) -> _Opened:
    files = [folder.path(model, name) for name in ("model.onnx", _vocabulary(model))]
    states = tuple((str(file.resolve()), (state := file.stat()).st_mtime_ns, state.st_size) for file in files)
    key = (*states, threads, _print_of(changes))
    with _opening:
        found = _open.get(key)
        if found is None:
            found = _open[key] = _Opened(folder, model, threads, changes)
        return found


def _print_of(changes: Mapping[str, Array]) -> str:
    seen = blake2b(digest_size=16)
    for name in sorted(changes):
        seen.update(f"{name} {changes[name].dtype} {changes[name].shape} ".encode())
        seen.update(np.ascontiguousarray(changes[name]))
    return seen.hexdigest()


_NONE = np.empty((0, 0), np.float32)


def _stacked(rows: Sequence[Floats]) -> Floats:
    return np.stack(rows) if rows else _NONE


def _depths(one: Seen) -> Floats:
    assert one.depths is not None  # it was asked for
    return one.depths


def _of_length_one(row: Floats) -> Floats:
    return (row / max(float(np.linalg.norm(row)), 1e-12)).astype(np.float32)
