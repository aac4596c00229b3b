from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
import pytest
from tests.models import FOLDER, main

from heedful.understand.words import encoder
from heedful.understand.words.encoder import Encoder, several_at_once
from heedful.understand.words.heads import base_of, changes_of
from heedful.understand.words.model_files import Folder, models

TEXTS = [f"The {what} was {how}." for what in ("room", "soup", "staff") for how in ("cold", "lovely", "late")]

FINE_TUNED = "bge-small-en:sentiment-en-quality"


@pytest.fixture(scope="module", autouse=True)
def _fetched():
    main()


def opened(model: str = "bge-small-en", **more) -> Encoder:
    return Encoder(Folder(FOLDER), models()[base_of(model)], changes=changes_of(model), **more)


def test_who_opens_a_model_again_shares_it_until_nobody_holds_it():
    first, second = opened(threads=3), opened(threads=3)
    assert np.array_equal(first.encode(TEXTS), second.encode(TEXTS))
    gc.collect()
    held = len(encoder._open)
    del first
    gc.collect()
    assert len(encoder._open) == held
    del second
    gc.collect()
    assert len(encoder._open) == held - 1


def test_a_changed_model_is_another():
    plain, changed, same = opened(), opened(FINE_TUNED), opened(FINE_TUNED)
    assert not np.array_equal(plain.encode(TEXTS), changed.encode(TEXTS))
    assert np.array_equal(same.encode(TEXTS), changed.encode(TEXTS))
    assert len({id(one._opened) for one in (plain, changed, same)}) == 2


def test_lower_layers_come_beside_the_same_rows_in_one_go():
    plain = opened()
    rows, depths = plain.encode_deep(TEXTS)
    assert np.array_equal(rows, opened(remembers=False).encode(TEXTS))
    assert depths.shape == (len(TEXTS), rows.shape[1])
    assert np.linalg.norm(depths, axis=1) == pytest.approx(2**0.5, abs=1e-5)  # two layers, each of length 1
    alike = depths @ depths.T
    assert not np.allclose(alike / 2, rows @ rows.T / 2, atol=0.01)  # they see it otherwise
    assert opened(FINE_TUNED).encode_deep(TEXTS)[1].shape == (len(TEXTS), 0)
    assert opened("multilingual-e5-small").encode_deep(TEXTS)[1].shape == depths.shape


def test_that_more_is_told_changes_nothing_of_what_was_told(monkeypatch):
    deep = opened(remembers=False).encode(TEXTS)
    monkeypatch.setattr(encoder, "_depths_of", lambda _model: [])
    shallow = encoder._Opened(Folder(FOLDER), models()["bge-small-en"], 1, {})
    plain = opened(remembers=False)
    plain._tokens, plain._session = shallow.tokens, shallow.session
    assert np.array_equal(plain.encode(TEXTS), deep)


@pytest.mark.parametrize("model", ["bge-small-en", "multilingual-e5-small"])
def test_weights_that_stay_in_the_file_tell_the_same_to_the_bit(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    whole = onnxruntime.InferenceSession(str(FOLDER / model / "model.onnx"), options)
    own = opened(model, remembers=False)
    names = {one.name for one in whole.get_inputs()}
    for one in own._tokens.cut([own._asked(text) for text in TEXTS]):
        ids = np.array([one.ids], np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": ids * 0}
        (found,) = whole.run(None, {name: feed[name] for name in names})
        assert np.array_equal(own._hidden(one.ids, one.kinds), found[0])


def test_a_model_linked_from_elsewhere_opens(tmp_path):
    base = models()["bge-small-en"]
    (tmp_path / base.key).mkdir()
    for file in base.files:
        (tmp_path / base.key / file.name).symlink_to(FOLDER / base.key / file.name)
    linked = Encoder(Folder(tmp_path), base, remembers=False)
    assert np.array_equal(linked.encode(TEXTS), opened(remembers=False).encode(TEXTS))


def test_several_threads_read_the_same_as_one():
    shared = opened()
    alone = shared.encode(TEXTS)
    with ThreadPoolExecutor(4) as threads:
        for together in threads.map(lambda _: opened(remembers=False).encode(TEXTS), range(8)):
            assert np.array_equal(alone, together)


def test_several_at_once_come_in_order_with_the_rows_they_have_alone():
    alone = opened(remembers=False).encode(TEXTS)
    with several_at_once(3):
        assert np.array_equal(opened(remembers=False).encode(TEXTS), alone)


def runs_of(monkeypatch, own: Encoder) -> list[int]:
    """Count the texts that are really run."""
    runs: list[int] = []
    real = own._layers
    monkeypatch.setattr(own, "_layers", lambda ids, *more: runs.append(len(ids)) or real(ids, *more))
    return runs


def test_a_short_text_that_was_seen_is_not_run_again(monkeypatch):
    own = opened(threads=2)  # one of its own, that remembers nothing yet
    runs = runs_of(monkeypatch, own)
    first = own.encode(["It was fine.", "Too slow.", "It was fine."])
    assert len(runs) == 2
    assert np.array_equal(first[0], first[2])
    again = own.encode(["Too slow.", "It was fine."])
    assert len(runs) == 2
    assert np.array_equal(again, opened(remembers=False).encode(["Too slow.", "It was fine."]))
    own.encode(["It was fine. " * 9] * 2)
    own.encode(["It was fine. " * 9])
    assert len(runs) == 4  # long ones are not kept


def test_who_looks_deeper_sees_anew(monkeypatch):
    own = opened(threads=2)
    runs = runs_of(monkeypatch, own)
    own.encode(TEXTS[:1])
    rows, depths = own.encode_deep(TEXTS[:1])
    assert len(runs) == 2
    assert depths.shape == rows.shape
    own.encode(TEXTS[:1])
    assert np.array_equal(own.encode_deep(TEXTS[:1])[1], depths)
    assert len(runs) == 2
