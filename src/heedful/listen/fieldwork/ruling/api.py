"""Contact rules over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from heedful.design.surveys import queries as surveys
from heedful.listen.fieldwork import queries, services
from heedful.listen.fieldwork.rules.changing import plain
from heedful.listen.fieldwork.sentences import rules_sentences
from heedful.listen.fieldwork.types import ContactRules
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut
from heedful.platform.core.types import Permission

router = Router(tags=["fieldwork"])


class RulesOut(Schema):
    says: list[str] = Field(description="The rules in words.")
    rules: dict[str, Any]
    changes: dict[str, Any] = Field(description="What differs here from what would hold without.")


class RulesIn(Schema):
    model_config = ConfigDict(extra="forbid")

    changes: dict[str, Any] = Field(description="What differs; whatever is not named goes back.")


class CountryRuleIn(Schema):
    model_config = ConfigDict(extra="forbid")

    needs_consent: bool
    source: str = Field(min_length=1, max_length=300, description="Where that is written.")


class CountryRuleOut(Schema):
    country: str
    channel: str
    needs_consent: bool
    source: str
    is_own: bool = Field(description="Yours, instead of our default.")


@router.get("/contact-rules", response=RulesOut, summary="How often and when people may be asked")
def get_rules(request: HouseRequest) -> RulesOut:
    return _rules(request, None)


@router.put("/contact-rules", response=RulesOut, summary="Change the rules of the organisation")
def change_rules(request: HouseRequest, given: RulesIn) -> RulesOut:
    services.change_rules(given.changes, by=request.actor)
    return _rules(request, None)


@router.get("/surveys/{uid}/contact-rules", response=RulesOut, summary="The rules that hold for a survey")
def get_survey_rules(request: HouseRequest, uid: str) -> RulesOut:
    return _rules(request, uid)


@router.put("/surveys/{uid}/contact-rules", response=RulesOut, summary="Change the rules of a survey")
def change_survey_rules(request: HouseRequest, uid: str, given: RulesIn) -> RulesOut:
    services.change_rules(given.changes, by=request.actor, survey_uid=uid)
    return _rules(request, uid)


@router.get("/country-rules", response=PageOut[CountryRuleOut], summary="What countries ask of channels")
def list_country_rules(request: HouseRequest) -> PageOut[CountryRuleOut]:
    request.actor.require(Permission.READ_SURVEYS)
    return PageOut(items=_country_rules(), next_cursor=None)


@router.put("/country-rules/{country}/{channel}", response=CountryRuleOut, summary="Say what a country asks")
def set_country_rule(
    request: HouseRequest, country: str, channel: str, given: CountryRuleIn
) -> CountryRuleOut:
    services.set_country_rule(
        country, channel, by=request.actor, needs_consent=given.needs_consent, source=given.source
    )
    key = (country.upper(), channel)
    return next(one for one in _country_rules() if (one.country, one.channel) == key)


@router.delete("/country-rules/{country}/{channel}", response={204: None}, summary="Go back to our default")
def reset_country_rule(request: HouseRequest, country: str, channel: str) -> Status[None]:
    services.reset_country_rule(country.upper(), channel, by=request.actor)
    return Status(204, None)


def _rules(request: HouseRequest, survey_uid: str | None) -> RulesOut:
    request.actor.require(Permission.READ_SURVEYS)
    survey_id = surveys.survey(survey_uid).id if survey_uid else None
    rules = queries.contact_rules(survey_id)
    return RulesOut(
        says=list(rules_sentences(rules, queries.followed_name(rules))),
        rules=_plain(rules),
        changes=dict(queries.rule_changes().get(survey_id, {})),
    )


def _plain(rules: ContactRules) -> dict[str, Any]:
    return {name: plain(value) for name, value in asdict(rules).items()}


def _country_rules() -> list[CountryRuleOut]:
    own = queries.own_country_keys()
    return [
        CountryRuleOut(
            country=country,
            channel=channel,
            needs_consent=rule.needs_consent,
            source=rule.source,
            is_own=(country, channel) in own,
        )
        for (country, channel), rule in sorted(queries.country_rules().items())
    ]
