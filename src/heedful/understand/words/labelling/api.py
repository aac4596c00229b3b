"""Labels over HTTP: give them, draw what to label, read what they say."""

from __future__ import annotations

from ninja import Router, Status

from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut
from heedful.understand.words.labelling import queries, services
from heedful.understand.words.labelling.schemas import (
    AgreementOut,
    BinOut,
    CurvePointOut,
    DrawIn,
    DrawnOut,
    DriftOut,
    LabelIn,
    LabelledOut,
    LabelOut,
    LearningCurveOut,
    MeasuredThemeOut,
    QualityOut,
    TaskOut,
    ThemesIn,
)
from heedful.understand.words.labelling.types import DriftFacts, TaskFacts

router = Router(tags=["words"])


@router.post("/labels", response={201: LabelledOut}, summary="Say whether a comment speaks of a theme")
def give_label(request: HouseRequest, given: LabelIn) -> Status[LabelledOut]:
    """Said again by the same person, the newer word counts."""
    document = given.dict()
    label = services.correct_mention(by=request.actor, response_uid=document.pop("response"), **document)
    return Status(201, LabelledOut(uid=label.uid))


@router.get("/labels", response=PageOut[LabelOut], summary="Labels, newest first")
def list_labels(
    request: HouseRequest, taxonomy: str | None = None, cursor: str | None = None, limit: int | None = None
) -> PageOut[LabelOut]:
    page = queries.labels(taxonomy, cursor, limit, by=request.actor)
    return PageOut(items=[LabelOut.from_orm(one) for one in page.items], next_cursor=page.next_cursor)


@router.delete("/labels/{label_uid}", response={204: None}, summary="Take back a label of one's own")
def take_back(request: HouseRequest, label_uid: str) -> Status[None]:
    services.withdraw_label(label_uid, by=request.actor)
    return Status(204, None)


@router.post(
    "/taxonomies/{taxonomy_uid}/labelling", response={202: DrawnOut}, summary="Draw comments to be labelled"
)
def draw_tasks(request: HouseRequest, taxonomy_uid: str, given: DrawIn) -> Status[DrawnOut]:
    job = services.draw_tasks(taxonomy_uid, by=request.actor, wanted=given.wanted)
    return Status(202, DrawnOut(job=job.uid, state=str(job.state)))


@router.get(
    "/taxonomies/{taxonomy_uid}/labelling/next",
    response={200: TaskOut, 204: None},
    summary="The comment whose turn it is",
)
def next_task(request: HouseRequest, taxonomy_uid: str) -> Status[TaskFacts | None]:
    """204: there is nothing left for you."""
    task = queries.next_task(taxonomy_uid, by=request.actor)
    return Status(204, None) if task is None else Status(200, task)


@router.put(
    "/labelling/{label_task_uid}", response={204: None}, summary="Say which themes a drawn comment speaks of"
)
def label_comment(request: HouseRequest, label_task_uid: str, given: ThemesIn) -> Status[None]:
    services.label_comment(label_task_uid, given.themes, by=request.actor)
    return Status(204, None)


@router.get(
    "/taxonomies/{taxonomy_uid}/quality", response=QualityOut, summary="How well the themes are found"
)
def get_quality(request: HouseRequest, taxonomy_uid: str) -> QualityOut:
    found = queries.quality(taxonomy_uid, by=request.actor)
    agreed = AgreementOut.from_orm(queries.agreement(taxonomy_uid, by=request.actor))
    overall = MeasuredThemeOut.from_orm(found.overall) if found.overall else None
    return QualityOut(
        n=found.n,
        taught=found.taught,
        overall=overall,
        themes=[MeasuredThemeOut.from_orm(one) for one in found.themes],
        bins=[BinOut.from_orm(one) for one in found.bins],
        calibration_error=found.calibration_error,
        agreement=agreed,
    )


@router.get(
    "/taxonomies/{taxonomy_uid}/learning-curve",
    response=LearningCurveOut,
    summary="How much more labels would help",
)
def get_learning_curve(request: HouseRequest, taxonomy_uid: str) -> LearningCurveOut:
    found = queries.learning_curve(taxonomy_uid, by=request.actor)
    return LearningCurveOut(
        points=[CurvePointOut.from_orm(one) for one in found.points],
        labelled=found.labelled,
        draws=found.draws,
        measured_at=found.measured_at,
        job=found.job.uid if found.job else None,
    )


@router.post(
    "/taxonomies/{taxonomy_uid}/learning-curve",
    response={202: DrawnOut},
    summary="Measure the learning curve",
)
def measure_curve(request: HouseRequest, taxonomy_uid: str) -> Status[DrawnOut]:
    job = services.measure_curve(taxonomy_uid, by=request.actor)
    return Status(202, DrawnOut(job=job.uid, state=str(job.state)))


@router.get("/words/drift", response=list[DriftOut], summary="Weeks against the reference, newest first")
def drift(request: HouseRequest) -> tuple[DriftFacts, ...]:
    return queries.drift_weeks(by=request.actor)
