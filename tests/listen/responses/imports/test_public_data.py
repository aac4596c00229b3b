"""Real surveys, where they lie beside the checkout: the figures that others computed come out."""

from pathlib import Path

import pytest
from django.db.models import Avg, Count, Q

from heedful.listen.responses.imports import services
from heedful.listen.responses.imports.files import chunks_of
from heedful.listen.responses.imports.mapping_reader import read_mapping
from heedful.listen.responses.models import Answer, Response

ROOT = Path(__file__).parents[4]
DATA = ROOT.parent / "shared" / "data"
SFO = DATA / "sfo_airport_survey"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SFO.is_dir(), reason="the public data sets are not beside this checkout"),
]


def bring(path, alice, mapping=""):
    chosen = (
        read_mapping((ROOT / "docs" / "examples" / f"{mapping}.yaml").read_text("utf-8")) if mapping else None
    )
    facts = services.receive_file(chunks_of(path), path.name, by=alice, mapping=chosen)
    return services.run_here(facts.uid, by=alice)


def net_promoters(answers):
    counts = answers.aggregate(
        n=Count("id"), up=Count("id", filter=Q(score__gte=9)), down=Count("id", filter=Q(score__lte=6))
    )
    return 100 * (counts["up"] - counts["down"]) / counts["n"], counts["n"]


def test_airport_2017(organization, alice):
    path = SFO / "2017_SFO_Customer_Survey.csv.gz"
    facts = bring(path, alice, "sfo_2017")
    assert (facts.read, facts.accepted, facts.refused) == (2831, 2831, 0)
    score, n = net_promoters(Answer.objects.filter(question__key="nps"))
    assert (score, n) == (pytest.approx(39.84, abs=0.005), 2746)
    weighted = [
        (row["response__weight"], (row["score"] >= 9) - (row["score"] <= 6))
        for row in Answer.objects.filter(question__key="nps").values("score", "response__weight")
    ]
    assert 100 * sum(w * s for w, s in weighted) / sum(w for w, _ in weighted) == pytest.approx(
        40.40, abs=0.005
    )
    overall = Answer.objects.filter(question__key="overall").aggregate(mean=Avg("score"), n=Count("id"))
    assert (overall["mean"], overall["n"]) == (pytest.approx(4.064, abs=0.0005), 2688)
    by_area = {
        area: net_promoters(Answer.objects.filter(question__key="nps", response__unit__key=area))
        for area in "AG"
    }
    assert by_area["A"] == (pytest.approx(39.917, abs=0.001), 724)
    assert by_area["G"] == (pytest.approx(32.96, abs=0.001), 625)
    again = bring(path, alice, "sfo_2017")
    assert (again.accepted, again.duplicates) == (0, 2831)


def test_career_satisfaction_is_no_nps(organization, alice):
    facts = bring(DATA / "stackoverflow_2017_sample" / "stackoverflow.csv.gz", alice)
    assert (facts.read, facts.accepted) == (5594, 5594)
    question = Answer.objects.select_related("question").first().question
    assert (question.kind, question.scale["low"], question.scale["high"]) == ("rating", 0, 10)


def test_airline_reviews_without_a_mapping(organization, alice):
    facts = bring(DATA / "skytrax_british_airways" / "ba_reviews.csv.gz", alice)
    assert (facts.read, facts.accepted, facts.refused) == (3000, 3000, 0)
    assert Response.objects.filter(answered_at__year=2015).exists()
    assert Answer.objects.filter(question__kind="thumbs", score=1).count() == 1050
