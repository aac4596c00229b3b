"""Surveys as files people keep in git: YAML and JSON, in and out."""

from __future__ import annotations

import json
from typing import Any, Literal

import yaml

from heedful.design.surveys.documents import definition_from, document_of
from heedful.design.surveys.types import SurveyDefinition
from heedful.platform.core.errors import InvalidInput, Problem

type Format = Literal["yaml", "json"]
MAX_CHARACTERS = 2_000_000


def read_definition(text: str, format: Format = "yaml") -> SurveyDefinition:  # noqa: A002 - the word for it
    """Read a survey; raise :class:`InvalidInput` naming the line, or the place, and the reason."""
    if len(text) > MAX_CHARACTERS:
        raise InvalidInput(Problem("file", f"is longer than {MAX_CHARACTERS:,} characters"))
    return definition_from(plain_json(text) if format == "json" else plain_yaml(text))


def write_definition(definition: SurveyDefinition, format: Format = "yaml") -> str:  # noqa: A002 - likewise
    """Write a survey so that reading it gives the same survey."""
    document = document_of(definition)
    if format == "json":
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


def plain_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(Problem("file", f"is not JSON: {error}")) from None


def plain_yaml(text: str) -> Any:
    """Read YAML as plain data: no tags, no aliases, yes and no as words."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InvalidInput(Problem("file", f"is not YAML{line}: {error.problem or error.context}")) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InvalidInput(Problem("file", f"is not YAML: {str(error)[:200]}")) from None


class _Loader(yaml.SafeLoader):
    """Reads on, off, yes and no as the words they are, and refuses aliases (they can explode)."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # untyped there
            raise yaml.composer.ComposerError(None, None, "aliases are not used in surveys", mark)
        return super().compose_node(parent, index)


_BOOLEAN = "tag:yaml.org,2002:bool"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != _TIMESTAMP and (tag != _BOOLEAN or first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library's signature
        return True
