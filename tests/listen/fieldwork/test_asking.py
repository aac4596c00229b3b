from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.make import fieldwork
from tests.make.audiences import contact
from tests.make.surveys import survey

from heedful.listen.audiences import services as audiences
from heedful.listen.audiences.types import NewContact
from heedful.listen.fieldwork import queries, services
from heedful.listen.fieldwork.models import Ask, AskTally
from heedful.listen.fieldwork.rules import HELD_FOR
from heedful.listen.fieldwork.types import Disposition, Gate
from heedful.platform.core import audit, outbox
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from heedful.platform.core.models import OutboxMessage

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DEVICE = "device-0001"


@pytest.fixture
def asked(organization):
    fieldwork.rules()
    return survey()


def ask(asked, who, by, channel="email", occasion="test", now=NOW, **more):
    return services.ask_contact(
        by=by,
        survey_id=asked.id,
        contact_id=who.id,
        channel=channel,
        occasion=occasion,
        now=now,
        **more,
    )


def visit(asked, by, device=DEVICE, now=NOW, channel="web", **more):
    return services.ask_visitor(by=by, survey_id=asked.id, device=device, channel=channel, now=now, **more)


def due_messages() -> list[dict]:
    return [one.payload for one in OutboxMessage.objects.filter(event="ask.due").order_by("id")]


def test_an_invitation_is_written_down_with_its_reasons_and_announced_once(asked, bob, monkeypatch):
    heard = []
    monkeypatch.setitem(outbox._handlers, "ask.due", {"test": (dict, heard.append)})
    who = contact()
    first = ask(asked, who, bob)
    assert first.disposition is Disposition.INVITED
    assert [verdict.gate for verdict in first.verdicts] == list(Gate)
    assert due_messages() == [{"ask_id": first.id, "channel": "email", "reminder": 0}]
    assert ask(asked, who, bob) == first  # the same occasion
    again = ask(asked, who, bob, occasion="another")
    assert (again.disposition, again.gate) == (Disposition.BLOCKED, Gate.THIS_SURVEY)
    assert "again after 30 days" in again.reason
    assert len(due_messages()) == 1
    assert Ask.objects.count() == 2


def test_both_clocks_over_all_channels_and_surveys(asked, bob):
    who, other = contact(), survey()
    ask(asked, who, bob)
    for channel in ("web", "mobile", "email"):
        for days in (0, 1, 29):
            late = ask(other, who, bob, channel, f"{channel}{days}", NOW + timedelta(days=days))
            assert late.disposition in {Disposition.BLOCKED, Disposition.POSTPONED}
            assert late.gate == Gate.ANY_SURVEY
    assert ask(other, who, bob, "web", "later", NOW + timedelta(days=30)).disposition is Disposition.ELIGIBLE


def test_what_is_eligible_is_held_and_shown_once(asked, bob):
    who = contact()
    held = ask(asked, who, bob, "web", "page 1")
    assert held.disposition is Disposition.ELIGIBLE
    assert ask(asked, who, bob, "web", "page 2", NOW + timedelta(minutes=5)).uid == held.uid
    beside = ask(survey(), who, bob, "mobile", "app", NOW + timedelta(minutes=5))
    assert beside.gate == Gate.ANY_SURVEY
    later = ask(survey(), who, bob, "mobile", "app", NOW + HELD_FOR)
    assert later.disposition is Disposition.ELIGIBLE
    with pytest.raises(Conflict):
        services.advance_ask(
            by=bob, ask_uid=held.uid, disposition=Disposition.SHOWN, at=NOW + timedelta(hours=5)
        )


def test_an_ask_goes_on_and_its_answer_starts_the_clock(asked, bob):
    who = contact()
    held = ask(asked, who, bob, "web")
    shown = services.advance_ask(by=bob, ask_uid=held.uid, disposition=Disposition.SHOWN, at=NOW)
    assert shown.disposition is Disposition.SHOWN
    answered_at = NOW + timedelta(days=2)
    services.advance_ask(by=bob, ask_uid=held.uid, disposition=Disposition.ANSWERED, at=answered_at)
    back = services.advance_ask(by=bob, ask_uid=held.uid, disposition=Disposition.OPENED, at=answered_at)
    assert back.disposition is Disposition.ANSWERED
    late = ask(asked, who, bob, "email", now=NOW + timedelta(days=91))
    assert (late.disposition, late.due_at) == (Disposition.POSTPONED, NOW + timedelta(days=92))
    assert "Answered this survey" in late.reason


def test_who_was_not_asked_cannot_have_answered(asked, bob):
    who = contact()
    ask(asked, who, bob)
    blocked = ask(asked, who, bob, occasion="again")
    with pytest.raises(Conflict):
        services.advance_ask(by=bob, ask_uid=blocked.uid, disposition=Disposition.SHOWN, at=NOW)
    with pytest.raises(NotFound):
        services.advance_ask(by=bob, ask_uid="ask_none", disposition=Disposition.SHOWN, at=NOW)


def test_a_visitor_is_decided_once_a_day_and_never_drawn_twice(asked, bob):
    fieldwork.rules(sample_visitors=0.0)
    first = visit(asked, bob)
    assert (first.disposition, first.gate) == (Disposition.SAMPLED_OUT, Gate.SAMPLE)
    assert {visit(asked, bob, now=NOW + timedelta(hours=hour)).uid for hour in range(5)} == {first.uid}
    assert visit(asked, bob, now=NOW + timedelta(days=1)).uid != first.uid
    assert Ask.objects.count() == 2


def test_a_visitor_who_was_shown_one_survey_is_shown_no_other(asked, bob):
    held = visit(asked, bob)
    assert held.disposition is Disposition.ELIGIBLE
    services.advance_ask(by=bob, ask_uid=held.uid, disposition=Disposition.SHOWN, at=NOW)
    assert visit(asked, bob, now=NOW + timedelta(hours=2)).uid == held.uid
    other = visit(survey(), bob, now=NOW + timedelta(days=3))
    assert (other.disposition, other.gate) == (Disposition.BLOCKED, Gate.ANY_SURVEY)
    assert visit(survey(), bob, device="another-device").disposition is Disposition.ELIGIBLE


def test_tests_ask_no_rule_and_start_no_clock(asked, bob):
    who = contact()
    test = ask(asked, who, bob, is_test=True)
    assert (test.disposition, test.is_test) == (Disposition.INVITED, True)
    assert queries.asks_projected([test.id]) == ()
    assert AskTally.objects.count() == 0
    assert ask(asked, contact(), bob, occasion="real").disposition is Disposition.INVITED


@pytest.mark.parametrize(("channel", "topic"), [("", ""), ("email", ""), ("", "relationship")])
def test_an_opt_out_is_honoured(asked, alice, channel, topic, monkeypatch):
    who = contact()
    audiences.opt_out(by=alice, contact_id=who.id, channel=channel, topic=topic, source="mail")
    found = ask(asked, who, alice)
    if topic:
        assert found.disposition is Disposition.INVITED  # the survey has another topic
    else:
        assert (found.disposition, found.gate) == (Disposition.BLOCKED, Gate.OPTED_OUT)
    audiences.opt_in(by=alice, contact_id=who.id, channel=channel, topic=topic, source="page")
    assert ask(asked, who, alice, occasion="back").gate != Gate.OPTED_OUT


def test_out_of_everything_means_every_channel_at_once(asked, alice):
    who = contact(attributes={"country": "US"})
    audiences.record_consent(by=alice, contact_id=who.id, channel="sms", source="form")
    audiences.opt_out(by=alice, contact_id=who.id, source="one click")
    for channel in ("email", "sms", "web", "mobile", "link"):
        assert Gate.OPTED_OUT in {
            verdict.gate for verdict in ask(asked, who, alice, channel).verdicts if not verdict.passed
        }


def test_the_do_not_contact_list_knows_addresses_and_domains(asked, alice):
    audiences.forbid(by=alice, kind="domain", value="rival.example", reason="competitor")
    audiences.forbid(by=alice, kind="email", value="Angry@Example.org")
    for address in ("spy@rival.example", "spy@mail.rival.example", "angry@example.org"):
        found = ask(asked, contact(address), alice)
        assert found.gate == Gate.DO_NOT_CONTACT
    assert ask(asked, contact("fine@notrival.example"), alice).disposition is Disposition.INVITED


def test_countries_ask_for_consent(asked, alice):
    who = contact(attributes={"country": "de"})
    refused = ask(asked, who, alice)
    assert (refused.gate, refused.disposition) == (Gate.COUNTRY, Disposition.BLOCKED)
    assert "UWG" in refused.reason
    audiences.record_consent(by=alice, contact_id=who.id, channel="email", source="checkout", text="Yes")
    assert ask(asked, who, alice, occasion="now").disposition is Disposition.INVITED
    services.set_country_rule("at", "email", by=alice, needs_consent=False, source="counsel, 2026")
    assert ask(asked, contact(attributes={"country": "AT"}), alice).disposition is Disposition.INVITED
    services.reset_country_rule("AT", "email", by=alice)
    assert ask(asked, contact(attributes={"country": "AT"}), alice).gate == Gate.COUNTRY


def test_the_country_of_a_number_counts_where_none_is_told(asked, alice):
    new = NewContact((("phone", "+1 202 555 0143"),))
    (id_,) = audiences.ensure_contacts([new], by=alice)
    fieldwork.rules(needs_consent=[])
    found = services.ask_contact(
        by=alice, survey_id=asked.id, contact_id=id_, channel="sms", occasion="x", now=NOW
    )
    assert (found.gate, "US asks for consent" in found.reason) == (Gate.COUNTRY, True)


@pytest.mark.parametrize("told", ["2026-02-20", "2026-02-20T08:00:00+01:00", 1_771_570_800])
def test_the_age_of_the_account_is_read_as_systems_tell_it(asked, bob, told):
    who = contact(attributes={"signed_up_on": str(told) if isinstance(told, str) else told})
    found = ask(asked, who, bob)
    assert found.gate == Gate.ACCOUNT_AGE
    assert "10 days old" in found.reason or "9 days old" in found.reason


def test_a_merged_person_is_one_person(asked, alice, monkeypatch):
    monkeypatch.setitem(outbox._handlers, "ask.due", {})
    kept, gone = contact(), contact()
    ask(asked, gone, alice)
    audiences.merge_contacts(kept.uid, gone.uid, by=alice)
    # Before the handler has moved the asks over, they count already.
    for who in (kept, gone):
        assert ask(asked, who, alice, occasion="after").gate == Gate.THIS_SURVEY
    outbox.deliver_due()
    assert ask(asked, kept, alice, occasion="later").gate == Gate.THIS_SURVEY
    assert {row.contact_id for row in Ask.objects.all()} == {kept.id}


def test_an_opt_out_survives_merging_and_erasure(asked, alice):
    kept, gone = contact("kept@example.org"), contact("gone@example.org")
    audiences.opt_out(by=alice, contact_id=gone.id, source="mail")
    audiences.merge_contacts(kept.uid, gone.uid, by=alice)
    assert ask(asked, kept, alice).gate == Gate.OPTED_OUT
    audiences.erase_contact(kept.uid, by=alice)
    again = contact("gone@example.org")
    found = ask(asked, again, alice)
    assert (found.gate, "opted out before" in found.reason) == (Gate.DO_NOT_CONTACT, True)


def test_limits_of_a_day_are_kept(asked, bob):
    fieldwork.rules(daily_cap=3, channel_caps={"email": 2})
    steps = [ask(asked, contact(), bob).disposition for _ in range(4)]
    assert steps == [Disposition.INVITED] * 2 + [Disposition.POSTPONED] * 2
    assert ask(asked, contact(), bob, "web").disposition is Disposition.ELIGIBLE
    assert ask(asked, contact(), bob, "web").gate == Gate.DAILY_CAP
    tomorrow = ask(asked, contact(), bob, now=NOW + timedelta(days=1))
    assert tomorrow.disposition is Disposition.INVITED


def test_a_survey_that_goes_first_waits_and_the_other_lets_it(asked, alice):
    first = survey()
    services.change_rules({"priority": 80}, by=alice, survey_uid=first.uid)
    fieldwork.rules(opens_at="13:00", closes_at="20:00")
    who = contact(time_zone="UTC")
    waiting = ask(first, who, alice, now=NOW)
    assert (waiting.disposition, waiting.gate) == (Disposition.POSTPONED, Gate.HOURS)
    other = ask(asked, who, alice, "web", now=NOW)
    assert other.gate == Gate.PRIORITY


def test_what_waited_is_decided_anew_when_due(asked, bob, monkeypatch):
    fieldwork.rules(opens_at="13:00", closes_at="20:00")
    who = contact(time_zone="UTC")
    waiting = ask(asked, who, bob)
    assert waiting.due_at == NOW + timedelta(hours=1)
    assert services.work_off([waiting.id], by=bob, now=NOW) == 0
    assert services.work_off([waiting.id], by=bob, now=NOW + timedelta(hours=1)) == 1
    row = Ask.objects.get()
    assert (row.disposition, row.due_at, row.asked_at) == (
        Disposition.INVITED,
        None,
        NOW + timedelta(hours=1),
    )
    assert services.work_off([waiting.id], by=bob, now=NOW + timedelta(hours=2)) == 0


def test_rules_are_changed_with_a_trail(asked, alice, bob):
    services.change_rules({"any_survey_days": 7, "sample_known": 1.0}, by=alice)
    assert queries.contact_rules().any_survey_days == 7
    services.change_rules({"any_survey_days": 3}, by=bob, survey_uid=asked.uid)
    assert queries.contact_rules(asked.id).any_survey_days == 3
    services.change_rules({}, by=bob, survey_uid=asked.uid)
    assert queries.contact_rules(asked.id).any_survey_days == 7
    trail = audit.entries(by=alice, action="rules.changed").items
    assert [entry.detail["after"] for entry in trail][:2] == [{}, {"any_survey_days": 3}]
    with pytest.raises(NotPermitted):
        services.change_rules({}, by=bob)
    for wrong in ({"daily_cap": -1}, {"priority": 3}, {"nonsense": 1}):
        with pytest.raises(InvalidInput):
            services.change_rules(wrong, by=alice)
    with pytest.raises(InvalidInput):
        services.change_rules({"follows": asked.uid}, by=bob, survey_uid=asked.uid)


def test_a_sequence_of_two_surveys(asked, alice):
    ces = survey()
    services.change_rules({"follows": asked.uid, "follows_days": 60}, by=alice, survey_uid=ces.uid)
    who = contact()
    assert ask(ces, who, alice, "web").gate == Gate.SEQUENCE
    first = ask(asked, who, alice, "web")
    services.advance_ask(by=alice, ask_uid=first.uid, disposition=Disposition.ANSWERED, at=NOW)
    assert ask(ces, who, alice, "web", now=NOW + timedelta(days=59)).gate == Gate.SEQUENCE
    later = ask(ces, who, alice, "web", now=NOW + timedelta(days=60))
    assert later.disposition is Disposition.ELIGIBLE


def test_charlie_and_readers_ask_nobody(asked, charlie, dora, cast):
    from heedful.platform.core.scope import organization_scope

    who = contact()
    with pytest.raises(NotPermitted):
        ask(asked, who, dora)
    with organization_scope(cast.other.pk), pytest.raises(NotFound):
        ask(asked, who, charlie)
    with pytest.raises(InvalidInput):
        ask(asked, who, replace(charlie, organization_id=cast.organization.pk), channel="pigeon")
