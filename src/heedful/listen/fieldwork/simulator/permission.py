from __future__ import annotations

from heedful.platform.core.errors import NotPermitted
from heedful.platform.core.types import Actor, Permission


def check_permitted(by: Actor) -> None:
    """Rules hold for everybody, so a look at a part of the people would tell nothing true."""
    by.require(Permission.READ_CONTACTS)
    by.require(Permission.READ_SURVEYS)
    if by.unit_ids is not None:
        raise NotPermitted("A simulation looks at all contacts, and you see those of some units only.")
