from __future__ import annotations

from heedful.listen.responses.redaction.types import RedactionPolicy
from heedful.platform.core.organizations import change_setting, organization
from heedful.platform.core.types import Actor, Permission

_KEY = "redaction"


def redaction_policy() -> RedactionPolicy:
    """Return what the organisation in scope wants; redaction is on where nobody said otherwise."""
    kept = organization().settings.get(_KEY) or {}
    return RedactionPolicy(
        is_on=bool(kept.get("is_on", True)), keeps_original=bool(kept.get("keeps_original", False))
    )


def change_redaction(policy: RedactionPolicy, *, by: Actor) -> RedactionPolicy:
    """Say what happens to comments from now on; what is stored stays as it is."""
    by.require(Permission.MANAGE_ORGANIZATION)
    value = {"is_on": policy.is_on, "keeps_original": policy.is_on and policy.keeps_original}
    change_setting(_KEY, value, by=by)
    return redaction_policy()
