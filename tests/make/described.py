"""The API's description, composed once a process: that takes seconds, and several tests read all of it."""

from __future__ import annotations

import json
from typing import Any

from heedful.config.api import description

DESCRIPTION: dict[str, Any] = json.loads(json.dumps(description(), default=str))
