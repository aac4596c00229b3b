from __future__ import annotations

from hypothesis import given, strategies as st

from heedful.platform.core.ids import ALPHABET, new_uid
from heedful.platform.core.tenancy import UidField


def test_an_id_names_its_thing_and_is_short():
    uid = new_uid("rsp")
    prefix, _, rest = uid.partition("_")
    assert prefix == "rsp"
    assert len(rest) == 26
    assert set(rest) <= set(ALPHABET)


def test_ids_do_not_meet():
    assert len({new_uid("rsp", now_ms=0) for _ in range(10_000)}) == 10_000


@given(st.integers(0, 2**48 - 2), st.integers(1, 10**6))
def test_later_ids_sort_later(at, later):
    assert new_uid("x", now_ms=at) < new_uid("x", now_ms=min(at + later, 2**48 - 1))


def test_the_field_fits_its_ids_and_survives_a_migration():
    field = UidField("rsp")
    assert field.max_length >= len(new_uid("longest"))
    _, _, args, kwargs = field.deconstruct()
    assert UidField(*args, **kwargs).prefix == "rsp"
