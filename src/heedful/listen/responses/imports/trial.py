"""The dry run: reads the whole file as a run would and counts what would become of it. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from pathlib import Path

from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.rules import read_answers
from heedful.design.surveys.types import SEVERAL, AnswerValue, Questionnaire, SurveyDefinition
from heedful.listen.responses.imports.definition import define, find_options, options_wanted, questionnaire_of
from heedful.listen.responses.imports.format import Table
from heedful.listen.responses.imports.keys import response_key
from heedful.listen.responses.imports.mapping import Mapping
from heedful.listen.responses.imports.opening import open_table
from heedful.listen.responses.imports.rows import ReadRow, RowReader, found_missing
from heedful.listen.responses.imports.types import RefusedRow, Shape, Trial
from heedful.listen.responses.models import Response
from heedful.platform.core.errors import Problem
from heedful.platform.core.organizations import organization
from heedful.platform.core.types import Actor, Permission

FIRST_REFUSED = 20
BATCH = 2_000

type Progress = Callable[[int, float], None]


def define_from_file(path: Path, name: str, mapping: Mapping) -> SurveyDefinition:
    """Return the survey of a mapping; reads the file when a choice has to learn its options from it."""
    if not options_wanted(mapping):
        return define(mapping, {})
    with open_table(path, name, mapping.file) as table:
        reader = row_reader(table, mapping, timezone.now())
        return define(mapping, find_options(table, reader, mapping))


def row_reader(table: Table, mapping: Mapping, read_at: datetime) -> RowReader:
    return RowReader(table, mapping, time_zone=organization().time_zone, read_at=read_at)


def try_file(
    path: Path, name: str, mapping: Mapping, *, by: Actor, progress: Progress | None = None
) -> Trial:
    """Say what importing the file would do."""
    by.require(Permission.IMPORT)
    definition = define_from_file(path, name, mapping)
    with open_table(path, name, mapping.file) as table:
        reader = row_reader(table, mapping, timezone.now())
        tally = _Tally(mapping, questionnaire_of(definition))
        for rows in batched(reader.read_all(table.rows), BATCH, strict=False):
            tally.count(rows)
            if progress:
                progress(tally.read, table.read_share())
        return tally.trial(definition, found_missing(reader), table.notes)


@dataclass
class _Tally:
    mapping: Mapping
    questionnaire: Questionnaire
    read: int = 0
    accepted: int = 0
    duplicates: int = 0
    refused: int = 0
    asks: int = 0
    first: list[RefusedRow] = field(default_factory=list)
    answers: dict[str, Counter[str]] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)
    keys: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.survey = surveys.survey_by_name(self.mapping.survey)
        self.answers = {key: Counter() for key in self.questionnaire.questions}

    def count(self, rows: Sequence[ReadRow]) -> None:
        known = self._known(rows)
        for row in rows:
            self.read += 1
            problems = [*row.problems, *self._problems(row)]
            if problems:
                self.refused += 1
                self._note(row, problems)
            elif not row.has_response:
                self.asks += 1
            elif row.key in known:
                self.duplicates += 1
            else:
                self.accepted += 1
                known.add(row.key)

    def _known(self, rows: Iterable[ReadRow]) -> set[str]:
        """Return the keys that are stored already."""
        if self.survey is None:
            return set()
        keys = {response_key(self.survey.uid, row.key): row.key for row in rows}
        stored = Response.objects.filter(idempotency_key__in=list(keys))
        return {keys[key] for key in stored.values_list("idempotency_key", flat=True)}

    def _problems(self, row: ReadRow) -> list[Problem]:
        checked = read_answers(
            self.questionnaire, row.answers, keep_invalid=self.mapping.on_invalid == "keep"
        )
        for answer in checked.answers:
            self.answers[answer.key].update(_shown(answer.value))
        for problem in checked.problems:
            self.wrong[problem.key] += 1
        return [Problem(f"answers.{problem.key}", problem.reason, row.number) for problem in checked.problems]

    def _note(self, row: ReadRow, problems: list[Problem]) -> None:
        if len(self.first) < FIRST_REFUSED:
            problem = problems[0]
            self.first.append(RefusedRow(row.number, problem.field, problem.reason))

    def trial(
        self, definition: SurveyDefinition, missing: dict[str, dict[str, int]], notes: tuple[str, ...]
    ) -> Trial:
        return Trial(
            survey=definition.name,
            read=self.read,
            accepted=self.accepted,
            duplicates=self.duplicates,
            refused=self.refused,
            asks=self.asks,
            refused_rows=tuple(self.first),
            shapes=tuple(self._shape(key) for key in self.questionnaire.questions),
            missing=missing,
            notes=notes,
        )

    def _shape(self, key: str) -> Shape:
        asked = self.questionnaire.questions[key].definition
        counts = self.answers[key]
        ranked = sorted(counts, key=_order)[:200]
        return Shape(
            key=key,
            kind=asked.kind,
            label=next(iter(asked.text.values()), key),
            counts={value: counts[value] for value in ranked},
            blank=self.read - counts.total() - self.wrong[key] if asked.kind not in SEVERAL else 0,
            refused=self.wrong[key],
        )


def _shown(value: AnswerValue) -> tuple[str, ...]:
    if value.choices:
        return value.choices
    number = value.score if value.score is not None else value.number
    return ("answered",) if number is None else (str(number),)


def _order(value: str) -> tuple[float, str]:
    try:
        return float(value), ""
    except ValueError:
        return float("inf"), value
