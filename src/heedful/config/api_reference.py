"""The page that explains the API, rendered here from its own description: no script of others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heedful.config.api import description


@dataclass(frozen=True, slots=True)
class OperationText:
    """One operation in words."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[dict[str, Any], ...]
    body: tuple[dict[str, Any], ...]


def api_reference(request: HttpRequest) -> HttpResponse:
    groups = _groups(description())
    return render(request, "core/api_reference.html", {"groups": groups})


def _groups(document: dict[str, Any]) -> dict[str, list[OperationText]]:
    groups: dict[str, list[OperationText]] = defaultdict(list)
    for path, methods in sorted(document["paths"].items()):
        for method, operation in methods.items():
            groups[_group(path)].append(_text(path, method, operation, document))
    return dict(sorted(groups.items()))


def _group(path: str) -> str:
    return path.removeprefix("/api/v1/").split("/")[0]


def _text(path: str, method: str, operation: dict[str, Any], document: dict[str, Any]) -> OperationText:
    parameters = operation.get("parameters", ())
    return OperationText(
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        parameters=tuple(
            {
                "name": one["name"],
                "place": one["in"],
                "type": _type(one["schema"]),
                "required": one.get("required", False),
            }
            for one in parameters
        ),
        body=_body(operation, document),
    )


def _body(operation: dict[str, Any], document: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    content = operation.get("requestBody", {}).get("content", {})
    bodies: list[dict[str, Any]] = list(content.values())
    schema = _resolve(bodies[0]["schema"], document) if bodies else {}
    required = schema.get("required", ())
    return tuple(
        {
            "name": name,
            "type": _type(one),
            "required": name in required,
            "description": one.get("description", ""),
        }
        for name, one in schema.get("properties", {}).items()
    )


def _resolve(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref", "")
    if not reference:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    return found


def _type(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "any")
