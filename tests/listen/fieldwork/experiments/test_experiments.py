"""Experiments: defined, started once, alone on their survey; arms that stay with the person."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given, strategies as st
from tests.make.audiences import contact
from tests.make.experiments import SHORTER, drafted, running
from tests.make.surveys import definition, question, survey

from heedful.listen.audiences import queries as audiences, services as audience_services
from heedful.listen.audiences.types import NewContact
from heedful.listen.fieldwork.experiments import (
    ATTRIBUTE,
    Arm,
    Changes,
    Experiment,
    moment_in_arm,
    response_attributes,
    variant_of,
    with_changes,
)
from heedful.listen.fieldwork.experiments.documents import arm_problems, arms_document, arms_from
from heedful.listen.fieldwork.experiments.queries import (
    arm_of_ask,
    definition_for_ask,
    experiments,
    running_experiment,
)
from heedful.listen.fieldwork.experiments.services import (
    define_experiment,
    drop_experiment,
    start_experiment,
    stop_experiment,
)
from heedful.listen.fieldwork.services import ask_contact
from heedful.methods.experiments import srm
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, NotPermitted

PLAIN = Experiment(1, "exp_1", 1, "svy_1", "Words", (Arm("A"), Arm("B", changes=SHORTER)))


@pytest.fixture
def asked(organization):
    return survey()


def test_shares_come_out_and_are_independent_of_the_sample():
    uneven = replace(PLAIN, arms=(Arm("A", 1), Arm("B", 2), Arm("C", 1)))
    keys = [f"con_{number}" for number in range(20_000)]
    counted = Counter(variant_of(uneven, key) for key in keys)
    assert srm([counted[arm.key] for arm in uneven.arms], [1, 2, 1]).p_value > 0.001
    from heedful.listen.fieldwork.sampling import is_drawn

    drawn = [key for key in keys if is_drawn("exp_1", "svy_1", key, 0.5)]
    within = Counter(variant_of(PLAIN, key) for key in drawn)
    assert srm([within["A"], within["B"]]).p_value > 0.001


@given(key=st.text(max_size=40), uid=st.text(min_size=1, max_size=20))
def test_a_person_keeps_the_arm(key, uid):
    one = replace(PLAIN, uid=uid)
    assert variant_of(one, key) == variant_of(one, key) in {"A", "B"}


def test_another_experiment_deals_anew():
    other = replace(PLAIN, uid="exp_2")
    keys = [f"con_{number}" for number in range(4_000)]
    same = sum(variant_of(PLAIN, key) == variant_of(other, key) for key in keys)
    assert 0.45 < same / len(keys) < 0.55


def test_only_words_change():
    plain = definition(question("nps", text="How likely?"), question("why", "long_text"))
    changed = with_changes(plain, PLAIN.arm("B"))
    assert changed.question("nps").text == {"en": "Would you recommend us?"}
    assert replace(changed, questions=plain.questions) == plain
    assert changed.question("why") == plain.question("why")
    assert changed.question("nps").scale == plain.question("nps").scale
    assert with_changes(plain, PLAIN.arm("A")) == plain
    assert with_changes(plain, None) is plain


def test_a_language_left_out_stays():
    plain = definition(replace(question("nps"), text={"en": "How likely?", "de": "Wie wahrscheinlich?"}))
    assert with_changes(plain, PLAIN.arm("B")).question("nps").text["de"] == "Wie wahrscheinlich?"


def test_arms_come_back_from_their_document():
    arms = (Arm("A"), Arm("B", 2.0, Changes({"nps": {"en": "x"}}, {"en": "t"}, channel="sms", hour=9)))
    assert arms_from(arms_document(arms)) == arms


@pytest.mark.parametrize(
    ("arms", "place"),
    [
        ([Arm("A")], "arms"),
        ([Arm("A"), Arm("A", changes=SHORTER)], "arms"),
        ([Arm("A"), Arm("B")], "arms"),
        ([Arm("A"), Arm("", changes=SHORTER)], "arms[1].key"),
        ([Arm("A", 0), Arm("B", changes=SHORTER)], "arms[0].share"),
        ([Arm("A"), Arm("B", changes=Changes({"none": {"en": "x"}}))], "arms[1].questions.none"),
        ([Arm("A"), Arm("B", changes=Changes({"nps": {"en": " "}}))], "arms[1].questions.nps.en"),
        ([Arm("A"), Arm("B", changes=Changes(channel="pigeon"))], "arms[1].channel"),
        ([Arm("A"), Arm("B", changes=Changes(hour=24))], "arms[1].hour"),
        ([Arm("A"), Arm("B", changes=Changes(title={"en": "a\x00b"}))], "arms[1].title.en"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(arms, place):
    assert place in {problem.field for problem in arm_problems(arms, definition())}


def test_one_runs_on_a_survey_at_a_time(asked, alice):
    first, second = drafted(asked), drafted(asked)
    assert running_experiment(asked.id) is None
    start_experiment(first.uid, by=alice)
    with pytest.raises(Conflict, match="Another experiment"):
        start_experiment(second.uid, by=alice)
    stop_experiment(first.uid, by=alice)
    assert running_experiment(asked.id) is None
    with pytest.raises(Conflict, match="started before"):
        start_experiment(first.uid, by=alice)
    assert start_experiment(second.uid, by=alice).state == "running"
    assert [one.uid for one in experiments(asked.uid)] == [second.uid, first.uid]


def test_what_ran_is_kept(asked, alice):
    one, other = running(asked), drafted(asked)
    with pytest.raises(Conflict, match="kept"):
        drop_experiment(one.uid, by=alice)
    drop_experiment(other.uid, by=alice)
    with pytest.raises(NotFound):
        drop_experiment(other.uid, by=alice)
    with pytest.raises(Conflict):
        stop_experiment(drafted(asked).uid, by=alice)


def test_names_are_once_and_rights_are_asked_for(asked, alice, dora):
    drafted(asked, name="Words")
    with pytest.raises(InvalidInput, match="another experiment"):
        drafted(asked, name="Words ")
    with pytest.raises(NotPermitted):
        define_experiment(by=dora, survey_uid=asked.uid, name="x", arms=[Arm("A"), Arm("B", changes=SHORTER)])


def test_an_ask_carries_its_arm_and_keeps_its_words(asked, alice):
    one = running(asked, since=timezone.now() - timedelta(days=1))
    people = [contact() for _ in range(40)]
    now = timezone.now()
    asks = [
        ask_contact(by=alice, survey_id=asked.id, contact_id=who.id, channel="web", occasion="test", now=now)
        for who in people
    ]
    for ask, who in zip(asks, people, strict=True):  # who is not asked gets no arm
        assert ask.variant == (variant_of(one, who.uid) if ask.is_asked else "")
    shorter = next(ask for ask in asks if ask.variant == "B")
    stop_experiment(one.uid, by=alice)
    plain = definition(question("nps", text="How likely?"))
    kept = definition_for_ask(plain, asked.id, shorter.variant, shorter.asked_at)
    assert kept.question("nps").text["en"] == "Would you recommend us?"
    assert arm_of_ask(asked.id, "B", now + timedelta(days=1)) is None  # after it was stopped
    assert arm_of_ask(asked.id, "", now) is None


def test_a_response_says_which_arm_it_was():
    assert response_attributes(PLAIN, "B") == {ATTRIBUTE: "Words: B"}


BERLIN = ZoneInfo("Europe/Berlin")


@given(
    moment=st.integers(0, 12_000).map(lambda n: datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=37 * n)),
    hour=st.integers(0, 23),
)
def test_an_arm_waits_for_its_hour_where_the_person_lives(moment, hour):
    turn = moment_in_arm(Arm("B", changes=Changes(hour=hour)), moment, BERLIN)
    assert moment <= turn <= moment + timedelta(hours=25)
    # In the night in which clocks go forward one hour does not exist; it is asked an hour later.
    assert turn.astimezone(BERLIN).hour == hour or turn.astimezone(BERLIN).hour == hour + 1
    assert moment_in_arm(Arm("A"), moment, BERLIN) == moment


def test_an_arm_chooses_hour_and_channel(asked, alice):
    late = Arm("B", changes=Changes(hour=18, channel="sms"))
    made = define_experiment(by=alice, survey_uid=asked.uid, name="Evening text", arms=[Arm("A"), late])
    one = start_experiment(made.uid, by=alice)
    noon = datetime(2026, 3, 4, 11, tzinfo=UTC)
    ids = audience_services.ensure_contacts(
        [
            NewContact(
                identities=(("email", f"p{n}@example.org"), ("phone", f"+4915112345{n:03}")),
                time_zone="Europe/Berlin",
            )
            for n in range(30)
        ],
        by=alice,
    )
    for id_ in ids:
        audience_services.record_consent(by=alice, contact_id=id_, channel="sms", source="test")
        audience_services.record_consent(by=alice, contact_id=id_, channel="email", source="test")
    people = audiences.contact_facts(ids, by=alice)
    asks = {
        id_: ask_contact(
            by=alice, survey_id=asked.id, contact_id=id_, channel="email", occasion="wave", now=noon
        )
        for id_ in ids
    }
    for id_, ask in asks.items():
        if variant_of(one, people[id_].uid) == "A":
            assert ask.channel == "email"
            assert ask.disposition in {"invited", "sampled_out"}
        else:
            assert (ask.channel, ask.disposition) == ("sms", "postponed")
            assert ask.due_at == datetime(2026, 3, 4, 17, tzinfo=UTC)
