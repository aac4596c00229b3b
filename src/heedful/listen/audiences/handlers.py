from __future__ import annotations

from heedful.listen.audiences.queries import units
from heedful.listen.audiences.services import grant_units
from heedful.platform.accounts.events import InvitationAccepted
from heedful.platform.core.outbox import on
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor


@on(InvitationAccepted)
def grant_invited_units(event: InvitationAccepted) -> None:
    """Let somebody who joined as a manager see what the invitation said, where it still exists."""
    if not event.unit_uids:
        return
    known = {unit.uid for unit in units().values()}
    by = Actor.system(current_organization_id(), label=event.invited_by)
    grant_units(event.membership_id, [uid for uid in event.unit_uids if uid in known], by=by)
