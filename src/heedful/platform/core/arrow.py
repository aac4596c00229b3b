"""pyarrow without pandas, which costs a second and 50 MB and which nothing here hands to it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from importlib.machinery import ModuleSpec
from types import ModuleType


class _Absent:
    """Says of pandas that it is not installed."""

    @staticmethod
    def find_spec(
        fullname: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)
        return None


@cache
def leave_pandas_out() -> None:
    """Let pyarrow find no pandas when it looks, which it does once, with the first array it makes.

    Who imports pandas by themselves (models of the methods) get it as before, then or later.
    """
    import pyarrow as pa

    if "pandas" in sys.modules:
        return
    sys.meta_path.insert(0, _Absent)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(_Absent)
