"""The programmes of the demo: what each business wants to know, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from heedful.config.demo.shapes import Calendar
from heedful.design.programs import services
from heedful.design.programs.types import GoalDefinition, Pillar, ProgramDefinition
from heedful.design.surveys.types import SurveyFacts
from heedful.platform.core.types import Actor


def make_programs(asked: dict[str, SurveyFacts], calendar: Calendar, *, by: Actor) -> None:
    """Make the three programmes, each with a goal."""
    for program, goal in _programs(calendar, {name: survey.uid for name, survey in asked.items()}):
        made = services.create_program(program, by=by)
        services.set_goal(made.uid, goal, by=by)


def _programs(calendar: Calendar, uids: dict[str, str]) -> Iterator[tuple[ProgramDefinition, GoalDefinition]]:
    due = calendar.last + timedelta(days=180)
    yield (
        ProgramDefinition(
            name="Restaurants",
            business_question="Which sites and which parts of a visit cost us returning guests?",
            audiences=("Guests", "Delivery customers", "Loyalty members"),
            stakeholders=("Operations", "Franchise partners"),
            survey_uids=(uids["restaurant_visit"],),
        ),
        GoalDefinition(
            metric="nps",
            survey_uid=uids["restaurant_visit"],
            segment="f=attribute.order_channel:delivery",
            baseline=-5.0,
            target=10.0,
            due_on=due,
            owner="Head of delivery",
            pillar=Pillar.RETENTION,
        ),
    )
    yield (
        ProgramDefinition(
            name="Telecom service",
            business_question="Why do customers leave after the first year, and what would keep them?",
            audiences=("Customers after a service contact",),
            stakeholders=("Service", "Product", "Finance"),
            survey_uids=(uids["service_contact"],),
        ),
        GoalDefinition(
            metric="ces",
            survey_uid=uids["service_contact"],
            baseline=58.0,
            target=65.0,
            due_on=due,
            owner="Head of service",
            pillar=Pillar.COST,
        ),
    )
    yield (
        ProgramDefinition(
            name="Planwise product",
            business_question="What makes a team recommend Planwise, and what stops it from growing?",
            audiences=("Users", "Account admins"),
            stakeholders=("Product", "Customer success"),
            survey_uids=(uids["product_relationship"],),
        ),
        GoalDefinition(
            metric="nps",
            survey_uid=uids["product_relationship"],
            baseline=45.0,
            target=55.0,
            due_on=due,
            owner="Chief product officer",
            pillar=Pillar.GROWTH,
        ),
    )
