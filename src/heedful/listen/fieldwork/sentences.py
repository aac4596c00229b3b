"""Contact rules and plans in one plain sentence, made from their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from heedful.listen.fieldwork.rules.fielding import audience_words
from heedful.listen.fieldwork.sampling import Method, SampleDesign
from heedful.listen.fieldwork.types import (
    EVERY_DAY,
    AudienceKind,
    Channel,
    ContactRules,
    Every,
    PlanDefinition,
    TriggerKind,
)

CHANNELS = {
    Channel.EMAIL: gettext_lazy("e-mail"),
    Channel.SMS: gettext_lazy("SMS"),
    Channel.WEB: gettext_lazy("web widget"),
    Channel.MOBILE: gettext_lazy("app"),
    Channel.LINK: gettext_lazy("link"),
    Channel.QR: gettext_lazy("QR code"),
    Channel.KIOSK: gettext_lazy("kiosk"),
    Channel.API: gettext_lazy("API"),
    Channel.IMPORT: gettext_lazy("import"),
    Channel.REVIEW: gettext_lazy("review"),
    Channel.SOCIAL: gettext_lazy("social network"),
    Channel.SUPPORT: gettext_lazy("support conversation"),
    Channel.OTHER: gettext_lazy("other"),
}


def rules_sentences(rules: ContactRules, follows: str = "") -> tuple[str, ...]:
    """Return the rules in words; ``follows`` is the name of the survey that comes before."""
    said = [_first(rules), _clocks(rules), _shares(rules), _limits(rules), _hours(rules), _consent(rules)]
    if follows:
        said.append(_sequence(rules, follows))
    return tuple(one for one in said if one)


def _first(rules: ContactRules) -> str:
    if not rules.first_after_days:
        return _("Somebody may be asked from the first day of their account.")
    return ngettext(
        "Somebody is asked first when their account is %(n)s day old.",
        "Somebody is asked first when their account is %(n)s days old.",
        rules.first_after_days,
    ) % {"n": rules.first_after_days}


def _clocks(rules: ContactRules) -> str:
    return _(
        "The same survey comes again %(answer)s after an answer, %(decline)s after a decline and %(silence)s"
        " after an ask without an answer; between any two surveys lie at least %(any)s."
    ) % {
        "answer": days(rules.again_after_answer_days),
        "decline": days(rules.again_after_decline_days),
        "silence": days(rules.again_after_silence_days),
        "any": days(rules.any_survey_days),
    }


def _shares(rules: ContactRules) -> str:
    return _(
        "Of known people %(known)s are drawn, of unknown visitors %(visitors)s; lots stand %(days)s."
    ) % {
        "known": percent(rules.sample_known),
        "visitors": percent(rules.sample_visitors),
        "days": days(rules.resample_days),
    }


def _limits(rules: ContactRules) -> str:
    caps = []
    if rules.daily_cap is not None:
        caps.append(_("%(n)s people in all") % {"n": number_format(rules.daily_cap, force_grouping=True)})
    for channel, cap in sorted(rules.channel_caps.items()):
        told = {"n": number_format(cap, force_grouping=True), "channel": CHANNELS[Channel(channel)]}
        caps.append(_("%(n)s by %(channel)s") % told)
    if rules.survey_cap is not None:
        told = {"n": number_format(rules.survey_cap, force_grouping=True)}
        caps.append(_("%(n)s with this survey") % told)
    rests = [
        _("%(channel)s rests %(days)s after each ask")
        % {"channel": CHANNELS[Channel(channel)], "days": days(n)}
        for channel, n in sorted(rules.channel_days.items())
        if n
    ]
    said = [_("Asked on one day are at most %(caps)s") % {"caps": listed(caps)}] if caps else []
    return "; ".join([*said, *rests]) + "." if said or rests else ""


def _hours(rules: ContactRules) -> str:
    told = {
        "days": weekdays(rules.weekdays),
        "opens": clock(rules.opens_at),
        "closes": clock(rules.closes_at),
    }
    if rules.opens_at == rules.closes_at:
        said = _("Messages go out at any hour, %(days)s") % told
    else:
        said = _("Messages go out from %(opens)s to %(closes)s where the person lives, %(days)s") % told
    return said + (_(", never on public holidays.") if rules.skips_holidays else ".")


def _consent(rules: ContactRules) -> str:
    if not rules.needs_consent:
        return _("Consent is asked for where a country's rule says so.")
    channels = listed([str(CHANNELS[Channel(one)]) for one in sorted(rules.needs_consent)])
    return _("Consent is needed for %(channels)s, and where a country's rule says so.") % {
        "channels": channels
    }


def _sequence(rules: ContactRules, follows: str) -> str:
    told = {"survey": follows, "days": days(rules.follows_days)}
    if rules.follows_answer:
        return _("It comes %(days)s after “%(survey)s” was answered, and not without it.") % told
    return _("It comes %(days)s after “%(survey)s” was asked, and not without it.") % told


def plan_sentence(plan: PlanDefinition, *, unit: str = "", members: int = 0) -> str:
    """Return who is asked, when and by which channel."""
    parts = [
        _("%(when)s %(who)s is asked by %(channel)s")
        % {
            "when": _when(plan),
            "who": _who(plan, unit, members),
            "channel": CHANNELS[plan.channel],
        }
    ]
    if plan.delay_minutes:
        parts.append(_("%(time)s later") % {"time": duration(plan.delay_minutes)})
    if plan.spread_days:
        parts.append(_("spread evenly over %(days)s") % {"days": days(plan.spread_days)})
    parts.append(_sample(plan.sample))
    if plan.reminders:
        on = listed([str(day) for day in plan.reminders])
        parts.append(
            _("with reminders %(on)s days after the invitation to those who have not answered") % {"on": on}
        )
    if plan.is_anonymous:
        parts.append(_("anonymously"))
    return ", ".join(part for part in parts if part) + "."


def _when(plan: PlanDefinition) -> str:
    trigger = plan.trigger
    match trigger.kind:
        case TriggerKind.EVENT:
            return _upon_event(plan)
        case TriggerKind.SCHEDULE:
            return _schedule(plan)
        case TriggerKind.COHORT:
            told = {"days": days(trigger.days_after), "attribute": trigger.attribute}
            return _("%(days)s after “%(attribute)s”,") % told
        case TriggerKind.WAVE:
            if trigger.wave_at is None:
                return _("Once, as soon as the plan is started,")
            at = date_format(timezone.localtime(trigger.wave_at), "SHORT_DATETIME_FORMAT")
            return _("Once, on %(at)s,") % {"at": at}
        case TriggerKind.ALWAYS:
            return _("Whenever they come along,")


def _upon_event(plan: PlanDefinition) -> str:
    told = {"event": plan.trigger.event, "conditions": audience_words(plan.trigger.conditions)}
    if not plan.trigger.conditions:
        return _("When “%(event)s” happens,") % told
    return _("When “%(event)s” happens (%(conditions)s),") % told


def _schedule(plan: PlanDefinition) -> str:
    trigger = plan.trigger
    told = {
        "at": clock(trigger.at),
        "weekday": WEEKDAYS[trigger.weekday],
        "day": trigger.day,
    }
    match trigger.every:
        case Every.DAY:
            return _("Every day at %(at)s") % told
        case Every.WEEK:
            return _("Every %(weekday)s at %(at)s") % told
        case Every.MONTH:
            return _("On day %(day)s of each month at %(at)s") % told
        case Every.QUARTER:
            return _("On day %(day)s of each quarter at %(at)s") % told


def _who(plan: PlanDefinition, unit: str, members: int) -> str:
    match plan.audience.kind:
        case AudienceKind.ALL:
            return _("everybody")
        case AudienceKind.SEGMENT:
            return _("everybody with %(conditions)s") % {
                "conditions": audience_words(plan.audience.conditions)
            }
        case AudienceKind.LIST:
            return ngettext("the one person on the list", "each of the %(n)s people on the list", members) % {
                "n": number_format(members, force_grouping=True)
            }
        case AudienceKind.UNIT:
            return _("everybody met at %(unit)s") % {"unit": unit or plan.audience.unit}


def _sample(design: SampleDesign | None) -> str:
    if design is None:
        return _("by the share of the contact rules")
    if design.method is Method.EVERYONE:
        return ""
    size = percent(design.share) if design.share is not None else number_format(design.size or 0)
    if design.method is Method.RANDOM:
        return _("drawn at random: %(size)s of them") % {"size": size}
    told = {"size": size, "by": design.by}
    match design.method:
        case Method.STRATIFIED:
            return _("a sample of %(size)s, stratified by %(by)s") % told
        case Method.QUOTA:
            return _("until the quotas by %(by)s are full") % told
        case _:
            return _("a sample of %(size)s, most where %(by)s is known least about") % told


def days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": number_format(n)}


def duration(minutes: int) -> str:
    """Return minutes in the largest unit that is whole."""
    if minutes % 1_440 == 0:
        return days(minutes // 1_440)
    if minutes % 60 == 0:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def percent(share: float | None) -> str:
    number = round(100 * (share or 0.0), 2)
    places = 0 if number == int(number) else 2
    return _("%(n)s %%") % {"n": number_format(number, places)}


def clock(moment: time) -> str:
    return time_format(moment, "TIME_FORMAT")


def weekdays(numbers: Iterable[int]) -> str:
    wanted = sorted(set(numbers))
    if frozenset(wanted) == EVERY_DAY:
        return _("every day")
    if wanted == [0, 1, 2, 3, 4]:
        return _("Monday to Friday")
    if wanted == [0, 1, 2, 3, 4, 5]:
        return _("Monday to Saturday")
    return listed([str(WEEKDAYS[number]) for number in wanted])


def listed(parts: Sequence[str]) -> str:
    """Return parts as one says them: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}
