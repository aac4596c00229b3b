"""Charlie, of another organisation, sees nothing of Alice's; Dora sees only her branch; nobody sees nothing.

The addresses come from the URL map and from the API's description: what is added there is tested here. What a
walk finds wrong it collects, so that one failure shows no less than a test an address would.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.make import accounts
from tests.make.described import DESCRIPTION
from tests.make.everything import FACTORIES, HARMLESS, MARK, UNSEEN, VAGUE, Everything
from tests.make.remembered import forget_everything

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

    @property
    def area(self) -> str:
        """What the address is about: its first part that names anything."""
        return self.template.removeprefix("api/v1/").split("/")[0]

    def content(self, values: Any) -> tuple[str, Any]:
        """Return the media type of the body, and the body."""
        if not self.template.startswith("api/"):
            form = FORMS[str(self)](values) if str(self) in FORMS else {}
            return "application/x-www-form-urlencoded", urlencode(form)
        body = BODIES[str(self)](values) if str(self) in BODIES else self.body
        return "application/json", b"" if body is None else json.dumps(body).encode()

    def make(self, values: Any) -> None:
        """Make all that the address and its body speak of."""
        self.url(values)
        self.content(values)

    def call(self, client: Client, values: Any, **more: Any) -> Answer:
        media_type, content = self.content(values)
        response = client.generic(self.method, self.url(values), content, media_type, **more)
        text = b"".join(response.streaming_content) if response.streaming else response.content
        if file := getattr(response, "file_to_stream", None):
            file.close()  # response.close() would end the database connection of the test
        return Answer(response.status_code, text.decode(errors="replace"), response.headers)


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    headers: Any

    @property
    def leads_to_sign_in(self) -> bool:
        return self.status == 302 and self.headers["Location"].startswith("/accounts/login/")


def _patterns(patterns: Any, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield PARAMETER.sub(lambda match: f"<{match[1] or match[2]}>", route)


def pages() -> list[Address]:
    described = {path.lstrip("/") for path in DESCRIPTION["paths"]}
    routes = sorted(set(_patterns(get_resolver().url_patterns)))
    kept = [
        route
        for route in routes
        if not route.startswith(FOREIGN) and route.replace("<", "{").replace(">", "}") not in described
    ]
    return [Address(method, route) for route in kept for method in ("GET", "POST")]


def operations() -> list[Address]:
    return [
        Address(method.upper(), path.lstrip("/"), _body(operation, DESCRIPTION))
        for path, methods in DESCRIPTION["paths"].items()
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


def signed_in(client: Client) -> Client:
    """Return another browser with the same session: what the last one was told is not known here."""
    other = Client()
    other.cookies["sessionid"] = client.cookies["sessionid"].value
    return other


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is done inside, so that the next address finds everything as it was."""
    forget_everything()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("area", sorted({one.area for one in OF_THINGS}))
def test_charlie_finds_nothing_of_alices(area, cast, everything, charlie_client, alice_client):
    # A file that is forgotten does not come back with its row.
    addresses = sorted((one for one in OF_THINGS if one.area == area), key=lambda one: "forget" in str(one))
    for address in addresses:
        address.make(everything)
    key = {"Authorization": f"Bearer {accounts.key(cast.other)}"}
    wrong = defaultdict(list)
    for address in addresses:
        is_api = address.template.startswith("api/")
        with undone():
            by_session = address.call(signed_in(charlie_client), everything)
            by_key = address.call(Client(), everything, headers=key)
            if by_session.status not in ({404} if is_api else {404, 405}):
                wrong[str(address)].append(f"Charlie: {by_session.status} {by_session.text[:200]}")
            # A key opens no page.
            if by_key.status != (FOR_USERS_ONLY.get(str(address), 404) if is_api else 302):
                wrong[str(address)].append(f"Charlie's key: {by_key.status} {by_key.text[:200]}")
            # The same for Alice is found: so it was the organisation that kept Charlie out.
            by_alice = address.call(signed_in(alice_client), everything)
            if by_alice.status in {401, 404} or by_alice.leads_to_sign_in:
                wrong[str(address)].append(f"Alice: {by_alice.status}")
    assert wrong == {}


def lists(client: Client, values: Any, among: list[Address] = LISTS, **more: Any) -> dict[str, str]:
    """Walk the lists; return what each says, in small letters."""
    said = {}
    for address in among:
        with undone():
            answer = address.call(signed_in(client) if client.cookies else Client(), values, **more)
        assert answer.status < 500, address
        said[str(address)] = answer.text.lower()
    return said


def saying(word: str, said: dict[str, str]) -> list[str]:
    return [address for address, text in said.items() if word.lower() in text]


def test_lists_show_charlie_none_of_alices_names(cast, theirs, charlie_client):
    assert saying(MARK, lists(charlie_client, theirs)) == []
    key = {"Authorization": f"Bearer {accounts.key(cast.other)}"}
    of_the_api = [one for one in LISTS if one.template.startswith("api/")]
    assert saying(MARK, lists(Client(), theirs, of_the_api, headers=key)) == []


def test_dora_sees_her_branch_only(theirs, dora_client):
    assert saying(UNSEEN, lists(dora_client, theirs)) == []


def test_alice_sees_what_the_others_do_not(theirs, alice_client):
    said = lists(alice_client, theirs)
    assert len(saying(MARK, said)) > 10
    assert len(saying(UNSEEN, said)) >= 3


def test_nobody_gets_in_without_signing_in(everything):
    wrong = {}
    for address in ALL:
        if address.template in PUBLIC:
            continue
        address.make(everything)
        answer = address.call(Client(), everything)
        if address.template.startswith("api/"):
            media_type = answer.headers["Content-Type"]
            is_kept_out = answer.status in {401, 405} and media_type == "application/problem+json"
        else:
            is_kept_out = answer.leads_to_sign_in
        if not is_kept_out:
            wrong[str(address)] = f"{answer.status} {answer.text[:200]}"
    assert wrong == {}


def test_what_is_public_is_still_there():
    assert PUBLIC.keys() <= {one.template for one in ALL}


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
