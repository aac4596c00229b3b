"""Drafts that several people work on: kept, undone, never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.make.surveys import definition, question, survey

from heedful.design.surveys import queries, services
from heedful.design.surveys.editor import changes
from heedful.design.surveys.editor.queries import draft_state
from heedful.design.surveys.editor.services import KEPT, EditConflict, change_draft, redo, undo
from heedful.design.surveys.models import DraftRevision
from heedful.platform.core.errors import Conflict, NotFound, NotPermitted
from heedful.platform.core.models import AuditEntry

pytestmark = pytest.mark.usefixtures("organization")


def reworded(key: str, text: str) -> changes.Change:
    return changes.write_question(key, question(key, "nps" if key == "nps" else "long_text", text))


def text_of(uid: str, key: str = "nps") -> str:
    return draft_state(uid).definition.question(key).text["en"]


def test_a_change_makes_a_draft_and_leaves_the_published_version(alice):
    one = survey(name="Visit")
    state = change_draft(by=alice, survey_uid=one.uid, change=reworded("nps", "How likely?"), revision=1)
    assert (state.number, state.may_undo, state.may_redo) == (2, True, False)
    assert queries.draft(one.uid).question("nps").text == {"en": "How likely?"}
    assert queries.published(one.uid).definition.question("nps").text != {"en": "How likely?"}


def test_undo_and_redo_walk_the_same_way(alice):
    uid = survey(name="Visit").uid
    first = text_of(uid)
    for text in ("One?", "Two?", "Three?"):
        change_draft(by=alice, survey_uid=uid, change=reworded("nps", text))
    walked = [text_of(uid) for _step in range(4) if undo(by=alice, survey_uid=uid)]
    assert walked == ["Two?", "One?", first, first]
    walked = [text_of(uid) for _step in range(4) if redo(by=alice, survey_uid=uid)]
    assert walked == ["One?", "Two?", "Three?", "Three?"]
    undo(by=alice, survey_uid=uid)
    change_draft(by=alice, survey_uid=uid, change=reworded("nps", "Else?"))
    assert not redo(by=alice, survey_uid=uid).may_redo
    assert text_of(uid) == "Else?"


def test_two_people_collide_only_on_the_same_thing(alice, bob):
    uid = survey(name="Visit").uid
    read = draft_state(uid).number
    change_draft(by=bob, survey_uid=uid, change=reworded("nps", "Bob's?"), revision=read)
    merged = change_draft(by=alice, survey_uid=uid, change=reworded("why", "Alice's?"), revision=read)
    assert merged.definition.question("nps").text == {"en": "Bob's?"}
    with pytest.raises(EditConflict) as refused:
        change_draft(by=alice, survey_uid=uid, change=reworded("nps", "Alice's?"), revision=read)
    assert refused.value.by == bob.label
    assert text_of(uid) == "Bob's?"
    change_draft(by=alice, survey_uid=uid, change=reworded("nps", "Mine?"), revision=read, overwrite=True)
    assert text_of(uid) == "Mine?"


def test_what_was_drafted_as_a_file_is_seen_as_a_change_of_somebody(alice, bob):
    uid = survey(name="Visit").uid
    read = draft_state(uid).number
    change_draft(by=alice, survey_uid=uid, change=reworded("why", "What for?"), revision=read)
    filed = replace(queries.definition(uid), questions=(question(text="From a file?"),))
    services.save_draft(by=bob, survey_uid=uid, definition=filed)
    with pytest.raises(EditConflict):
        change_draft(by=alice, survey_uid=uid, change=reworded("nps", "Mine?"), revision=read)
    assert text_of(uid) == "From a file?"


def test_the_log_tells_of_a_sitting_not_of_every_letter(alice):
    uid = survey(name="Visit").uid
    for number in range(12):
        change_draft(by=alice, survey_uid=uid, change=reworded("nps", f"{number}?"))
    assert AuditEntry.objects.filter(action="survey.draft_saved").count() == 1


def test_the_same_again_changes_nothing_and_old_states_go(alice):
    uid = survey(name="Visit").uid
    for number in range(KEPT + 5):
        change_draft(by=alice, survey_uid=uid, change=reworded("nps", f"{number}?"))
    before = DraftRevision.objects.count()
    change_draft(by=alice, survey_uid=uid, change=reworded("nps", f"{KEPT + 4}?"))
    assert DraftRevision.objects.count() == before <= KEPT


def test_a_draft_that_was_never_published_is_called_what_it_says(alice):
    made = services.create_draft(by=alice, definition=definition(name="First"))
    frame = changes.write_frame(name="Second", title={}, intro={}, topic="")
    change_draft(by=alice, survey_uid=made.uid, change=frame)
    assert queries.survey(made.uid).name == "Second"


def test_who_may_not_write_changes_nothing(alice, dora):
    one = survey(name="Visit")
    with pytest.raises(NotPermitted):
        change_draft(by=dora, survey_uid=one.uid, change=reworded("nps", "Hm?"))
    with pytest.raises(NotFound):
        change_draft(by=alice, survey_uid="svy_none", change=reworded("nps", "Hm?"))
    services.archive_survey(by=alice, survey_uid=one.uid)
    with pytest.raises(Conflict):
        change_draft(by=alice, survey_uid=one.uid, change=reworded("nps", "Hm?"))
