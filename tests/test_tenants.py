"""Charlie, of another organisation, sees nothing of Alice's; Dora sees only her branch; nobody sees nothing.

The addresses come from the URL map and from the API's description: what is added there is tested here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.make import accounts
from tests.make.everything import FACTORIES, HARMLESS, MARK, UNSEEN, VAGUE, Everything

from heedful.config.api import description
from heedful.platform.core.scope import organization_scope

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|{(?:\w+:)?(\w+)}")
PUBLIC = {
    "s/<survey_uid>": "everybody may answer by the public link",
    "s/<survey_uid>/kiosk": "everybody may open the public kiosk",
    "s/<survey_uid>/kiosk/answers": "the sealed visit is what lets in",
    "s/<survey_uid>/worker.js": "a script of the pages",
    "s/p/<token>": "the personal link is what lets in",
    "s/c/<visit_token>": "the sealed visit is what lets in",
    "s/c/<visit_token>/human": "likewise",
    "s/c/<visit_token>/decline": "likewise",
    "s/delete/<token>": "the signed link is what lets in",
    "healthz": "tells load balancers ok or bad",
    "w/heedful.js": "the widget's script",
    "w/heedful-<digest>.js": "likewise",
    **{
        f"w/<site_key>/{name}": "a site's public key is what lets in"
        for name in ("config", "ask", "exposures", "answers", "declines", "events")
    },
    "welcome/<token>/": "the one-time link is what lets in",
    "join/<token>/": "the invitation's link is what lets in",
    "u/<token>/": "the signed link of a letter is what lets in",
    "preferences/<token>/": "the signed link of a letter is what lets in",
    "hooks/mail/": "the provider's secret is what lets in",
    "hooks/sms/<token>/": "the signed address is what lets in",
    "api/v1/openapi.json": "describes the API and holds no data",
    "s/images/<asset_uid>": "mails and respondents' pages show logos and pictures",
    "ui/<name>": "a script of the pages",
}
# Bodies that a schema does not describe well enough to reach the check of ids.
BODIES: dict[str, Callable[[Any], Any]] = {
    "PUT api/v1/imports/{uid}/mapping": lambda _: {
        "mapping": {"survey": "Theirs", "columns": {"nps": {"role": "question", "key": "nps", "kind": "nps"}}}
    },
    "POST api/v1/surveys/{uid}/versions": lambda _: {
        "name": "Theirs",
        "questions": [{"key": "nps", "kind": "nps", "text": {"en": "How likely?"}}],
    },
    "POST api/v1/units/{uid}/move": lambda values: {"parent": values["region"]},
    "POST api/v1/programs/{uid}/goals": lambda _: {
        "metric": "nps",
        "target": 40,
        "due_on": "2027-01-01",
        "pillar": "retention",
    },
    "POST api/v1/contacts/{uid}/merge": lambda values: {"gone": values["next_contact"]},
    "POST api/v1/boards/{board_uid}/mails": lambda _: {"recipients": ["eve@example.org"], "hour": 8},
    "PUT api/v1/surveys/{uid}/taxonomy": lambda _: {"taxonomy": None},
    "POST api/v1/taxonomies/{taxonomy_uid}/split": lambda _: {
        "theme": "rude",
        "parts": [{"name": "Words"}, {"name": "Looks"}],
    },
}
# What no key can do, whosoever's the thing is.
FOR_USERS_ONLY = {"POST api/v1/boards/{board_uid}/mails": 409}
FORMS: dict[str, Callable[[Any], dict[str, str]]] = {
    "POST answers/<response_uid>/exclude/": lambda _: {"reason": "test"},
}
# allauth's own pages: they know a user, never an organisation, and guard themselves.
FOREIGN = "accounts/"


@dataclass(frozen=True)
class Address:
    method: str
    template: str  # with <name> for parameters
    body: Any = None

    def __str__(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters; a vague one is named after what stands before it."""
        found = []
        for match in PARAMETER.finditer(self.template):
            name = match[1] or match[2]
            if self.template[: match.end()] in FACTORIES:
                name = self.template[: match.end()]
            elif name in VAGUE:
                before = self.template[: match.start()].rstrip("/").rsplit("/", 1)[-1]
                name = f"{before.strip('<>{}')}.{name}"
            found.append(name)
        return tuple(found)

    def url(self, values: Any) -> str:
        names = iter(self.parameters)
        return "/" + PARAMETER.sub(lambda _: values[next(names)], self.template)

    def call(self, client: Client, values: Any, **more: Any) -> Answer:
        content: Any = FORMS[str(self)](values) if str(self) in FORMS else b""
        if isinstance(content, dict):
            more["content_type"], content = "application/x-www-form-urlencoded", urlencode(content)
        if self.template.startswith("api/"):
            body = BODIES[str(self)](values) if str(self) in BODIES else self.body
            content = b"" if body is None else json.dumps(body).encode()
            more["content_type"] = "application/json"
        response = client.generic(self.method, self.url(values), content, **more)
        text = b"".join(response.streaming_content) if response.streaming else response.content
        if file := getattr(response, "file_to_stream", None):
            file.close()  # response.close() would end the database connection of the test
        return Answer(response.status_code, text.decode(errors="replace"), response.headers)


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    headers: Any


def _patterns(patterns: Any, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield PARAMETER.sub(lambda match: f"<{match[1] or match[2]}>", route)


def pages() -> list[Address]:
    described = {path.lstrip("/") for path in description()["paths"]}
    routes = sorted(set(_patterns(get_resolver().url_patterns)))
    kept = [
        route
        for route in routes
        if not route.startswith(FOREIGN) and route.replace("<", "{").replace(">", "}") not in described
    ]
    return [Address(method, route) for route in kept for method in ("GET", "POST")]


def operations() -> list[Address]:
    document = description()
    return [
        Address(method.upper(), path.lstrip("/"), _body(operation, document))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _body(operation: dict[str, Any], document: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {})
    schema = next(iter(content.values()), {}).get("schema")
    return None if schema is None else _example(schema, document)


def _example(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """Return the least that a schema takes, so that the check of ids is reached."""
    if "$ref" in schema:
        return _example(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], document)
    if "default" in schema:
        return schema["default"]
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    for either in ("anyOf", "oneOf", "allOf"):
        if either in schema:
            return _example(schema[either][0], document)
    match schema.get("type"):
        case "object":
            needed = schema.get("required", ())
            return {name: _example(schema["properties"][name], document) for name in needed}
        case "array":
            return [_example(schema["items"], document)] if schema.get("minItems") else []
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
    return "2026-03-02" if schema.get("format") == "date" else "x" * schema.get("minLength", 1)


ALL = pages() + operations()
OF_THINGS = [one for one in ALL if set(one.parameters) - HARMLESS.keys() and one.template not in PUBLIC]
LISTS = [one for one in ALL if one.method == "GET" and not set(one.parameters) - HARMLESS.keys()]


@pytest.fixture
def everything(cast):
    return Everything(cast)


@pytest.fixture
def theirs(cast, everything):
    """Everything of Alice's, made."""
    cast.organization.name = f"{MARK} Ltd"
    cast.organization.save()
    cast.bob.user.name = f"{MARK} Bob"
    cast.bob.user.save()
    for name in FACTORIES:
        everything[name]
    with organization_scope(cast.organization.pk):
        everything.unseen_response()
        cast.next_branch.name = f"{UNSEEN} branch"
        cast.next_branch.save()
    return everything


def test_every_parameter_has_a_factory(everything):
    missing = {name: str(one) for one in OF_THINGS for name in one.parameters if name not in everything}
    assert missing == {}, "make one in tests/make/everything.py"


@pytest.mark.parametrize("address", OF_THINGS, ids=str)
def test_charlie_finds_nothing_of_alices(address, cast, everything, charlie_client, alice_client):
    by_session = address.call(charlie_client, everything)
    headers = {"Authorization": f"Bearer {accounts.key(cast.other)}"}
    by_key = address.call(Client(), everything, headers=headers)
    allowed = {404} if address.template.startswith("api/") else {404, 405}
    assert by_session.status in allowed, by_session.text[:300]
    if address.template.startswith("api/"):
        assert by_key.status == FOR_USERS_ONLY.get(str(address), 404), by_key.text[:300]
    else:
        assert by_key.status == 302  # a key opens no page
    # The same for Alice is found: so it was the organisation that kept Charlie out.
    assert address.call(alice_client, everything).status != 404


@pytest.mark.parametrize("address", LISTS, ids=str)
def test_lists_show_charlie_none_of_alices_names(address, cast, theirs, charlie_client):
    response = address.call(charlie_client, theirs)
    assert response.status < 500
    assert MARK.lower() not in response.text.lower()
    if address.template.startswith("api/"):
        headers = {"Authorization": f"Bearer {accounts.key(cast.other)}"}
        assert MARK.lower() not in address.call(Client(), theirs, headers=headers).text.lower()


def test_the_mark_would_be_seen(theirs, alice_client):
    seen = [str(one) for one in LISTS if MARK.lower() in one.call(alice_client, theirs).text.lower()]
    assert len(seen) > 10


@pytest.mark.parametrize("address", ALL, ids=str)
def test_nobody_gets_in_without_signing_in(address, client, everything, cast):
    if address.template in PUBLIC:
        return
    response = address.call(client, everything)
    if address.template.startswith("api/"):
        assert response.status in {401, 405}
        assert response.headers["Content-Type"] == "application/problem+json"
    else:
        assert response.status == 302
        assert response.headers["Location"].startswith("/accounts/login/")


def test_what_is_public_is_still_there():
    assert PUBLIC.keys() <= {one.template for one in ALL}


@pytest.mark.parametrize("address", LISTS, ids=str)
def test_dora_sees_her_branch_only(address, theirs, dora_client):
    assert UNSEEN.lower() not in address.call(dora_client, theirs).text.lower()


def test_what_dora_does_not_see_alice_sees(theirs, alice_client):
    seen = [str(one) for one in LISTS if UNSEEN.lower() in one.call(alice_client, theirs).text.lower()]
    assert len(seen) >= 3


def test_answers_and_units_beside_doras_are_not_found(cast, everything, dora_client):
    hers = everything["responses.uid"]
    with organization_scope(cast.organization.pk):
        beside = everything.unseen_response()
    assert dora_client.get(f"/api/v1/responses/{beside}").status_code == 404
    assert dora_client.get(f"/api/v1/responses/{hers}").status_code == 200
    assert dora_client.get(f"/api/v1/units/{cast.next_branch.uid}").status_code == 404
    assert dora_client.get(f"/api/v1/units/{cast.branch.uid}").status_code == 200


def test_doras_numbers_are_of_her_branch(theirs, alice_client, dora_client):
    asked = "/api/v1/scores/nps?from=2026-01-01&to=2026-12-31"
    assert alice_client.get(asked).json()["n"] == 2
    dora = dora_client.get(asked).json()
    assert (dora["n"], dora["value"]) == (1, -100)
