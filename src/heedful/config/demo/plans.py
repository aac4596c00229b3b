"""The programmes of the demo: what each business wants to know, and by when."""

from __future__ import annotations

from datetime import timedelta

from heedful.config.demo.shapes import Calendar
from heedful.design.programs import services
from heedful.design.programs.types import NewGoal, NewProgram, Pillar
from heedful.design.surveys.types import SurveyFacts
from heedful.platform.core.types import Actor


def make_programs(asked: dict[str, SurveyFacts], calendar: Calendar, *, by: Actor) -> None:
    """Make the three programmes with their goals."""
    for survey, program in _programs(calendar, asked).items():
        services.create_program(by=by, program=program, survey_uids=(asked[survey].uid,))


def _programs(calendar: Calendar, asked: dict[str, SurveyFacts]) -> dict[str, NewProgram]:
    due = calendar.last + timedelta(days=180)
    return {
        "restaurant_visit": NewProgram(
            name="Restaurants",
            business_question="Which sites and which parts of a visit cost us returning guests?",
            audiences=("Guests", "Delivery customers", "Loyalty members"),
            stakeholders=("Operations", "Franchise partners"),
            goals=(
                NewGoal(
                    metric="nps",
                    survey_uid=asked["restaurant_visit"].uid,
                    segment="f=attribute.order_channel:delivery",
                    baseline=16.0,
                    target=26.0,
                    due_on=due,
                    owner="Head of delivery",
                    pillar=Pillar.RETENTION,
                ),
            ),
        ),
        "service_contact": NewProgram(
            name="Telecom service",
            business_question="Why do customers leave after the first year, and what would keep them?",
            audiences=("Customers after a service contact",),
            stakeholders=("Service", "Product", "Finance"),
            goals=(
                NewGoal(
                    metric="ces",
                    survey_uid=asked["service_contact"].uid,
                    baseline=58.0,
                    target=65.0,
                    due_on=due,
                    owner="Head of service",
                    pillar=Pillar.COST,
                ),
            ),
        ),
        "product_relationship": NewProgram(
            name="Planwise product",
            business_question="What makes a team recommend Planwise, and what stops it from growing?",
            audiences=("Users", "Account admins"),
            stakeholders=("Product", "Customer success"),
            goals=(
                NewGoal(
                    metric="nps",
                    survey_uid=asked["product_relationship"].uid,
                    baseline=30.0,
                    target=40.0,
                    due_on=due,
                    owner="Chief product officer",
                    pillar=Pillar.GROWTH,
                ),
            ),
        ),
    }
