"""Draws: of the right size, by chance, the same again, whatever the order."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings, strategies as st

from heedful.listen.fieldwork.sampling import (
    EVERYONE,
    Allocation,
    Method,
    Person,
    SampleDesign,
    StratumHistory,
    design_from,
    document_of,
    draw_sample,
    is_drawn,
    is_open,
    lot,
)
from heedful.listen.fieldwork.sampling.adaptive import asks_by_need
from heedful.methods.experiments import srm
from heedful.methods.sampling import allocate
from heedful.platform.core.errors import InvalidInput

CROWD = [Person(f"con_{number}", "ABC"[0 if number % 10 < 6 else number % 2 + 1]) for number in range(2_000)]
SIZES = Counter(person.stratum for person in CROWD)


def drawn(design, crowd=CROWD, **more):
    return draw_sample(crowd, design, **({"seed": "s", "purpose": "svy"} | more))


people = st.lists(
    st.builds(Person, st.integers(0, 10_000).map(str), st.sampled_from(["", "A", "B", "C"])),
    min_size=1,
    max_size=60,
    unique_by=lambda person: person.key,
)
designs = st.one_of(
    st.just(EVERYONE),
    st.builds(SampleDesign, st.just(Method.RANDOM), share=st.floats(0.01, 1)),
    st.builds(SampleDesign, st.just(Method.RANDOM), size=st.integers(1, 80)),
    st.builds(
        SampleDesign,
        st.just(Method.STRATIFIED),
        size=st.integers(1, 80),
        by=st.just("plan"),
        allocation=st.sampled_from([Allocation.PROPORTIONAL, Allocation.EQUAL]),
        minimum=st.integers(0, 3),
    ),
    st.builds(
        SampleDesign,
        st.just(Method.QUOTA),
        by=st.just("plan"),
        quotas=st.dictionaries(st.sampled_from(["A", "B"]), st.integers(0, 9), min_size=1),
    ),
    st.builds(
        SampleDesign,
        st.just(Method.ADAPTIVE),
        share=st.floats(0.01, 1),
        by=st.just("plan"),
        allocation=st.sampled_from([Allocation.OVERALL, Allocation.WIDEST]),
    ),
)
histories = st.dictionaries(
    st.sampled_from(["", "A", "B", "C"]),
    st.builds(
        StratumHistory,
        asks=st.integers(0, 500),
        answers=st.integers(0, 500),
        variance=st.none() | st.floats(0, 1),
    ),
)


@settings(max_examples=150)
@given(crowd=people, design=designs, history=histories, order=st.randoms(use_true_random=False))
def test_a_draw_does_not_depend_on_the_order(crowd, design, history, order):
    shuffled = crowd[:]
    order.shuffle(shuffled)
    one, other = drawn(design, crowd, history=history), drawn(design, shuffled, history=history)
    assert one == other
    assert set(one.keys) <= {person.key for person in crowd}
    assert len(set(one.keys)) == len(one.keys) == sum(stratum.asked for stratum in one.strata)
    assert all(0 <= stratum.asked <= stratum.people for stratum in one.strata)
    if design.size is not None:
        assert len(one.keys) <= design.size
    if design.method in {Method.EVERYONE, Method.ADAPTIVE, Method.STRATIFIED}:
        share = 1 if design.method is Method.EVERYONE else design.share
        wanted = int(share * len(crowd) + 0.5) if share else min(design.size, len(crowd))
        assert len(one.keys) == wanted


@given(design=designs)
def test_a_design_comes_back_from_its_document(design):
    assert design_from(document_of(design)) == design


def test_lots_are_even_and_independent():
    lots = [lot("s", "svy", f"con_{number}") for number in range(20_000)]
    assert all(0 <= one < 1 for one in lots)
    tenths = Counter(int(10 * one) for one in lots)
    assert srm([tenths[place] for place in range(10)]).p_value > 0.001
    both = sum(
        is_drawn("s", "svy", f"con_{n}", 0.3) and is_drawn("t", "svy", f"con_{n}", 0.3) for n in range(20_000)
    )
    assert both / 20_000 == pytest.approx(0.09, abs=0.01)


@given(
    key=st.text(max_size=30),
    small=st.floats(0, 1),
    great=st.floats(0, 1),
    seed=st.text(max_size=5) | st.integers(),
)
def test_a_greater_share_keeps_whom_a_smaller_had(key, small, great, seed):
    small, great = sorted((small, great))
    assert is_drawn(seed, "svy", key, small) <= is_drawn(seed, "svy", key, great)
    assert not is_drawn(seed, "svy", key, 0)
    assert is_drawn(seed, "svy", key, 1)


def test_a_known_case_stays_the_same():
    """Draws are promises: another version must draw the same people."""
    assert lot("seed", "svy_1", "con_1") == 0.3665878676800861
    keys = drawn(SampleDesign(Method.RANDOM, size=3)).keys
    assert keys == ("con_1136", "con_1552", "con_348")


def test_strata_get_their_part():
    proportional = drawn(SampleDesign(Method.STRATIFIED, size=200, by="plan"))
    assert {one.stratum: one.asked for one in proportional.strata} == dict(
        zip(sorted(SIZES), allocate(200, [SIZES[key] for key in sorted(SIZES)]), strict=True)
    )
    equal = drawn(SampleDesign(Method.STRATIFIED, size=201, by="plan", allocation=Allocation.EQUAL))
    assert [one.asked for one in equal.strata] == [67, 67, 67]
    small = drawn(SampleDesign(Method.STRATIFIED, size=1_500, by="plan", allocation=Allocation.EQUAL))
    assert [one.asked for one in small.strata] == [700, 400, 400]  # who has no more gives the rest away


def test_quotas_ask_for_what_is_still_wanted():
    design = SampleDesign(Method.QUOTA, by="plan", quotas={"A": 100, "B": 50})
    history = {"A": StratumHistory(asks=1_000, answers=80), "B": StratumHistory(asks=100, answers=50)}
    asked = {one.stratum: one.asked for one in drawn(design, history=history).strata}
    rate = history["A"].usual_rate
    assert asked == {"A": pytest.approx(20 / rate, abs=1), "B": 0, "C": 0}
    open_to = [
        is_open(design, seed="s", purpose="svy", person=Person("x", cell), history=history) for cell in "ABC"
    ]
    assert open_to == [True, False, False]


def test_asks_go_where_an_answer_tells_most():
    sizes = {"A": 5_000, "B": 5_000}
    torn = {
        stratum: StratumHistory(asks=1_000, answers=200, variance=variance)
        for stratum, variance in (("A", 0.1), ("B", 0.9))
    }
    for aim in (Allocation.OVERALL, Allocation.WIDEST):
        asks = asks_by_need(400, sizes, torn, aim)
        assert asks["B"] > 3 * asks["A"]
        assert sum(asks.values()) == 400


def test_nothing_known_is_as_neyman_says_with_equal_spread():
    sizes = {"A": 600, "B": 300, "C": 100}
    asks = asks_by_need(100, sizes, {}, Allocation.OVERALL)
    assert [*asks.values()] == allocate(100, [600, 300, 100])
    assert [*asks_by_need(99, sizes, {}, Allocation.WIDEST).values()] == [33, 33, 33]


@pytest.mark.parametrize(("aim", "ratio"), [(Allocation.OVERALL, 4), (Allocation.WIDEST, 16)])
def test_known_spreads_are_neymans_allocation(aim, ratio):
    """Cochran (1977) 5.5: answers in proportion to S; to S² where all groups are to be equally sure."""
    sizes = {"A": 10**9, "B": 10**9}
    known = {
        stratum: StratumHistory(asks=5_000_000, answers=1_000_000, variance=variance)
        for stratum, variance in (("A", 0.04), ("B", 0.64))
    }
    asks = asks_by_need(10**8, sizes, known, aim)
    answers = {stratum: 1_000_000 + 0.2 * asks[stratum] for stratum in sizes}
    assert answers["B"] / answers["A"] == pytest.approx(ratio, rel=0.01)


def test_little_known_is_pulled_to_what_is_usual():
    sure = StratumHistory(asks=10_000, answers=5_000, variance=0.2)
    unsure = StratumHistory(asks=2, answers=1, variance=0.0)
    assert sure.usual_rate == pytest.approx(0.5, abs=0.001)
    assert 0.2 < unsure.usual_rate < 0.3
    assert sure.usual_variance(0.7) == pytest.approx(0.2, abs=0.002)
    assert unsure.usual_variance(0.7) > 0.6
    assert StratumHistory(answers=5).usual_rate <= 1


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ("all", "sample"),
        ({"method": "dice"}, "sample.method"),
        ({"method": "random"}, "sample.share"),
        ({"method": "random", "share": 0.5, "size": 5}, "sample.share"),
        ({"method": "random", "share": 1.5}, "sample.share"),
        ({"method": "random", "share": 0.5, "by": "plan"}, "sample.by"),
        ({"method": "stratified", "size": 5}, "sample.by"),
        ({"method": "stratified", "size": 5, "by": "plan", "allocation": "widest"}, "sample.allocation"),
        ({"method": "adaptive", "size": 5, "by": "plan", "allocation": "equal"}, "sample.allocation"),
        ({"method": "quota", "by": "plan"}, "sample.quotas"),
        ({"method": "quota", "by": "plan", "quotas": {"A": -1}}, "sample.quotas.A"),
        ({"method": "random", "size": 0}, "sample.size"),
        ({"method": "random", "size": True}, "sample.size"),
        ({"method": "everyone", "shoe": 7}, "sample.shoe"),
        ({"method": "random", "share": 0.5, "seed": "a\x00b"}, "sample.seed"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(document, field):
    with pytest.raises(InvalidInput) as caught:
        design_from(document)
    assert field in {problem.field for problem in caught.value.problems}


def test_who_comes_alone_is_drawn_by_lot():
    half = SampleDesign(Method.RANDOM, share=0.5)
    asked = [p for p in CROWD if is_open(half, seed="s", purpose="svy", person=p)]
    assert {p.key for p in asked} == set(drawn(half).keys)
    assert is_open(EVERYONE, seed="s", purpose="svy", person=CROWD[0])


def test_who_comes_alone_is_drawn_more_often_where_it_tells_more():
    design = SampleDesign(Method.ADAPTIVE, share=0.2, by="plan", allocation=Allocation.WIDEST)
    history = {
        "A": StratumHistory(people=1_200, asks=900, answers=300, variance=0.5),
        "B": StratumHistory(people=400),
        "C": StratumHistory(people=400),
    }
    open_to = Counter(
        p.stratum for p in CROWD if is_open(design, seed="s", purpose="svy", person=p, history=history)
    )
    assert open_to["A"] == 0
    assert open_to["B"] + open_to["C"] == pytest.approx(400, abs=60)
