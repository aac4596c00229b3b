"""Who was asked and did not answer: every invited response has silent ones around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from numpy.random import Generator

from heedful.listen.fieldwork.types import Channel, Disposition, NewAsk
from heedful.listen.responses.types import NewResponse

SILENT_PER_ANSWER = 2.2
_SILENT = (
    (Disposition.INVITED, 0.66),
    (Disposition.OPENED, 0.18),
    (Disposition.DECLINED, 0.08),
    (Disposition.PARTIAL, 0.04),
    (Disposition.BOUNCED, 0.03),
    (Disposition.OPTED_OUT, 0.01),
)


def is_invited(channel: str) -> bool:
    """Say whether answers of a channel follow an ask; whoever scans a code on a table was not asked."""
    return channel not in {Channel.QR, Channel.LINK, Channel.KIOSK}


def asks_around(answered: Sequence[NewResponse], rng: Generator) -> list[NewAsk]:
    """Make an answered ask for each response, and the asks of others that came to nothing."""
    asks = [_ask(each, Disposition.ANSWERED, 0, rng) for each in answered]
    for each in answered:
        for number in range(int(rng.poisson(SILENT_PER_ANSWER))):
            step = _SILENT[int(rng.choice(len(_SILENT), p=[share for _step, share in _SILENT]))][0]
            asks.append(_ask(each, step, number + 1, rng))
    return asks


def _ask(around: NewResponse, step: Disposition, number: int, rng: Generator) -> NewAsk:
    before = timedelta(minutes=float(rng.exponential(300)) + 3)
    asked_at = around.answered_at - before - timedelta(days=97 * number)
    return NewAsk(
        idempotency_key=f"{around.idempotency_key}:ask:{number}",
        survey_id=around.survey_id,
        asked_at=asked_at,
        disposition=step,
        channel=Channel(around.channel),
        contact_id=around.contact_id,
        settled_at=around.answered_at if step is Disposition.ANSWERED else None,
        source="demo",
    )
