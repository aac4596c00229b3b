"""Reads a survey as a careful colleague would, offline: what could be asked better, where, why, and how
instead.

Nouns: rule, finding, wording, lexicon. Pure: knows definitions, no tables and no requests. A rule is one
file in
``kinds``; what rules of wording know of a language is one file in ``lexicon``.
"""

from heedful.design.surveys.linter.checking import findings, measures
from heedful.design.surveys.linter.types import Finding, Grade, Measures, Severity

__all__ = ["Finding", "Grade", "Measures", "Severity", "findings", "measures"]
