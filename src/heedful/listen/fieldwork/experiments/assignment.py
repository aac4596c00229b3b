"""Which arm a person belongs to: by their lot, so that it is the same wherever and whenever one asks."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from heedful.listen.fieldwork.experiments.types import Arm, Experiment
from heedful.listen.fieldwork.sampling import lot

ATTRIBUTE = "experiment_arm"  # attribute of responses: "name of the experiment: arm"


def variant_of(experiment: Experiment, person_key: str) -> str:
    """Return the key of the person's arm (uid of the contact or key of the device)."""
    drawn = lot(experiment.uid, "variant", person_key) * sum(arm.share for arm in experiment.arms)
    for arm in experiment.arms:
        drawn -= arm.share
        if drawn < 0:
            return arm.key
    return experiment.arms[-1].key  # what rounding left over


def is_held_out(experiment: Experiment, person_key: str) -> bool:
    """Whether the person is left unasked on purpose, by a lot of its own: the arms stay as they are."""
    return lot(experiment.uid, "hold-out", person_key) < experiment.hold_out


def arm_of(experiment: Experiment, person_key: str) -> Arm:
    """Return the person's arm."""
    found = experiment.arm(variant_of(experiment, person_key))
    assert found is not None
    return found


def moment_in_arm(arm: Arm, moment: datetime, zone: tzinfo) -> datetime:
    """Return when an ask of this arm goes out: at its hour of the person's day, if it names one."""
    hour = arm.changes.hour
    local = moment.astimezone(zone)
    if hour is None or local.hour == hour:
        return moment
    day = local.date() if local.hour < hour else local.date() + timedelta(days=1)
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(moment.tzinfo)


def response_attributes(experiment: Experiment, variant: str) -> dict[str, str]:
    """Return what a response of this arm carries, so that boards can break down by it."""
    return {ATTRIBUTE: f"{experiment.name}: {variant}"}
