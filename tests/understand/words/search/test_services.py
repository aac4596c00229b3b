from __future__ import annotations

import json

from tests.make import accounts, audiences, responses
from tests.understand.words.search.conftest import Spoken, direction, take_up

from heedful.listen.responses import services as response_services
from heedful.platform.core.models import Job
from heedful.platform.core.organizations import cleaners, organization
from heedful.platform.core.queue import enqueue, run_due, run_now
from heedful.platform.core.types import Actor
from heedful.understand.words.models import SearchChange
from heedful.understand.words.search import jobs, queries, services
from heedful.understand.words.search.index import writing
from heedful.understand.words.search.places import index_folder, word_index
from heedful.understand.words.search.types import CommentSearch, Mode
from heedful.understand.words.vectors.places import organization_folder, store_of
from heedful.understand.words.vectors.store import TextKey


def found(text: str, by: Actor) -> list[str]:
    return [hit.text for hit in queries.search_comments(CommentSearch(text, Mode.WORDS), by=by).hits]


def run_jobs() -> None:
    while run_due():
        pass


def test_what_is_answered_can_be_found(spoken: Spoken) -> None:
    by = accounts.actor(spoken.cast.bob)
    responses.response(spoken.survey, {"nps": 3, "why": "The drone dropped it in the pond"})
    assert found("drone", by) == []
    take_up()
    assert found("drone", by) == ["The drone dropped it in the pond"]
    assert queries.status(by=by).waiting == 0
    assert queries.status(by=by).comments == 5


def test_the_schedule_makes_the_index_and_keeps_it(spoken: Spoken) -> None:
    jobs.take_up_changes()
    responses.response(spoken.survey, {"nps": 3, "why": "The drone dropped it in the pond"})
    while SearchChange.objects.exists() or not found("drone", accounts.actor(spoken.cast.bob)):
        take_up()
        jobs.take_up_changes()
    assert not SearchChange.objects.exists()


def test_where_there_is_none_an_index_is_made(spoken: Spoken) -> None:
    for cleaner in cleaners():
        cleaner(organization().uid)
    assert not services.has_index()
    assert found("delivery", accounts.actor(spoken.cast.bob)) == []
    assert services.begin_index()
    assert not services.begin_index()  # it is on its way
    run_jobs()
    assert len(found("delivery", accounts.actor(spoken.cast.bob))) == 3
    assert Job.objects.get(kind=services.REBUILD).result == {"responses": 4}


def test_a_rebuild_goes_on_where_it_was(spoken: Spoken, monkeypatch) -> None:
    monkeypatch.setattr(services, "CHUNK", 1)
    by = Actor.system(spoken.cast.organization.pk)
    queued = enqueue(services.REBUILD, {}, by=by)
    real, calls = services.stage, []

    def stage(*given: object) -> None:
        calls.append(given)
        if len(calls) == 3:
            raise InterruptedError
        real(*given)

    monkeypatch.setattr(services, "stage", stage)
    assert run_now(queued).state == Job.State.FAILED
    Job.objects.filter(pk=queued.pk).update(state=Job.State.WAITING)
    assert len(found("delivery", accounts.actor(spoken.cast.bob))) == 3  # searched as before
    queued.refresh_from_db()
    assert run_now(queued).state == Job.State.DONE
    assert len(calls) == 5  # two that arrived are not made again
    assert word_index().facts().documents == 4
    assert not writing.is_rebuilding(index_folder())


def test_an_erased_person_is_gone_from_index_and_vectors_with_their_bytes(spoken: Spoken) -> None:
    by = accounts.actor(spoken.cast.alice)
    who = audiences.contact("forget@example.org", name="Forget me")
    told = responses.response(
        spoken.survey, {"nps": 0, "why": "zzqxvwkj treated me badly"}, contact_id=who.id
    )
    store = store_of("test-model")
    row = direction(0.4)
    store.put([TextKey(told.id, told.comments[0].question_id)], row[None])
    held = b"".join(path.read_bytes() for path in organization_folder().rglob("rows"))
    take_up()
    assert word_index().frequency("text", "zzqxvwkj") == 1
    response_services.erase_contact(who.uid, by=by, delete_answers=True)
    take_up()
    run_jobs()
    assert found("zzqxvwkj", by) == []
    assert word_index().frequency("text", "zzqxvwkj") == 0  # no file knows the word any more
    assert word_index().facts().stale_parts == 0
    assert len(store) == 0
    assert held not in b"".join(path.read_bytes() for path in organization_folder().rglob("rows"))
    assert len(found("delivery", by)) == 3


def test_a_deleted_answer_leaves_the_index(spoken: Spoken) -> None:
    by = accounts.actor(spoken.cast.alice)
    response_services.delete_responses([spoken.said["never"].uid], by=by)
    take_up()
    run_jobs()
    assert len(found("delivery", by)) == 2
    assert word_index().frequency("text", "refund") == 0
    assert json.loads((index_folder() / "parts.json").read_text())["parts"][0]["is_stale"] is False


def test_an_organisation_that_is_gone_leaves_nothing(spoken: Spoken) -> None:
    store_of("test-model").put([TextKey(1, 1)], direction(0)[None])
    assert index_folder().exists()
    for cleaner in cleaners():
        cleaner(organization().uid)
    assert not index_folder().exists()
    assert not organization_folder().exists()
