"""Gates and verdicts in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _, gettext_lazy

from heedful.listen.fieldwork.types import Disposition, Fact, Gate, Verdict

GATE_LABELS = {
    Gate.AUDIENCE: gettext_lazy("Audience"),
    Gate.ADDRESS: gettext_lazy("Address"),
    Gate.DO_NOT_CONTACT: gettext_lazy("Do-not-contact list"),
    Gate.OPTED_OUT: gettext_lazy("Opted out"),
    Gate.COUNTRY: gettext_lazy("Country"),
    Gate.CONSENT: gettext_lazy("Consent"),
    Gate.ACCOUNT_AGE: gettext_lazy("Age of the account"),
    Gate.THIS_SURVEY: gettext_lazy("Clock of this survey"),
    Gate.ANY_SURVEY: gettext_lazy("Clock of all surveys"),
    Gate.DECLINED: gettext_lazy("Rest after a decline"),
    Gate.COOLING: gettext_lazy("Rest of the channel"),
    Gate.SEQUENCE: gettext_lazy("Sequence"),
    Gate.EXPERIMENT: gettext_lazy("Experiment"),
    Gate.SAMPLE: gettext_lazy("Sample"),
    Gate.QUOTA: gettext_lazy("Quota"),
    Gate.PRIORITY: gettext_lazy("Priority"),
    Gate.DAILY_CAP: gettext_lazy("Daily limit"),
    Gate.HOURS: gettext_lazy("Hours"),
}


class _Facts(dict[str, str]):
    """Facts as a sentence names them; one that is missing in an old verdict is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def reason(verdict: Verdict) -> str:
    """Return what a gate found, as a sentence."""
    if not verdict.says:
        return ""
    return _(verdict.says).format_map(_Facts(shown_facts(verdict.facts)))


def shown_facts(facts: Mapping[str, Fact]) -> dict[str, str]:
    return {name: _shown(fact) for name, fact in facts.items()}


def _shown(fact: Fact) -> str:
    if isinstance(fact, str):
        fact = _moment_in(fact)
    if isinstance(fact, datetime):
        return shown_moment(fact)
    if isinstance(fact, bool) or fact is None:
        return {True: _("yes"), False: _("no"), None: "–"}[fact]
    if isinstance(fact, int | float):
        return number_format(round(fact, 2), None if fact != int(fact) else 0, use_l10n=True)
    return str(fact)


def _moment_in(text: str) -> datetime | str:
    # Verdicts of the ledger come back from JSON, where moments are text.
    if len(text) < 19 or text[10] != "T":
        return text
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def shown_moment(moment: datetime) -> str:
    local = timezone.localtime(moment) if moment.tzinfo else moment
    return date_format(local, "SHORT_DATETIME_FORMAT")


def headline(may_ask: bool, would_be: Disposition, closing: Verdict | None, until: datetime | None) -> str:
    """Return the answer in one sentence."""
    if may_ask:
        return _("Would be asked now: every gate is open.")
    because = reason(closing) if closing else ""
    if would_be is Disposition.SAMPLED_OUT:
        return _("Would not be asked: not drawn for the sample.")
    if until is not None:
        return _("Would not be asked before %(until)s. %(because)s") % {
            "until": shown_moment(until),
            "because": because,
        }
    return _("Would not be asked. %(because)s") % {"because": because}
