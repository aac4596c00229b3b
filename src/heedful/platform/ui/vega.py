"""The browser's chart library: taken out of vl-convert once per version, into the instance's folder.

It is not in the repository, and it is made in a process of its own: the maker needs 90 MB for a while.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from django.conf import settings

SNIPPET = "window.vegaEmbed = vegaEmbed; window.vega = vega;"
_MAKE = "import sys, vl_convert; sys.stdout.write(vl_convert.javascript_bundle(sys.argv[1]))"
_making = Lock()


@cache
def bundle_name() -> str:
    """Return the file's name: it changes when the content would, so it may be kept for ever."""
    made_of = f"{version('vl-convert-python')} {SNIPPET}"
    return f"vega-{hashlib.sha256(made_of.encode()).hexdigest()[:16]}.js"


def bundle() -> Path:
    """Return the bundle (gzip), making it at the first call of an instance."""
    path = settings.HEEDFUL_HOME / "cache" / f"{bundle_name()}.gz"
    with _making:
        if not path.exists():
            _write(path)
    return path


def _write(path: Path) -> None:
    made = subprocess.run(  # noqa: S603 - our own interpreter, a fixed program
        [sys.executable, "-c", _MAKE, SNIPPET], check=True, capture_output=True, timeout=120
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(gzip.compress(made.stdout, mtime=0))
    draft.replace(path)
