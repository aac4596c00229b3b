from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.make import accounts

from heedful.listen.audiences.queries import user_actor
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from heedful.platform.core.models import AuditEntry
from heedful.platform.core.types import Actor, Permission
from heedful.platform.messaging.models import Mail
from heedful.understand.boards import queries, services
from heedful.understand.boards.models import MailSchedule
from heedful.understand.boards.types import HOME, Audience, TileSpec

TILES = (TileSpec("trend", "full"),)


def key_actor(cast, *permissions: Permission) -> Actor:
    return Actor("key", "Till", cast.organization.pk, frozenset(permissions), 7)


def test_without_a_saved_one_the_home_is_the_one_we_ship(organization, bob):
    home = queries.home_board(by=bob)
    assert (home.uid, home.is_shipped) == (HOME, True)


def test_a_home_is_saved_for_everyone_for_a_role_and_for_oneself(organization, alice, bob):
    services.save_home(by=alice, tiles=TILES, audience=Audience.EVERYONE)
    services.save_home(by=alice, tiles=TILES * 2, audience=Audience.ROLE, role="analyst")
    assert len(queries.home_board(by=alice).tiles) == 1
    assert len(queries.home_board(by=bob).tiles) == 2
    services.save_home(by=bob, tiles=TILES * 3)
    assert len(queries.home_board(by=bob).tiles) == 3
    services.save_home(by=bob, tiles=TILES * 4)
    assert len(queries.home_board(by=bob).tiles) == 4
    services.delete_board(queries.home_board(by=bob).uid, by=bob)
    assert len(queries.home_board(by=bob).tiles) == 2
    assert AuditEntry.objects.filter(action="board.home_saved").count() == 4


def test_a_board_is_seen_by_its_owner_only(organization, alice, bob):
    mine = services.save_board(by=alice, name="Mine", tiles=TILES)
    assert queries.board(mine.uid, by=alice).is_mine
    with pytest.raises(NotFound):
        queries.board(mine.uid, by=bob)
    with pytest.raises(NotFound):
        services.delete_board(mine.uid, by=bob)


def test_who_may_not_write_boards_keeps_to_their_own(organization, alice, dora):
    shared = services.save_board(by=alice, name="Shared", tiles=TILES, audience=Audience.EVERYONE)
    with pytest.raises(NotPermitted):
        services.save_board(by=dora, name="Theirs", tiles=TILES, board_uid=shared.uid)
    with pytest.raises(NotPermitted):
        services.save_board(by=dora, name="Another", tiles=TILES, audience=Audience.EVERYONE)
    assert services.save_board(by=dora, name="My own", tiles=TILES).is_mine


def test_a_key_owns_no_board(cast, organization):
    till = key_actor(cast, Permission.READ_SCORES, Permission.WRITE_BOARDS)
    with pytest.raises(Conflict):
        services.save_board(by=till, name="Mine", tiles=TILES)
    assert services.save_board(by=till, name="Shared", tiles=TILES, audience=Audience.EVERYONE).uid


def test_unknown_tiles_and_roles_are_refused(organization, alice):
    with pytest.raises(InvalidInput, match="pie"):
        services.save_board(by=alice, name="Pies", tiles=[TileSpec("pie", "full")])
    with pytest.raises(InvalidInput, match="role"):
        services.save_home(by=alice, tiles=TILES, audience=Audience.ROLE, role="king")


def test_a_segment_keeps_the_filter_in_its_normal_form(organization, bob):
    saved = services.save_segment(by=bob, name=" Germans ", query="?f=attribute.country:DE&metric=nps&x=1")
    assert (saved.name, saved.query) == ("Germans", "metric=nps&f=attribute.country:DE")
    with pytest.raises(Conflict, match="Germans"):
        services.save_segment(by=bob, name="Germans", query="")
    with pytest.raises(InvalidInput, match="query"):
        services.save_segment(by=bob, name="Broken", query="f=nonsense")
    services.delete_segment(saved.uid, by=bob)
    assert queries.segments(by=bob) == ()


def test_annotations_of_a_unit_are_seen_by_who_sees_the_unit(cast, organization, alice, dora):
    day = date(2026, 3, 1)
    services.add_annotation(by=alice, on=day, text="For all")
    services.add_annotation(by=alice, on=day, text="Dora's branch", unit_uid=cast.branch.uid)
    services.add_annotation(by=alice, on=day, text="The other branch", unit_uid=cast.next_branch.uid)
    assert {each.text for each in queries.known_annotations(by=dora)} == {"For all", "Dora's branch"}
    assert len(queries.known_annotations(by=alice)) == 3
    assert queries.known_annotations(by=alice, from_on=date(2026, 3, 2)) == ()


def test_an_annotation_is_removed_once(organization, alice):
    added = services.add_annotation(by=alice, on=date(2026, 3, 1), text="New menu")
    services.remove_annotation(added.uid, by=alice)
    with pytest.raises(NotFound):
        services.remove_annotation(added.uid, by=alice)


def test_a_due_mail_goes_out_once_as_its_maker_sees_it(stay, alice):
    planned = services.schedule_mail(by=alice, board_uid=HOME, recipients=["eve@example.org"], hour=8)
    assert services.send_due_mails(planned.next_at - timedelta(minutes=1)) == 0
    assert services.send_due_mails(planned.next_at) == 1
    assert services.send_due_mails(planned.next_at) == 0
    mail = Mail.objects.get()
    assert mail.to == ["eve@example.org"]
    assert "NPS" in mail.subject
    assert "Cold soup" in mail.text
    assert "http" in mail.text
    (picture,) = mail.attachments.all()
    assert bytes(picture.content).startswith(b"\x89PNG")
    again = queries.mail_schedules(HOME, by=alice)[0]
    assert again.next_at > planned.next_at


def test_mail_of_who_left_is_not_sent(stay, alice, cast):
    planned = services.schedule_mail(by=alice, board_uid=HOME, recipients=["eve@example.org"], hour=8)
    cast.alice.delete()
    assert services.send_due_mails(planned.next_at) == 0
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"recipients": ["not an address"]}, "recipients"),
        ({"recipients": []}, "recipients"),
        ({"hour": 24}, "hour"),
        ({"weekday": 7}, "weekday"),
    ],
)
def test_a_mail_that_cannot_be_is_refused(organization, alice, changes, field):
    given = {"board_uid": HOME, "recipients": ["eve@example.org"], "hour": 8} | changes
    with pytest.raises(InvalidInput) as caught:
        services.schedule_mail(by=alice, **given)
    assert caught.value.problems[0].field == field
    assert not MailSchedule.objects.exists()


def test_a_planned_mail_is_its_makers(organization, alice, bob):
    planned = services.schedule_mail(
        by=alice, board_uid=HOME, recipients=["eve@example.org"], hour=8, now=timezone.now()
    )
    with pytest.raises(NotFound):
        services.cancel_mail(planned.uid, by=bob)
    services.cancel_mail(planned.uid, by=alice)
    assert queries.mail_schedules(by=alice) == ()


def test_the_reader_of_a_mail_has_the_units_of_the_manager(cast, organization):
    found = user_actor(cast.dora.user_id)
    assert found == accounts.actor(cast.dora)
    assert user_actor(cast.charlie.user_id) is None
