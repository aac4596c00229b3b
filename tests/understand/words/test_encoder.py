from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from tests.models import FOLDER, main

from heedful.understand.words import encoder
from heedful.understand.words.encoder import Encoder
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
    assert np.array_equal(rows, plain.encode(TEXTS))
    assert depths.shape == (len(TEXTS), rows.shape[1])
    assert np.linalg.norm(depths, axis=1) == pytest.approx(2**0.5, abs=1e-5)  # two layers, each of length 1
    alike = depths @ depths.T
    assert not np.allclose(alike / 2, rows @ rows.T / 2, atol=0.01)  # they see it otherwise
    assert opened(FINE_TUNED).encode_deep(TEXTS)[1].shape == (len(TEXTS), 0)
    assert opened("multilingual-e5-small").encode_deep(TEXTS)[1].shape == depths.shape


def test_that_more_is_told_changes_nothing_of_what_was_told(monkeypatch):
    deep = opened().encode(TEXTS)
    monkeypatch.setattr(encoder, "_depths_of", lambda _model: [])
    shallow = encoder._Opened(Folder(FOLDER), models()["bge-small-en"], 1, {})
    plain = opened()
    plain._tokens, plain._session = shallow.tokens, shallow.session
    assert np.array_equal(plain.encode(TEXTS), deep)


def test_several_threads_read_the_same_as_one():
    shared = opened()
    alone = shared.encode(TEXTS)
    with ThreadPoolExecutor(4) as threads:
        for together in threads.map(lambda _: opened().encode(TEXTS), range(8)):
            assert np.array_equal(alone, together)
