"""How many parts of memory the threads of a process take from, as the C library itself counts them."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

# Eight threads take memory at the same time; each would get a part of its own, up to eight for each core.
COUNT = """
import ctypes, sys
from threading import Barrier, Thread
if sys.argv[1:]:
    from heedful.config.memory import keep_together
    keep_together()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.fdopen.restype = ctypes.c_void_p, ctypes.c_void_p
meeting = Barrier(8)
def hold():
    meeting.wait()
    for _ in range(1000):
        libc.malloc(3000)
    meeting.wait()
threads = [Thread(target=hold) for _ in range(8)]
[one.start() for one in threads]
[one.join() for one in threads]
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


def parts(*arguments: str) -> int:
    told = subprocess.run(
        [sys.executable, "-c", COUNT, *arguments], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    return len(re.findall("<heap nr=", told))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc alone has such parts")
def test_threads_share_two_parts():
    assert parts() > 2
    assert parts("together") <= 2


def test_arrow_takes_memory_where_all_others_do():
    told = (
        "from heedful.config.memory import keep_together; keep_together();"
        "import pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    )
    found = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stdout.strip() == "system"


# DuckDB sorts three million numbers and forgets them; told is what is left of them, in kilobytes.
SORT = """
import sys
if sys.argv[1:]:
    from heedful.config.memory import keep_together
    keep_together()
import duckdb
def own():
    with open("/proc/self/smaps_rollup") as told:
        return next(int(line.split()[1]) for line in told if line.startswith("Anonymous:"))
opened = duckdb.connect()
opened.execute("SELECT 1").fetchall()
before = own()
opened.execute("SELECT max(i) FROM (SELECT i FROM range(3000000) t(i) ORDER BY hash(i))").fetchall()
print(own() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="told by Linux alone")
def test_duckdb_gives_back_what_a_query_needed():
    def kept(*arguments: str) -> int:
        command = [sys.executable, "-c", SORT, *arguments]
        return int(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)

    assert kept("together") < kept() / 2
