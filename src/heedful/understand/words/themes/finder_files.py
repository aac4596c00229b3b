"""A finder as bytes: an .npz without pickled objects, the same bytes for the same finder."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from heedful.methods.language.themes import Calibration, Described, Labelled, Space, Vocabulary
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.words.themes.heads import Learnt, ThemeHead

FORMAT = "heedful-themes-1"

type Arrays = dict[str, npt.NDArray[Any]]


def write_heads(facts: Mapping[str, Any], heads: Mapping[str, ThemeHead]) -> bytes:
    arrays: Arrays = {}
    described = {}
    for number, (encoder, head) in enumerate(heads.items()):
        described[encoder] = _head_facts(head)
        arrays |= {f"{number}.{name}": found for name, found in _head_arrays(head).items()}
    whole = {**facts, "format": FORMAT, "heads": described}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=False).encode()
    held = io.BytesIO()
    arrays["facts"] = np.frombuffer(text, np.uint8)
    np.savez_compressed(held, allow_pickle=False, **arrays)
    return held.getvalue()


def read_heads(held: bytes) -> tuple[dict[str, Any], dict[str, ThemeHead]]:
    try:
        with np.load(io.BytesIO(held), allow_pickle=False) as found:
            arrays: Arrays = dict(found)
        facts: dict[str, Any] = json.loads(arrays["facts"].tobytes())
        heads = {
            encoder: _head(own, _under(arrays, f"{number}."), is_single=facts["is_single"])
            for number, (encoder, own) in enumerate(facts["heads"].items())
        }
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise InvalidInput(Problem("file", "is no file of fitted themes")) from error
    if facts.get("format") != FORMAT:
        raise InvalidInput(Problem("file", f"is no {FORMAT} file"))
    return facts, heads


def _under(arrays: Arrays, prefix: str) -> Arrays:
    return {name.removeprefix(prefix): each for name, each in arrays.items() if name.startswith(prefix)}


def _head_facts(head: ThemeHead) -> dict[str, Any]:
    learnt = head.learnt
    if learnt is None:
        return {}
    return {
        "slope": learnt.calibration.slope,
        "shift": learnt.calibration.shift,
        "rejection": learnt.rejection,
        "of_parts": learnt.of_parts,
        "of_depths": learnt.labelled.of_depths,
        "terms": None if learnt.vocabulary is None else list(learnt.vocabulary.terms),
    }


def _head_arrays(head: ThemeHead) -> Arrays:
    own = {"middle": head.space.middle, "weights": head.described.weights, "bias": head.described.bias}
    if head.space.turn is not None:
        own["turn"] = head.space.turn
    if head.learnt is None:
        return dict(own)
    learnt, labelled = head.learnt, head.learnt.labelled
    optional = {
        "turn.learnt": learnt.space.turn,
        "rarity": None if learnt.vocabulary is None else learnt.vocabulary.weights,
        "of_words": None if labelled.of_words is None else labelled.of_words.astype(np.float16),
        "of_guesses": labelled.of_guesses,
    }
    return {
        **own,
        "middle.learnt": learnt.space.middle,
        "landmarks": labelled.landmarks.astype(np.float16),
        "alpha": labelled.alpha,
        "bias.learnt": labelled.bias,
        "thresholds": learnt.thresholds,
        "themes": learnt.themes,
        **{name: found for name, found in optional.items() if found is not None},
        **{f"middle.depth{n}": space.middle for n, space in enumerate(learnt.depths)},
        **{f"depth{n}": rows.astype(np.float16) for n, rows in enumerate(labelled.depths)},
    }


def _head(facts: Mapping[str, Any], arrays: Arrays, *, is_single: bool) -> ThemeHead:
    space = Space(arrays["middle"], arrays.get("turn"))
    described = Described(arrays["weights"], arrays["bias"])
    return ThemeHead(space, described, _learnt(facts, arrays) if facts else None, is_single)


def _learnt(facts: Mapping[str, Any], arrays: Arrays) -> Learnt:
    of_words = arrays.get("of_words")
    labelled = Labelled(
        arrays["landmarks"].astype(np.float32),
        arrays["alpha"],
        None if of_words is None else of_words.astype(np.float32),
        arrays.get("of_guesses"),
        arrays["bias.learnt"],
        np.empty((0, 0), np.float32),
        depths=tuple(rows.astype(np.float32) for rows in _numbered(arrays, "depth")),
        of_depths=facts.get("of_depths", 0.0),
    )
    terms = facts["terms"]
    return Learnt(
        Space(arrays["middle.learnt"], arrays.get("turn.learnt")),
        None if terms is None else Vocabulary(tuple(terms), arrays["rarity"]),
        labelled,
        Calibration(facts["slope"], facts["shift"]),
        arrays["thresholds"],
        arrays["themes"],
        facts["rejection"],
        facts.get("of_parts", 0.0),  # what was kept before clauses had a share has none
        tuple(Space(middle) for middle in _numbered(arrays, "middle.depth")),
    )


def _numbered(arrays: Arrays, name: str) -> list[npt.NDArray[Any]]:
    return [arrays[f"{name}{n}"] for n in range(len(arrays)) if f"{name}{n}" in arrays]
