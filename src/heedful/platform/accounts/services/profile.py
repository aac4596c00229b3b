"""What users change of themselves."""

from __future__ import annotations

from django.conf import settings

from heedful.platform.accounts.models import User
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, NotPermitted, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor


def change_profile(*, by: Actor, name: str, language: str) -> None:
    """Change one's own name and language."""
    if by.kind != "user" or by.id is None:
        raise NotPermitted("Only a user has a profile.")
    if language and language not in dict(settings.LANGUAGES):
        raise InvalidInput(Problem("language", f"{language!r} is not offered."))
    with writing():
        User.objects.filter(pk=by.id).update(name=name.strip()[:200], language=language)
        audit.record("profile.changed", by=by)
