"""Score buttons for other tools' mails over HTTP."""

from __future__ import annotations

from ninja import Query, Router, Schema

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.languages import offered
from heedful.listen.audiences import queries as audiences
from heedful.listen.channels.snippets.kind import tools
from heedful.listen.channels.snippets.making import snippet
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

router = Router(tags=["messages"])


class SnippetOut(Schema):
    tool: str
    label: str
    html: str
    link: str


class SnippetsWanted(Schema):
    tool: str = ""  # empty: all of them
    language: str = ""
    attribute: list[str] = []


@router.get("/surveys/{uid}/snippets", response=list[SnippetOut], summary="Snippets, one a tool")
def list_snippets(request: HouseRequest, uid: str, wanted: Query[SnippetsWanted]) -> list[SnippetOut]:
    request.actor.require(Permission.WRITE_SURVEYS)
    definition = surveys.published(uid).definition
    known = tools()
    _check(wanted.tool, wanted.attribute)
    code = wanted.language if wanted.language in offered(definition) else definition.language
    made = {
        each.key: snippet(uid, definition, each, attributes=wanted.attribute, language=code)
        for each in known.values()
        if wanted.tool in {"", each.key}
    }
    return [
        SnippetOut(tool=key, label=known[key].label, html=one.html, link=one.link)
        for key, one in made.items()
    ]


def _check(tool: str, attributes: list[str]) -> None:
    problems = []
    if tool and tool not in tools():
        problems.append(Problem("tool", f"{tool[:40]!r} is none of {', '.join(sorted(tools()))}"))
    unknown = [key for key in attributes if key not in audiences.attributes()]
    problems += [Problem("attribute", f"no attribute {key[:80]!r}") for key in unknown[:20]]
    if problems:
        raise InvalidInput(*problems)
