"""Contact rules, changed; every version of them stays in the audit log."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.listen.fieldwork.models import CountryException, RuleSet
from heedful.listen.fieldwork.queries.rules import contact_rules
from heedful.listen.fieldwork.rules import changes_of, resolved, rules_problems
from heedful.listen.fieldwork.types import SENT_CHANNELS, ContactRules
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.organizations import organization
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

ONLY_OF_ALL = frozenset({"daily_cap", "channel_caps", "account_attribute", "country_attribute"})
ONLY_OF_A_SURVEY = frozenset({"survey_cap", "follows", "follows_days", "follows_answer", "priority"})


def change_rules(changes: Mapping[str, Any], *, by: Actor, survey_uid: str | None = None) -> ContactRules:
    """Set what differs: from the defaults for the organisation, from the organisation for one survey.

    What is not named goes back to what it would be without.
    """
    by.require(Permission.MANAGE_ORGANIZATION if survey_uid is None else Permission.WRITE_SURVEYS)
    survey = surveys.survey(survey_uid) if survey_uid else None
    _check(changes, survey_uid)
    with writing():
        survey_id = survey.id if survey else None
        base = contact_rules() if survey else ContactRules()
        kept = changes_of(resolved(changes_of(base, ContactRules()), changes), base)
        row = _locked(survey_id)
        before = row.changes if row else {}
        if row is None:
            row = RuleSet(survey_id=survey_id)
        row.changes, row.changed_at, row.changed_by = kept, timezone.now(), by.label
        row.save()
        subject = survey.uid if survey else organization().uid
        audit.record("rules.changed", by=by, subject_uid=subject, before=before, after=kept)
    return contact_rules(survey_id)


def _locked(survey_id: int | None) -> RuleSet | None:
    rows = RuleSet.objects.select_for_update()
    found = rows.filter(survey__isnull=True) if survey_id is None else rows.filter(survey_id=survey_id)
    return found.first()


def _check(changes: Mapping[str, Any], survey_uid: str | None) -> None:
    problems = list(rules_problems(changes))
    misplaced = ONLY_OF_A_SURVEY if survey_uid is None else ONLY_OF_ALL
    where = "a survey" if survey_uid is None else "the organisation"
    problems += [Problem(name, f"is set for {where}") for name in sorted(misplaced & changes.keys())]
    follows = changes.get("follows")
    if follows and (follows == survey_uid or follows not in _survey_uids()):
        problems.append(Problem("follows", "is no other survey of yours"))
    if problems:
        raise InvalidInput(*problems)


def _survey_uids() -> set[str]:
    return {uid for uid, _ in surveys.survey_names().values()}


def set_country_rule(country: str, channel: str, *, by: Actor, needs_consent: bool, source: str) -> None:
    """Say what a country asks of a channel, instead of our default."""
    by.require(Permission.MANAGE_ORGANIZATION)
    code = country.strip().upper()
    problems = []
    if not re.fullmatch("[A-Z]{2}", code):
        problems.append(Problem("country", "must be two letters (DE)"))
    if channel not in set(SENT_CHANNELS):
        problems.append(Problem("channel", f"must be one of {', '.join(sorted(SENT_CHANNELS))}"))
    if not 1 <= len(source.strip()) <= 300 or "\x00" in source:
        problems.append(Problem("source", "say in 1 to 300 characters where that is written"))
    if problems:
        raise InvalidInput(*problems)
    with writing():
        told = {"needs_consent": needs_consent, "source": source.strip()}
        CountryException.objects.update_or_create(country=code, channel=channel, defaults=told)
        audit.record("country_rule.set", by=by, subject_uid=f"{code}/{channel}", **told)


def reset_country_rule(country: str, channel: str, *, by: Actor) -> None:
    """Go back to our default for a country and channel."""
    by.require(Permission.MANAGE_ORGANIZATION)
    with writing():
        gone, _ = CountryException.objects.filter(country=country, channel=channel).delete()
        if not gone:
            raise NotFound("There is no own rule for this country and channel.")
        audit.record("country_rule.reset", by=by, subject_uid=f"{country}/{channel}")
