"""Sites and placements of the widget for tests."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from django.test import Client

from heedful.design.surveys.types import SurveyFacts
from heedful.listen.channels.widget import services
from heedful.listen.channels.widget.types import PlacementFacts, SiteFacts
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor

_numbers = count(1)


def site(name: str = "", **fields: Any) -> tuple[SiteFacts, str]:
    """Make a site; return it and its secret."""
    by = Actor.system(current_organization_id())
    return services.create_site(by=by, name=name or f"Shop {next(_numbers)}", **fields)


def placed(survey: SurveyFacts, **fields: Any) -> PlacementFacts:
    """Show a survey to everybody on every site, unless said otherwise."""
    given = {"is_on": True, "share": 1.0} | fields
    return services.place_survey(
        PlacementFacts(survey.uid, **given), by=Actor.system(current_organization_id())
    )


def said(site: SiteFacts, path: str, body: dict[str, Any], **headers: str) -> tuple[int, dict[str, Any]]:
    """Say something at a site's address, as a page would."""
    response = Client().post(
        f"/w/{site.key}/{path}", json.dumps(body), content_type="text/plain", headers=headers
    )
    return response.status_code, json.loads(response.content)


def device() -> str:
    return f"device-{next(_numbers):08d}"
