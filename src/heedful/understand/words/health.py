from __future__ import annotations

from django.utils.translation import gettext as _, ngettext

from heedful.platform.core.health import Finding, bad, health_check, off, ok
from heedful.platform.core.organizations import organizations
from heedful.platform.core.scope import organization_scope


@health_check("reading")
def check_reading() -> Finding:
    """Look whether comments can be read, and whether any were given up."""
    from heedful.understand.words.readings.loaded import missing_models
    from heedful.understand.words.readings.queries.state import waiting_texts

    waiting = failed = 0
    for organization in organizations():
        with organization_scope(organization.id):
            line = waiting_texts()
            waiting, failed = waiting + line.live + line.history, failed + line.failed
    if missing := missing_models():
        return off(
            _("Not installed: %(models)s.") % {"models": ", ".join(missing)},
            turns_off=_("Sentiment, themes and search by meaning; %(n)d answers wait unread.")
            % {"n": waiting},
            how="heedful models fetch",
        )
    if failed:
        return bad(
            ngettext("%(n)d answer could not be read.", "%(n)d answers could not be read.", failed)
            % {"n": failed},
            how=_("Their errors are in the log; they stay in the table words_waitingtext."),
        )
    if waiting:
        return ok(
            ngettext("%(n)d answer waits to be read.", "%(n)d answers wait to be read.", waiting)
            % {"n": waiting}
        )
    return ok(_("Everything is read."))
