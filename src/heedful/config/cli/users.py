"""``heedful users``: who belongs to an organisation."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from heedful.config.command_scope import JsonOption, OrganizationOption, acting_in
from heedful.platform.accounts.queries.members import members
from heedful.platform.accounts.services.invitations import invite
from heedful.platform.accounts.services.links import first_admin_link, sign_in_link
from heedful.platform.accounts.services.members import change_role, remove_member
from heedful.platform.accounts.types import MemberFacts, Role
from heedful.platform.core.errors import NotFound
from heedful.platform.core.types import Actor

app = typer.Typer()
users = typer.Typer(no_args_is_help=True, help="Who belongs to an organisation.")
app.add_typer(users, name="users")
Email = Annotated[str, typer.Argument(help="E-mail address.")]
RoleArgument = Annotated[Role, typer.Argument(help="owner, admin, analyst, manager or viewer.")]


@users.command("list")
def list_users(organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """Show the members."""
    with acting_in(organization) as by:
        found = members(by=by)
    if as_json:
        typer.echo(json.dumps([_told(one) for one in found], ensure_ascii=False))
        return
    table = Table("Name", "E-mail", "Role", "Last signed in")
    for one in found:
        last = one.last_sign_in_at
        table.add_row(one.label, one.email, one.role, f"{last:%Y-%m-%d %H:%M}" if last else "–")
    Console().print(table)


@users.command("invite")
def invite_user(
    email: Email, role: RoleArgument, organization: OrganizationOption = None, as_json: JsonOption = False
) -> None:
    """Invite an address and print the link that lets them in."""
    with acting_in(organization) as by:
        made, url = invite(by=by, email=email, role=role)
    _say({"email": made.email, "role": made.role, "url": url}, as_json=as_json, line=url)


@users.command("link")
def link_user(
    email: Annotated[
        str, typer.Argument(help="Left out: the first owner's, while nobody has a password.")
    ] = "",
    organization: OrganizationOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a link by which somebody locked out sets a new password, once."""
    if email:
        with acting_in(organization) as by:
            url = sign_in_link(by=by, email=email)
    else:
        url = first_admin_link() or ""
        if not url:
            raise NotFound("Somebody has a password already: say whose link, `heedful users link EMAIL`.")
    _say({"url": url}, as_json=as_json, line=url)


@users.command("role")
def change_user_role(
    email: Email, role: RoleArgument, organization: OrganizationOption = None, as_json: JsonOption = False
) -> None:
    """Give a member another role."""
    with acting_in(organization) as by:
        changed = change_role(_uid(email, by), role, by=by)
    _say(_told(changed), as_json=as_json, line=f"{changed.email} is now {changed.role}.")


@users.command("remove")
def remove_user(email: Email, organization: OrganizationOption = None, as_json: JsonOption = False) -> None:
    """End a membership."""
    with acting_in(organization) as by:
        remove_member(_uid(email, by), by=by)
    _say({"removed": email}, as_json=as_json, line=f"{email} is no member any more.")


def _uid(email: str, by: Actor) -> str:
    for one in members(by=by):
        if one.email == email.strip().lower():
            return one.uid
    raise NotFound(f"No member with the address {email}.")


def _told(one: MemberFacts) -> dict[str, str]:
    return {"uid": one.uid, "email": one.email, "name": one.name, "role": one.role}


def _say(told: dict[str, str], *, as_json: bool, line: str) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else line)
