"""The page of an answer shows what was read in it."""

from __future__ import annotations

from heedful.understand.words.models import Mention, Reading


def test_themes_are_underlined_where_they_are_spoken_of(say, read_all, alice_client):
    (told,) = say("The <b>soup</b> was cold.\nThe staff was lovely!")
    read_all()
    row = Reading.objects.get()
    Mention.objects.create(
        reading=row, response_id=told.id, theme="food", start=4, end=15, polarity=-1, confidence=0.9
    )
    page = alice_client.get(f"/answers/{told.uid}/").content.decode()
    assert '<mark class="negative" title="food">&lt;b&gt;soup&lt;/b&gt;</mark>' in page
    assert "cold.<br>The staff" in page
    assert '<span class="tag">en</span>' in page


def test_an_answer_that_was_not_read_is_shown_as_ever(say, alice_client):
    (told,) = say("The soup was cold.")
    page = alice_client.get(f"/answers/{told.uid}/").content.decode()
    assert "The soup was cold." in page
    assert 'class="marked"' not in page
