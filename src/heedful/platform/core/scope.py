"""Which organisation the current thread of work is for. Without one, tenant tables cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from heedful.platform.core.errors import OutsideScope

_organization: ContextVar[int | None] = ContextVar("organization", default=None)


def current_organization_id() -> int:
    """Return the organisation in scope, or fail."""
    organization_id = _organization.get()
    if organization_id is None:
        raise OutsideScope("No organisation in scope.")
    return organization_id


def scoped_organization_id() -> int | None:
    """Return the organisation in scope, if any."""
    return _organization.get()


@contextmanager
def organization_scope(organization_id: int) -> Iterator[None]:
    """Everything inside reads and writes this organisation only."""
    token = _organization.set(organization_id)
    try:
        yield
    finally:
        _organization.reset(token)
