"""Who of a population is asked: by chance, by strata, by quota, or where an answer tells most. Pure.

A draw depends on the seed, the survey and the person alone: never on the order of the list, the day or a
state kept somewhere, so that whoever repeats it draws the same people.
"""

from heedful.listen.fieldwork.sampling.adaptive import StratumHistory
from heedful.listen.fieldwork.sampling.chance import is_drawn, lot
from heedful.listen.fieldwork.sampling.design import (
    EVERYONE,
    NOT_KNOWN,
    Allocation,
    Method,
    SampleDesign,
    design_from,
    document_of,
)
from heedful.listen.fieldwork.sampling.draw import (
    Drawn,
    Person,
    StratumDraw,
    draw_sample,
    is_open,
)

__all__ = [
    "EVERYONE",
    "NOT_KNOWN",
    "Allocation",
    "Drawn",
    "Method",
    "Person",
    "SampleDesign",
    "StratumDraw",
    "StratumHistory",
    "design_from",
    "document_of",
    "draw_sample",
    "is_drawn",
    "is_open",
    "lot",
]
