"""The first example of a property may load a heavy library: examples have no deadline here."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("methods", deadline=None)
settings.load_profile("methods")
