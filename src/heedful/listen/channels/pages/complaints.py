"""What a respondent is told when an answer cannot be taken: in words, never in ours."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _, gettext_lazy

from heedful.design.surveys.presenting import PresentedQuestion

MISSING = "missing"


def missing(question: PresentedQuestion) -> str:
    """Say that a question must be answered."""
    if question.input == "grid":
        return _("Please answer every line.")
    if question.input in {"steps", "stars", "smileys", "thumbs", "radios", "select", "agreement"}:
        return _("Please choose an answer.")
    return _("Please answer this question.")


def complaint(question: PresentedQuestion, limits: tuple[int, int] | None = None) -> str:
    """Say what the answer should be like; ``limits`` are those of a number."""
    match question.input:
        case "number":
            return _number(question, limits)
        case "date":
            return _date(question)
        case "checkboxes" | "order":
            return _count(question)
    return str(_OTHERS.get(question.input) or _("Please choose one of the answers."))


_OTHERS = {
    "line": gettext_lazy("This is too long. Please say it in fewer words."),
    "paragraph": gettext_lazy("This is too long. Please say it in fewer words."),
    "details": gettext_lazy("Please agree to be contacted, or leave the fields empty."),
    "agreement": gettext_lazy("Without your agreement we cannot go on."),
    "file": gettext_lazy("This file cannot be taken."),
    "audio": gettext_lazy("This file cannot be taken."),
    "video": gettext_lazy("This file cannot be taken."),
}


def _number(question: PresentedQuestion, limits: tuple[int, int] | None) -> str:
    if limits:
        low, high = (number_format(limit) for limit in limits)
        return _("Please give a number from %(low)s to %(high)s.") % {"low": low, "high": high}
    if question.settings.get("whole"):
        return _("Please give a whole number.")
    return _("Please give a number.")


def _date(question: PresentedQuestion) -> str:
    earliest, latest = question.settings.get("earliest"), question.settings.get("latest")
    if earliest and latest:
        return _("Please give a day from %(first)s to %(last)s.") % {"first": earliest, "last": latest}
    if earliest:
        return _("Please give a day from %(first)s on.") % {"first": earliest}
    if latest:
        return _("Please give a day up to %(last)s.") % {"last": latest}
    return _("Please give a day.")


def _count(question: PresentedQuestion) -> str:
    least, most = question.settings.get("at_least", 1), question.settings.get("at_most")
    if most is not None and least > 1:
        return _("Please choose %(least)s to %(most)s.") % {"least": least, "most": most}
    if most is not None:
        return _("Please choose at most %(most)s.") % {"most": most}
    if least > 1:
        return _("Please choose at least %(least)s.") % {"least": least}
    if question.input == "order":
        return _("Please give each answer a place of its own.")
    return _("One of these answers stands alone. Please choose it or the others.")
