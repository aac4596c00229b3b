"""Which response a row is: the same row of the same survey has the same key, in any file and at any time."""

from __future__ import annotations


def response_key(survey_uid: str, row_key: str) -> str:
    return f"import:{survey_uid}:{row_key}"


def ask_key(survey_uid: str, row_key: str) -> str:
    return f"import:{survey_uid}:{row_key}:ask"
