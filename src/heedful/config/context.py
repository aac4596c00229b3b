from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """What every page knows: who looks at it, in which organisation."""
    return {"actor": getattr(request, "actor", None), "organization": getattr(request, "organization", None)}
