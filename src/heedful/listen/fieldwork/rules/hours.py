"""When asking is open where the person lives: hours, weekdays, holidays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from heedful.listen.fieldwork.types import ContactRules

_MOST_DAYS = 60  # beyond so many closed days in a row the rules leave no day at all


def next_opening(now: datetime, zone: tzinfo, country: str, rules: ContactRules) -> datetime:
    """Return ``now`` if asking is open, else the next moment at which it opens."""
    local = now.astimezone(zone)
    today = local.date()
    if _is_open_day(today, country, rules) and is_open_hour(local.time(), rules):
        return now
    for ahead in range(_MOST_DAYS):
        day = today + timedelta(days=ahead)
        opening = _on(day, rules.opens_at, zone).astimezone(now.tzinfo)
        if opening > now and _is_open_day(day, country, rules):
            return opening
    return now + timedelta(days=_MOST_DAYS)


def is_open_hour(moment: time, rules: ContactRules) -> bool:
    """Whether the hour is within the window; equal ends mean the whole day."""
    if rules.opens_at == rules.closes_at:
        return True
    if rules.opens_at < rules.closes_at:
        return rules.opens_at <= moment < rules.closes_at
    return moment >= rules.opens_at or moment < rules.closes_at


def _on(day: date, moment: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, moment, tzinfo=zone)


def _is_open_day(day: date, country: str, rules: ContactRules) -> bool:
    if day.weekday() not in rules.weekdays:
        return False
    return not (rules.skips_holidays and is_holiday(country, day))


def is_holiday(country: str, day: date) -> bool:
    """Whether a day is a public holiday of the whole country; of a country not known none is."""
    return day in _holidays(country, day.year) if country else False


@lru_cache(maxsize=512)
def _holidays(country: str, year: int) -> frozenset[date]:
    import holidays  # 0.3 s and 30 MB: only for those who use it

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()
