from __future__ import annotations

from typing import Any

from heedful.listen.responses import queries, services
from heedful.listen.responses.types import ResponseFacts
from heedful.listen.responses.uploads.files import file_path
from heedful.listen.responses.uploads.queries import file_uids
from heedful.platform.core.kept_files import keep
from heedful.platform.core.organizations import organization
from heedful.platform.core.personal_data import Erasure, register
from heedful.platform.core.types import Actor


def _export(contact_uid: str, by: Actor) -> list[dict[str, Any]]:
    return [_document(facts) for facts in queries.all_responses_of(contact_uid, by=by)]


def _document(facts: ResponseFacts) -> dict[str, Any]:
    return {
        "uid": facts.uid,
        "survey": facts.survey_name,
        "answered_at": facts.answered_at.isoformat(),
        "channel": facts.channel,
        "unit": facts.unit_name,
        "attributes": dict(facts.attributes),
        "answers": [
            {"question": answer.question_text, "key": answer.question_key, "answer": answer.value}
            for answer in facts.answers
        ],
    }


def _erase(erasure: Erasure, by: Actor) -> None:
    services.erase_contact(erasure.contact_uid, by=by, delete_answers=erasure.delete_answers)


register(
    "responses",
    describe="What somebody answered, with the facts that were kept beside the answers.",
    export=_export,
    erase=_erase,
)
keep("uploads", names=file_uids, path=lambda uid: file_path(organization().uid, uid))
