"""What came of an experiment in the record store: page, API, who may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.make.experiments import drafted, running
from tests.make.responses import new_response
from tests.make.surveys import survey

from heedful.listen.fieldwork.experiments import Outcome
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.types import Channel, Disposition
from heedful.listen.responses import services
from heedful.listen.responses.experiments.queries import experiment_result
from heedful.listen.responses.experiments.types import Verdict
from heedful.platform.core.errors import NotPermitted


@pytest.fixture
def asked(organization):
    return survey()


def asks(asked, arm, *, n, answered=0, declined=0, days_ago=5, channel=Channel.EMAIL, **fields) -> list[str]:
    """Ask so many people in an arm; the first of them answered."""
    at = timezone.now() - timedelta(days=days_ago)
    steps = [Disposition.ANSWERED] * answered + [Disposition.DECLINED] * declined
    steps += [Disposition.INVITED] * (n - len(steps))
    made = Ask.objects.bulk_create(
        Ask(
            survey_id=asked.id,
            channel=channel,
            disposition=step,
            asked_at=at,
            variant=arm,
            idempotency_key=f"{arm}-{days_ago}-{number}-{fields}",
            uid=f"ask_{arm}{days_ago}{number}{len(fields)}",
            **fields,
        )
        for number, step in enumerate(steps)
    )
    return [one.uid for one in made]


def answers(asked, uids, scores, alice, status="completed") -> None:
    new = [
        new_response(asked, {"nps": score}, idempotency_key=uid, answered_at=timezone.now(), status=status)
        for uid, score in zip(uids, scores, strict=True)
    ]
    services.store_responses(new, by=alice)


def began(asked, **fields):
    return running(asked, since=timezone.now() - timedelta(days=30), **fields)


def test_a_better_arm_is_told(asked, alice):
    one = began(asked)
    asks(asked, "A", n=600, answered=90)
    asks(asked, "B", n=600, answered=240)
    found = experiment_result(one.uid, by=alice)
    (compared,) = found.main.comparisons
    assert [arm.value for arm in found.main.arms] == [15, 40]
    assert compared.verdict is Verdict.BETTER
    assert compared.difference == 25
    assert compared.low > 10
    assert not found.is_split_broken


def test_a_broken_split_ends_it(asked, alice, alice_client):
    one = began(asked)
    asks(asked, "A", n=600, answered=90)
    asks(asked, "B", n=400, answered=240)
    found = experiment_result(one.uid, by=alice)
    assert found.is_split_broken
    assert found.main.comparisons[0].verdict is Verdict.BROKEN
    page = alice_client.get(f"/experiments/{one.uid}/").content.decode()
    assert "People were not split as planned" in page


def test_scores_and_completion_come_from_the_answers(asked, alice):
    one = began(asked, outcome=Outcome.SCORE)
    a = asks(asked, "A", n=80, answered=40)
    b = asks(asked, "B", n=80, answered=40)
    answers(asked, a[:40], [0] * 20 + [10] * 20, alice)
    answers(asked, b[:40], [10] * 40, alice)
    answers(asked, b[40:50], [10] * 10, alice, status="partial")
    found = experiment_result(one.uid, by=alice)
    assert [arm.value for arm in found.main.arms] == [0, 100]
    by_outcome = {each.outcome: each for each in found.others}
    assert [arm.value for arm in by_outcome[Outcome.COMPLETION].arms] == [100, 80]
    assert [arm.n for arm in by_outcome[Outcome.COMPLETION].arms] == [40, 50]
    # Somebody who began has responded, whatever the ledger was told so far.
    assert [arm.value for arm in by_outcome[Outcome.RESPONSE].arms] == [50, 62.5]


def test_what_was_never_asked_or_only_tried_is_left_out(asked, alice):
    one = began(asked)
    asks(asked, "A", n=40, answered=10)
    asks(asked, "B", n=40, answered=10)
    asks(asked, "B", n=40, answered=40, days_ago=6, is_test=True)
    asks(asked, "B", n=40, answered=40, days_ago=60)  # before it began
    Ask.objects.filter(variant="A", disposition=Disposition.INVITED).update(disposition=Disposition.BLOCKED)
    found = experiment_result(one.uid, by=alice)
    assert [n for _arm, n, _share in found.people] == [10, 40]


def test_mails_of_the_last_days_wait(asked, alice):
    one = began(asked)
    for arm in "AB":
        asks(asked, arm, n=50, answered=10, days_ago=1)
        asks(asked, arm, n=50, answered=10, days_ago=2, channel=Channel.WEB)
    found = experiment_result(one.uid, by=alice)
    assert found.waiting == 100
    assert [arm.n for arm in found.main.arms] == [50, 50]


def test_a_draft_says_so(asked, alice, alice_client):
    one = drafted(asked, name="Words <i>x</i>")
    assert experiment_result(one.uid, by=alice).people == (("A", 0, 0.5), ("B", 0, 0.5))
    page = alice_client.get(f"/experiments/{one.uid}/").content.decode()
    assert "has not been started" in page
    assert "Would you recommend us?" in page
    assert "<i>x</i>" not in page


def test_from_form_to_verdict(asked, alice_client):
    page = alice_client.get(f"/surveys/{asked.uid}/experiments/new/").content.decode()
    assert "Question nps?" in page
    given = {"name": "Shorter", "outcome": "response", "share": 50, "question": "nps"}
    refused = alice_client.post(f"/surveys/{asked.uid}/experiments/new/", given)
    assert refused.status_code == 422
    made = alice_client.post(f"/surveys/{asked.uid}/experiments/new/", given | {"wording": "Recommend?"})
    address = made.headers["Location"]
    assert "Recommend?" in alice_client.get(address).content.decode()
    started = alice_client.post(f"{address}start/", follow=True).content.decode()
    assert "Too few people" in started
    assert "Shorter" in alice_client.get("/experiments/").content.decode()
    stopped = alice_client.post(f"{address}stop/", follow=True).content.decode()
    assert "It is stopped" in stopped
    assert "kept" in alice_client.post(f"{address}drop/", follow=True).content.decode()


def test_over_http(asked, alice_client):
    arms = [{"key": "A"}, {"key": "B", "changes": {"subject": {"en": "One question"}}}]
    given = {"survey": asked.uid, "name": "Subject", "arms": arms}
    made = alice_client.post("/api/v1/experiments", given, content_type="application/json")
    assert made.status_code == 201
    uid = made.json()["uid"]
    assert alice_client.post(f"/api/v1/experiments/{uid}/start").json()["state"] == "running"
    asks(asked, "A", n=40, answered=10, days_ago=-1)
    told = alice_client.get(f"/api/v1/experiments/{uid}/result").json()
    assert told["people"][0] == {"arm": "A", "asked": 40, "planned_share": 0.5}
    assert told["is_split_broken"] is True
    wrong = given | {"name": "x", "arms": [{"key": "A"}, {"key": "B", "changes": {"questions": {"no": {}}}}]}
    refused = alice_client.post("/api/v1/experiments", wrong, content_type="application/json")
    assert refused.json()["errors"][0]["field"] == "arms[1].questions.no"


def test_who_sees_some_units_only_may_not(asked, dora):
    one = drafted(asked)
    with pytest.raises(NotPermitted):
        experiment_result(one.uid, by=dora)
