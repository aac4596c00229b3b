"""A plan as it would draw at its next occasion, for looking only."""

from __future__ import annotations

from heedful.listen.fieldwork.queries.audience import audience_size, history_of, people_of
from heedful.listen.fieldwork.rules.fielding import Fielding
from heedful.listen.fieldwork.sampling import draw_sample
from heedful.listen.fieldwork.types import PlanFacts, TriggerKind
from heedful.platform.core.types import Actor

MOST = 20_000  # people a page may draw from while somebody waits


def fielding_now(plan: PlanFacts | None, *, by: Actor) -> Fielding | None:
    """Return the plan with the lots of its next occasion; None without a plan."""
    if plan is None:
        return None
    round_ = f"{plan.next_at:%Y%m%d}" if plan.next_at else ""
    design, fielding = plan.definition.sample, Fielding(plan, round_)
    if design is None:
        return fielding
    history = history_of(plan, design)
    system = Actor.system(by.organization_id, by.label)  # a sample is drawn from everybody
    comes_alone = plan.definition.trigger.kind in {TriggerKind.EVENT, TriggerKind.ALWAYS}
    if comes_alone or not fielding.draws_whole or audience_size(plan, by=system) > MOST:
        return Fielding(plan, round_, history=history)
    drawn = draw_sample(
        people_of(plan, design, by=system),
        design,
        seed=f"{design.seed or fielding.seed}:{round_}",
        purpose=plan.survey_uid,
        history=history,
    )
    return Fielding(plan, round_, drawn=frozenset(drawn.keys), history=history)
