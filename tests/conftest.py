"""One instance for the test run, in a folder of its own that goes away; the fixed cast."""

from __future__ import annotations

import os
import tempfile

# Before Django's settings are read: every worker process of the run gets an instance of its own.
_home = tempfile.TemporaryDirectory(prefix="heedful-test-")
os.environ["HEEDFUL_HOME"] = _home.name
for name in [name for name in os.environ if name.startswith("HEEDFUL_") and name not in {"HEEDFUL_HOME", "HEEDFUL_DATABASE_URL"}]:
    del os.environ[name]
