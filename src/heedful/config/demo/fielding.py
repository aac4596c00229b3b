"""How the demo's surveys are fielded: rules, plans, an experiment, and what people said about being asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from hashlib import sha256

from django.utils import timezone

from heedful.config.demo.shapes import Calendar
from heedful.design.surveys.types import SurveyFacts
from heedful.listen.audiences import services as audiences
from heedful.listen.fieldwork import services
from heedful.listen.fieldwork.experiments.services import define_experiment, start_experiment
from heedful.listen.fieldwork.experiments.types import Arm, Changes
from heedful.listen.fieldwork.types import NewEvent
from heedful.listen.responses.types import NewResponse
from heedful.platform.core.types import Actor

EXPERIMENT = "Shorter opening"
ARMS = ("as it was", "shorter")
EXPERIMENT_WEEKS = 12
LOST_SHARE = 0.3  # of those in the first arm who would have answered
OPT_OUTS, CONSENTS, FORBIDDEN, EVENTS = 60, 80, 6, 200

type Asked = Mapping[str, SurveyFacts]


def field_surveys(asked: Asked, calendar: Calendar, *, by: Actor) -> None:
    """Set rules and plans, and start the experiment, before the answers come in."""
    services.change_rules({"any_survey_days": 21, "skips_holidays": True}, by=by)
    visit, product = asked["restaurant_visit"].uid, asked["product_relationship"].uid
    services.change_rules({"again_after_answer_days": 60, "sample_known": 0.5}, by=by, survey_uid=visit)
    services.change_rules({"survey_cap": 500}, by=by, survey_uid=product)
    _make_plans(asked, by)
    arms = (Arm(ARMS[0]), Arm(ARMS[1], changes=Changes(intro={"en": "One question, ten seconds."})))
    made = define_experiment(by=by, survey_uid=product, name=EXPERIMENT, arms=arms)
    start_experiment(made.uid, by=by, now=trial_of(calendar).began_at)


@dataclass(frozen=True, slots=True)
class Trial:
    """The experiment as the answers see it: who is in which arm, and whom the long opening loses."""

    began_at: datetime
    numbers: dict[int, str] = field(default_factory=dict)  # of customers, by the ids they got here

    def arm(self, contact_id: int | None, asked_at: datetime) -> str:
        """Return the arm of a person, always the same; none before it began."""
        number = self.numbers.get(contact_id or 0, "")
        return ARMS[_lot(f"arm {number}") % 2] if asked_at >= self.began_at else ""

    def is_lost(self, answer: NewResponse) -> bool:
        if self.arm(answer.contact_id, answer.answered_at - timedelta(days=1)) != ARMS[0]:
            return False
        return _lot(f"lost {answer.idempotency_key}") % 100 < 100 * LOST_SHARE


def trial_of(calendar: Calendar) -> Trial:
    began_on = calendar.weeks_ago(EXPERIMENT_WEEKS)
    return Trial(datetime.combine(began_on, time(), timezone.get_current_timezone()))


def _lot(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:4])


def _make_plans(asked: Asked, by: Actor) -> None:
    """Two run, and ask nobody by themselves: one waits for an event, one for whoever comes along."""
    after_delivery = {
        "name": "An hour after a delivery",
        "channel": "email",
        "trigger": {"kind": "event", "event": "order.delivered"},
        "delay_minutes": 60,
        "reminders": [3],
    }
    in_product = {"name": "While planning", "channel": "web", "trigger": {"kind": "always"}}
    pulse = {
        "name": "Team pulse, every quarter",
        "channel": "email",
        "trigger": {"kind": "schedule", "every": "quarter", "day": 5},
        "is_anonymous": True,
    }
    for survey, document, runs in (
        ("restaurant_visit", after_delivery, True),
        ("product_relationship", in_product, True),
        ("team_pulse", pulse, False),
    ):
        plan = services.define_plan(by=by, survey_uid=asked[survey].uid, document=document)
        if runs:
            services.start_plan(plan.uid, by=by)


def record_wishes(contact_ids: Sequence[int], *, by: Actor) -> None:
    """Note what some people said: opt-outs of everything or of a channel, consent to SMS, a list."""
    for place, contact_id in enumerate(contact_ids[:OPT_OUTS]):
        channel = ("email", "", "sms")[place % 3]
        audiences.opt_out(by=by, contact_id=contact_id, channel=channel, source="link in a letter")
    for contact_id in contact_ids[OPT_OUTS : OPT_OUTS + CONSENTS]:
        audiences.record_consent(
            by=by,
            contact_id=contact_id,
            channel="sms",
            source="order form",
            text="You may text me about my visit.",
        )
    for number in range(FORBIDDEN):
        value = f"partner-{number}.example.invalid"
        audiences.forbid(by=by, kind="domain", value=value, reason="asked by their legal department")


def record_deliveries(contact_ids: Sequence[int], calendar: Calendar, *, by: Actor) -> None:
    """Orders of the last weeks, as a shop reports them; long before the plan that waits for such."""
    noon = datetime.combine(calendar.last, time(18), timezone.get_current_timezone())
    events = [
        NewEvent(
            "order.placed",
            noon - timedelta(hours=7 * place),
            contact_id=contact_id,
            properties={"order": f"A-{10_000 + place}", "basket_eur": 14 + place % 30},
            source="demo",
        )
        for place, contact_id in enumerate(contact_ids[:EVENTS])
    ]
    services.record_events(events, by=by)
