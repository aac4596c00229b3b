"""What the import says about files: columns, mappings, trials and runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ColumnType(StrEnum):
    EMPTY = "empty"
    WHOLE = "whole number"
    DECIMAL = "decimal number"
    WHEN = "date or time"
    YES_NO = "yes or no"
    CATEGORY = "category"
    TEXT = "long text"
    EMAIL = "e-mail address"
    PHONE = "telephone number"
    ID = "id"


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """What a column of a file looks like, seen over its first rows."""

    name: str
    type: ColumnType
    filled: int  # values that say something
    blank: int
    distinct: int
    samples: tuple[str, ...] = ()  # most frequent first
    missing: tuple[str, ...] = ()  # codes found that mean "no answer"
    counts: dict[str, int] = field(default_factory=dict)  # of a column with few distinct values
    low: float | None = None
    high: float | None = None
    scale: tuple[int, int] | None = None  # whole steps, without the codes
    scale_codes: tuple[str, ...] = ()  # beside the scale, if it is one
    date_format: str = ""
    decimal: str = "."
    is_unique: bool = False
    is_clean: bool = True  # every value seen is of the type
    notes: tuple[str, ...] = ()
    text: str = ""  # the question's wording, where the file has it


class Role(StrEnum):
    QUESTION = "question"
    COMMENT = "comment"
    ATTRIBUTE = "attribute"
    CONTACT_EMAIL = "contact_email"
    CONTACT_PHONE = "contact_phone"
    CONTACT_ID = "contact_id"
    CONTACT_NAME = "contact_name"
    UNIT = "unit"
    ANSWERED_AT = "answered_at"
    ASKED_AT = "asked_at"
    DISPOSITION = "disposition"
    FINISHED = "finished"
    TEST = "test"
    WEIGHT = "weight"
    LANGUAGE = "language"
    CHANNEL = "channel"
    TOUCHPOINT = "touchpoint"
    RESPONSE_ID = "response_id"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Shape:
    """The histogram of a question's answers in a trial."""

    key: str
    kind: str
    label: str
    counts: dict[str, int]
    blank: int
    refused: int


@dataclass(frozen=True, slots=True)
class RefusedRow:
    row: int
    field: str
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a run would do; nothing was written."""

    survey: str
    read: int
    accepted: int
    duplicates: int
    refused: int
    asks: int
    refused_rows: tuple[RefusedRow, ...]
    shapes: tuple[Shape, ...]
    missing: dict[str, dict[str, int]]  # by column: how often each code for "no answer" came
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """An import as the pages, the API and the command line see it."""

    uid: str
    file_name: str
    state: str  # mapping, waiting, running, done, failed, cancelled
    survey_uid: str | None
    survey: str
    mapping: str  # YAML
    job_uid: str
    read: int
    accepted: int
    duplicates: int
    refused: int
    total: int | None
    message: str
    error: str
    created_at: datetime
    created_by: str
    finished_at: datetime | None
