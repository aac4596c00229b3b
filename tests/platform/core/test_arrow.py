from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from heedful.platform.core.arrow import leave_pandas_out
leave_pandas_out()
import pyarrow as pa
assert pa.array([1, 2]).to_pylist() == [1, 2] and "pandas" not in sys.modules
import pandas as pd
assert pa.table({"x": ["a"]}).to_pandas().equals(pd.DataFrame({"x": ["a"]}))
"""


def test_pyarrow_works_without_pandas_and_pandas_still_comes_when_asked_for():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
