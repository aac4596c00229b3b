from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet

from heedful.design.surveys import queries as surveys
from heedful.listen.fieldwork.models import CountryException, RuleSet
from heedful.listen.fieldwork.rules import DEFAULT_COUNTRIES, resolved
from heedful.listen.fieldwork.types import AfterSurvey, ContactRules, CountryRule
from heedful.platform.core.errors import NotFound
from heedful.platform.core.memory import made_of, remembered


def _rule_sets() -> QuerySet[RuleSet, Any]:
    return RuleSet.objects.values_list("survey_id", "changes")


@remembered
@made_of(_rule_sets)
def rule_changes() -> Mapping[int | None, Mapping[str, Any]]:
    """What differs from the defaults: of the organisation under ``None``, of surveys under their ids."""
    return MappingProxyType(dict(_rule_sets()))


def _rule_sets_of(survey_id: int | None = None) -> QuerySet[RuleSet, Any]:
    return _rule_sets().filter(Q(survey_id=None) | Q(survey_id=survey_id))


@remembered
@made_of(_rule_sets_of)
def contact_rules(survey_id: int | None = None) -> ContactRules:
    """The rules that hold for a survey; without one, those of the organisation."""
    changes = rule_changes()
    layers = [changes.get(None, {})]
    if survey_id is not None:
        layers.append(changes.get(survey_id, {}))
    return resolved(*layers)


def _country_exceptions() -> QuerySet[CountryException, Any]:
    return CountryException.objects.values_list("country", "channel", "needs_consent", "source")


@remembered
@made_of(_country_exceptions)
def country_rules() -> Mapping[tuple[str, str], CountryRule]:
    """What countries ask of channels: our defaults, and what the organisation says instead."""
    own = {
        (country, channel): CountryRule(country, channel, needs_consent, source)
        for country, channel, needs_consent, source in _country_exceptions()
    }
    return MappingProxyType({**DEFAULT_COUNTRIES, **own})


@remembered
def own_country_keys() -> frozenset[tuple[str, str]]:
    """Which of the country rules the organisation wrote itself."""
    return frozenset(CountryException.objects.values_list("country", "channel"))


def sequence_of(rules: ContactRules) -> AfterSurvey | None:
    """Return what must come before a survey; None if nothing does, or if it does not exist any more."""
    if not rules.follows:
        return None
    try:
        found = surveys.survey_head(uid=rules.follows)
    except NotFound:
        return None
    return AfterSurvey(found.id, rules.follows_days, found.name, rules.follows_answer)


def followed_name(rules: ContactRules) -> str:
    """Return the name of the survey that comes before in the sequence; empty if none does."""
    after = sequence_of(rules)
    return after.name if after else ""
