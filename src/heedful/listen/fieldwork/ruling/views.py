"""Pages of the contact rules: a sentence, and the numbers it is made of."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from heedful.design.surveys import queries as surveys
from heedful.listen.fieldwork import queries, services
from heedful.listen.fieldwork.ruling.forms import CountryRuleForm, RulesForm, initial_of
from heedful.listen.fieldwork.sentences import rules_sentences
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

GROUPS = (
    (
        "clocks",
        (
            "any_survey_days", "again_after_answer_days", "again_after_decline_days",
            "again_after_silence_days", "first_after_days",
        ),
    ),
    ("sample", ("sample_known", "sample_visitors", "resample_days")),
    ("hours", ("opens_at", "closes_at", "weekdays", "skips_holidays", "patience_hours")),
    (
        "limits",
        ("daily_cap", "survey_cap", "email_cap", "sms_cap", "email_rest", "sms_rest", "needs_consent"),
    ),
    ("order", ("priority", "follows", "follows_days", "follows_answer")),
    ("facts", ("account_attribute", "country_attribute")),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def organization_rules(request: HouseRequest) -> HttpResponse:
    return _rules(request, None)


@require_http_methods(["GET", "POST"])
def survey_rules(request: HouseRequest, survey_uid: str) -> HttpResponse:
    return _rules(request, survey_uid)


def _rules(request: HouseRequest, survey_uid: str | None) -> HttpResponse:
    request.actor.require(Permission.READ_SURVEYS)
    survey = surveys.survey(survey_uid) if survey_uid else None
    rules = queries.contact_rules(survey.id if survey else None)
    others = _others(survey_uid) if survey else None
    form = RulesForm(request.POST or None, initial=initial_of(rules), surveys=others)
    by = request.actor
    changed = submitted(
        request,
        form,
        lambda _data: services.change_rules(form.changes(rules), by=by, survey_uid=survey_uid),
    )
    if changed is not None:
        messages.success(request, _("The rules are changed; the audit log keeps the former ones."))
        return redirect(request.path)
    own = queries.rule_changes().get(survey.id if survey else None, {})
    context = {
        "survey": survey,
        "form": form,
        "groups": [(key, [form[name] for name in names if name in form.fields]) for key, names in GROUPS],
        "sentences": rules_sentences(rules, queries.followed_name(rules)),
        "own": len(own),
        "may_change": by.may(Permission.WRITE_SURVEYS if survey else Permission.MANAGE_ORGANIZATION),
    }
    return render(request, "fieldwork/ruling/rules.html", context)


def _others(survey_uid: str | None) -> list[tuple[str, str]]:
    return [(one.uid, one.name) for one in surveys.surveys() if one.uid != survey_uid]


@require_http_methods(["GET", "POST"])
def country_rules(request: HouseRequest) -> HttpResponse:
    """What countries ask of channels: our defaults with their sources, and the organisation's own."""
    request.actor.require(Permission.READ_SURVEYS)
    form = CountryRuleForm(request.POST or None)
    by = request.actor

    def save(data: dict[str, Any]) -> bool:
        services.set_country_rule(by=by, **data)
        return True

    if submitted(request, form, save):
        messages.success(request, _("Saved."))
        return redirect("fieldwork:country_rules")
    own = queries.own_country_keys()
    context = {
        "rules": [(rule, key in own) for key, rule in sorted(queries.country_rules().items())],
        "form": form,
        "may_change": by.may(Permission.MANAGE_ORGANIZATION),
    }
    return render(request, "fieldwork/ruling/countries.html", context)


@require_POST
def reset_country_rule(request: HouseRequest, country: str, channel: str) -> HttpResponse:
    services.reset_country_rule(country, channel, by=request.actor)
    messages.success(request, _("Our default holds again."))
    return redirect("fieldwork:country_rules")
