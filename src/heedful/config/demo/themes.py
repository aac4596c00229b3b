"""What the comments of the demo may speak of: each survey with the shipped themes of its industry."""

from __future__ import annotations

from heedful.design.surveys.types import SurveyFacts
from heedful.platform.core import queue
from heedful.platform.core.types import Actor
from heedful.understand.words.themes.services import assign_survey, choose_industry
from heedful.understand.words.themes.services.applying import LEARN

DEFAULT = "restaurant"
INDUSTRIES = {"service_contact": "telecom", "product_relationship": "saas", "team_pulse": "employee"}


def give_themes(asked: dict[str, SurveyFacts], by: Actor) -> None:
    """Choose the industries; a worker learns what is usual for each, then reads the newest comments first."""
    choose_industry(DEFAULT, by=by)
    for survey, industry in INDUSTRIES.items():
        chosen = choose_industry(industry, by=by, is_default=False)
        assign_survey(asked[survey].uid, chosen.uid, by=by)
    _learn_once(by)


def _learn_once(by: Actor) -> None:
    # Choosing and giving to a survey each ask for it.
    seen = set()
    for job in queue.latest(LEARN, limit=20):
        taxonomy = job.payload["taxonomy"]
        if taxonomy in seen:
            queue.cancel(job.uid, by=by)
        seen.add(taxonomy)
