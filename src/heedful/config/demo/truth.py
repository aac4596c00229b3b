"""What was planted, in words: ``docs/demo.md`` is made from the constants the generator uses."""

from __future__ import annotations

from pathlib import Path

from heedful.config.demo import asking, build, employees, fielding, restaurants, saas, telecom
from heedful.config.demo.shapes import BASE_SHARES, nps_of


def points(shift: float) -> str:
    """Return what a shift in logits does to an NPS where nothing else was planted."""
    return f"{nps_of(shift) - nps_of(0):+.0f} points"


def truth_document() -> str:
    """Return the page, as Markdown."""
    template = (Path(__file__).parent / "truth.md").read_text(encoding="utf-8")
    return template.format(**_facts())


def _facts() -> dict[str, object]:
    return {
        "name": build.NAME,
        "seed": f"{build.SEED:,}",
        "promoters": f"{100 * sum(BASE_SHARES[9:]):.0f}",
        "detractors": f"{100 * sum(BASE_SHARES[:7]):.0f}",
        "nps": f"{nps_of(0):+.0f}",
        "bad_site": restaurants.BAD_SITE,
        "bad_site_weeks": restaurants.BAD_SITE_SINCE_WEEKS,
        "bad_site_shift": restaurants.BAD_SITE_SHIFT,
        "bad_site_points": points(restaurants.BAD_SITE_SHIFT),
        "delivery_weeks": restaurants.DELIVERY_SINCE_WEEKS,
        "delivery_shift": restaurants.DELIVERY_SHIFT,
        "delivery_points": points(restaurants.DELIVERY_SHIFT),
        "bowls_weeks": restaurants.BOWLS_SINCE_WEEKS,
        "bowls_percent": restaurants.BOWLS_PERCENT,
        "weekend_points": points(-0.12),
        "site_points": f"{(nps_of(0.22) - nps_of(-0.22)) / 2:.0f}",
        "dip_months": "–".join(str(month) for month in telecom.DIP_MONTHS),
        "dip_shift": telecom.DIP_SHIFT,
        "dip_points": points(telecom.DIP_SHIFT),
        "menu_weeks": telecom.MENU_SINCE_WEEKS,
        "menu_shift": telecom.MENU_SHIFT,
        "menu_points": points(telecom.MENU_SHIFT),
        "release_weeks": saas.RELEASE_SINCE_WEEKS,
        "release_shift": saas.RELEASE_SHIFT,
        "release_points": points(saas.RELEASE_SHIFT),
        "visit": restaurants.SURVEY,
        "visits": f"{restaurants.COUNT:,}",
        "contact": telecom.SURVEY,
        "contacts": f"{telecom.COUNT:,}",
        "customers": f"{telecom.CUSTOMERS:,}",
        "asks": f"{1 + asking.SILENT_PER_ANSWER:.1f}",
        "product": saas.SURVEY,
        "products": f"{saas.COUNT:,}",
        "users": f"{saas.USERS:,}",
        "accounts": saas.ACCOUNTS,
        "excluded": build.EXCLUDED,
        "experiment": fielding.EXPERIMENT,
        "arm_a": fielding.ARMS[0],
        "lost": round(100 * fielding.LOST_SHARE),
        "experiment_weeks": fielding.EXPERIMENT_WEEKS,
        "rate_a": round(100 * (1 - fielding.LOST_SHARE) / (1 + asking.SILENT_PER_ANSWER)),
        "rate_b": round(100 / (1 + asking.SILENT_PER_ANSWER)),
        "overworked": employees.OVERWORKED,
        "overworked_shift": employees.OVERWORKED_SHIFT,
        "overworked_points": points(employees.OVERWORKED_SHIFT),
        "pulse": employees.SURVEY,
        "pulses": f"{employees.COUNT:,}",
        "waves": employees.WAVES,
        "opt_outs": fielding.OPT_OUTS,
        "consents": fielding.CONSENTS,
        "forbidden": fielding.FORBIDDEN,
        "events": fielding.EVENTS,
    }
