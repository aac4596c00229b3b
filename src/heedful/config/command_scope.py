"""For which organisation a command works, and as whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.organizations import create_organization, organizations
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor, OrganizationFacts

OrganizationOption = Annotated[
    str | None,
    typer.Option("--organization", help="Uid or name of the organisation, where there are several."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@contextmanager
def acting_in(named: str | None, *, make_first: bool = False) -> Iterator[Actor]:
    """Work inside one organisation as the person at the command line, who may do everything there."""
    organization = chosen_organization(named, make_first=make_first)
    with organization_scope(organization.id):
        yield Actor.system(organization.id, label="command line")


def chosen_organization(named: str | None, *, make_first: bool = False) -> OrganizationFacts:
    """Return the organisation named; without a name the only one, real ones before the demo."""
    known = organizations()
    if named is not None:
        return _named(named, known)
    candidates = [one for one in known if not one.is_demo] or list(known)
    if len(candidates) == 1:
        return candidates[0]
    if not candidates and make_first:
        return create_organization("My organisation")
    if not candidates:
        raise NotFound("There is no organisation yet; `heedful up` makes the first one.")
    names = ", ".join(f"{one.name} ({one.uid})" for one in candidates)
    raise InvalidInput(Problem("--organization", f"name one of {names}"))


def _named(named: str, known: tuple[OrganizationFacts, ...]) -> OrganizationFacts:
    found = [one for one in known if named in {one.uid, one.name}]
    if len(found) != 1:
        raise NotFound(f"No organisation {named!r}.")
    return found[0]
