"""Who was asked and did not answer: every invited response has silent ones around it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from numpy.random import Generator

from heedful.config.demo.fielding import Trial
from heedful.listen.fieldwork.types import SENT_CHANNELS, Channel, Disposition, NewAsk
from heedful.listen.responses.types import NewResponse

SILENT_PER_ANSWER = 2.2
DAYS_AROUND = 10  # a silent ask lies so many days before an answer, at most
_SENT = (
    (Disposition.INVITED, 0.65, ""),
    (Disposition.OPENED, 0.18, ""),
    (Disposition.DECLINED, 0.08, ""),
    (Disposition.PARTIAL, 0.04, ""),
    (Disposition.BOUNCED, 0.03, "the mailbox does not exist"),
    (Disposition.OPTED_OUT, 0.01, "unsubscribed by the link"),
    (Disposition.FAILED, 0.01, "the provider did not take the message"),
)
_MET = (
    (Disposition.SHOWN, 0.72, ""),
    (Disposition.DECLINED, 0.21, "closed"),
    (Disposition.PARTIAL, 0.07, ""),
)


def is_invited(channel: str) -> bool:
    """Say whether answers of a channel follow an ask; whoever scans a code on a table was not asked."""
    return channel not in {Channel.QR, Channel.LINK, Channel.KIOSK}


def asks_around(
    would_answer: Sequence[NewResponse], lost: Collection[str], trial: Trial | None, rng: Generator
) -> list[NewAsk]:
    """Make the asks of those who answered, of those who would have (their keys), and of other people."""
    asks = []
    for place, each in enumerate(would_answer):
        step = Disposition.SHOWN if each.idempotency_key in lost else Disposition.ANSWERED
        asks.append(_ask(each, each, step, "", 0, trial, rng))
        for number in range(int(rng.poisson(SILENT_PER_ANSWER))):
            other = would_answer[(place + 17 * (number + 1)) % len(would_answer)]
            step, reason = _silent(each, rng)
            asks.append(_ask(each, other, step, reason, number + 1, trial, rng))
    return asks


def _silent(around: NewResponse, rng: Generator) -> tuple[Disposition, str]:
    steps = _SENT if around.channel in SENT_CHANNELS else _MET
    step, _, reason = steps[int(rng.choice(len(steps), p=[share for _, share, _ in steps]))]
    return step, reason


def _ask(
    around: NewResponse,
    whom: NewResponse,
    step: Disposition,
    reason: str,
    number: int,
    trial: Trial | None,
    rng: Generator,
) -> NewAsk:
    before = timedelta(minutes=float(rng.exponential(300)) + 3)
    if number:
        before += timedelta(days=float(rng.uniform(0, DAYS_AROUND)))
    asked_at = around.answered_at - before
    return NewAsk(
        idempotency_key=f"{around.idempotency_key}:ask:{number}",
        survey_id=around.survey_id,
        asked_at=asked_at,
        disposition=step,
        channel=Channel(around.channel),
        contact_id=whom.contact_id,
        settled_at=around.answered_at if step is Disposition.ANSWERED else None,
        reason=reason,
        source="demo",
        variant=trial.arm(whom.contact_id, asked_at) if trial else "",
    )
