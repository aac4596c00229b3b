"""Forms that do one deed and say what was wrong with it beside the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from heedful.platform.core.errors import Conflict, InvalidInput, NotPermitted


def submitted[T](request: HttpRequest, form: forms.BaseForm, deed: Callable[[dict[str, Any]], T]) -> T | None:
    """Do what a valid, posted form asks and return what came of it; else leave the reasons in the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return deed(form.cleaned_data)
    except InvalidInput as error:
        add_problems(form, error)
    except (Conflict, NotPermitted) as error:
        form.add_error(None, str(error))
    return None


def add_problems(form: forms.BaseForm, error: InvalidInput) -> None:
    """Put every problem beside the field it names, the others above the form."""
    for problem in error.problems:
        form.add_error(problem.field if problem.field in form.fields else None, problem.reason)
