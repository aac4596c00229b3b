"""Makes a model for sentencepiece of a ``tokenizer.json`` with a unigram vocabulary.

The vocabularies of multilingual models have a quarter of a million pieces. They take 60 MB of memory as
sentencepiece holds them, 280 as the tokenizers library does, and both cut a text into the same pieces. The
format is protobuf (sentencepiece_model.proto); the numbers below are its field numbers.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from heedful.understand.words.model_files.wire import message, single, text, whole

_PIECES, _TRAINER, _NORMALIZER = 1, 2, 3
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3
_UNIGRAM = 1
_BLANK = "▁"


class NotThatTokenizer(ValueError):
    """The file says something that sentencepiece would not do."""


def converted(content: bytes) -> bytes:
    """Return the content of the sentencepiece model; the same input gives the same bytes for good."""
    given = json.loads(content)
    _check(given)
    model, known = given["model"], {one["content"] for one in given["added_tokens"]}
    kinds = dict.fromkeys(known, _CONTROL) | {model["vocab"][model["unk_id"]][0]: _UNKNOWN}
    pieces = b"".join(
        message(_PIECES, text(1, piece) + single(2, score) + whole(3, kinds.get(piece, _NORMAL)))
        for piece, score in model["vocab"]
    )
    charsmap = base64.b64decode(given["normalizer"]["normalizers"][0]["precompiled_charsmap"])
    # A blank in front, runs of blanks as one, blanks as a sign of their own: as the file has it too.
    normalizer = message(2, charsmap) + whole(3, 1) + whole(4, 1) + whole(5, 1)
    trainer = whole(3, _UNIGRAM) + whole(40, model["unk_id"])
    return pieces + message(_TRAINER, trainer) + message(_NORMALIZER, normalizer)


def _check(given: Mapping[str, Any]) -> None:
    normalizers = [one["type"] for one in given["normalizer"].get("normalizers", [])]
    cut = given["pre_tokenizer"]
    if given["model"].get("type") != "Unigram" or given["model"].get("byte_fallback"):
        raise NotThatTokenizer("It is no unigram model, or one that falls back to bytes.")
    if normalizers != ["Precompiled", "Replace"]:
        raise NotThatTokenizer(f"Texts are made ready otherwise: {normalizers}.")
    if (cut["type"], cut["replacement"], cut["add_prefix_space"]) != ("Metaspace", _BLANK, True):
        raise NotThatTokenizer(f"Texts are cut at blanks otherwise: {cut}.")
