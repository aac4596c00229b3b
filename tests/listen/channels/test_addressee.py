"""Whom a message is for, also while contacts become one."""

from __future__ import annotations

from dataclasses import replace

from tests.make import asking, audiences, surveys

from heedful.listen.audiences.services import merge_contacts
from heedful.listen.channels.addressee import addressee_of


def test_an_ask_made_before_a_merge_is_for_who_is_left(organization, alice):
    survey = surveys.survey(surveys.question("nps", "nps"))
    kept = audiences.contact(email="ann@example.org")
    gone = audiences.contact(email="ann.poe@example.org")
    ask = asking.ask(survey, kept)
    merge_contacts(kept.uid, gone.uid, by=alice)
    found = addressee_of(replace(ask, contact_id=gone.id))
    assert found.contact is not None
    assert found.contact.uid == kept.uid
    assert found.address("email") == "ann@example.org"
