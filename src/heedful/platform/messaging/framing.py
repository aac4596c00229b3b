"""Shows a foreign page inside one of ours: in a frame, where it can neither run nor reach anything."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.csp import CSP, build_policy

_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "img-src": [CSP.SELF, "data:", "https:"],
    "style-src": [CSP.UNSAFE_INLINE],  # letters have their styles in their tags, as mail programs want it
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def framed(html: str) -> HttpResponse:
    """Return a letter as the inside of a frame; its links open elsewhere, scripts and forms do nothing."""
    response = HttpResponse(html)
    response[CSP.HEADER_ENFORCE] = build_policy(_POLICY)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
