"""Everything out, everything in again, everything gone."""

from __future__ import annotations

import json
from datetime import date
from zipfile import ZipFile

import pytest
from tests.make.audiences import new_contact, units
from tests.make.responses import response, scores
from tests.make.surveys import question, survey

from heedful.design.programs import services as programs
from heedful.design.programs.types import GoalDefinition, Pillar, ProgramDefinition
from heedful.listen.audiences.types import NewUnit
from heedful.listen.responses import queries as responses
from heedful.listen.responses.models import Answer, Response
from heedful.platform.core.errors import Conflict, InvalidInput, NotPermitted
from heedful.platform.core.models import AuditEntry, Organization
from heedful.platform.core.organizations import cleans
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor
from heedful.platform.privacy import services
from heedful.platform.privacy.tables import NOT_ARCHIVED, archived_tables, tenant_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(organization, alice):
    """An organisation with something in it."""
    units(NewUnit("north", level="region"), NewUnit("n-1", parent_key="north"))
    made = survey(question("nps", "nps"), question("why", "long_text"), name="Visit")
    scores(made, 10, 8, 3, unit_key="n-1", attributes={"plan": "gold"})
    response(made, {"nps": 7, "why": "=cold"}, contact=new_contact("ada@example.org", name="Ada"))
    program = ProgramDefinition("Guests", "Why do they leave?", survey_uids=(made.uid,))
    goal = GoalDefinition("nps", 40, date(2027, 1, 1), Pillar.RETENTION, survey_uid=made.uid)
    programs.set_goal(programs.create_program(program, by=alice).uid, goal, by=alice)
    return organization


def picture(organization_id: int) -> list[dict]:
    """What is there, without the numbers of rows."""
    with organization_scope(organization_id):
        by = Actor.system(organization_id)
        return [
            {
                "uid": row.uid,
                "unit": row.unit_uid,
                "contact": row.contact_name,
                "attributes": dict(row.attributes),
                "answers": [(answer.question_uid, answer.value) for answer in row.answers],
            }
            for row in responses.responses(by=by).items
        ]


def test_out_gone_and_in_again_is_the_same(full, alice, tmp_path):
    before = picture(full.pk)
    rows = services.write_archive(tmp_path / "all.zip", by=alice)
    assert rows["responses.Response"] == 4
    services.delete_organization(by=alice, typed_name=full.name)
    assert not Organization.objects.filter(uid=full.uid).exists()
    organization_id = services.read_archive(tmp_path / "all.zip")
    assert picture(organization_id) == before
    with organization_scope(organization_id):
        by = Actor.system(organization_id)
        assert (
            services.write_archive(tmp_path / "again.zip", by=by)["responses.Answer"]
            == rows["responses.Answer"]
        )
        from heedful.listen.audiences import queries as audiences

        tree = {unit.key: unit for unit in audiences.units().values()}
        assert tree["n-1"].path_ids == (tree["north"].id, tree["n-1"].id)
        assert tree["n-1"].parent_id == tree["north"].id


def test_an_organisation_that_is_here_is_not_read_twice(full, alice, tmp_path):
    services.write_archive(tmp_path / "all.zip", by=alice)
    with pytest.raises(Conflict):
        services.read_archive(tmp_path / "all.zip")


def test_deleting_leaves_other_organisations_alone(full, alice, charlie, cast):
    with organization_scope(cast.other.pk):
        scores(survey(question("nps", "nps")), 10)
    services.delete_organization(by=alice, typed_name=full.name)
    assert Response.unscoped.filter(organization_id=full.pk).count() == 0
    assert Answer.unscoped.filter(organization_id=full.pk).count() == 0
    assert Response.unscoped.filter(organization_id=cast.other.pk).count() == 1


def test_deleting_cleans_what_lies_elsewhere(full, alice):
    cleaned = []
    cleans(cleaned.append)
    services.delete_organization(by=alice, typed_name=full.name)
    assert cleaned == [full.uid]


def test_the_name_has_to_be_typed(full, alice):
    with pytest.raises(InvalidInput, match="type"):
        services.delete_organization(by=alice, typed_name="something else")
    assert Organization.objects.filter(uid=full.uid).exists()


def test_only_who_manages_the_organisation_takes_it_or_deletes_it(full, bob, tmp_path):
    with pytest.raises(NotPermitted):
        services.write_archive(tmp_path / "all.zip", by=bob)
    with pytest.raises(NotPermitted):
        services.delete_organization(by=bob, typed_name=full.name)


def test_an_export_is_in_the_audit_log(full, alice, tmp_path):
    services.write_archive(tmp_path / "all.zip", by=alice)
    assert AuditEntry.objects.filter(action="organization.exported", actor_label=alice.label).exists()


@pytest.mark.parametrize("content", ["nothing.txt", "manifest.json"])
def test_what_is_no_archive_is_refused(db, content, tmp_path):
    with ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(content, json.dumps({"format": "other"}))
    with pytest.raises(InvalidInput):
        services.read_archive(tmp_path / "x.zip")
    (tmp_path / "y.zip").write_bytes(b"no zip")
    with pytest.raises(InvalidInput):
        services.read_archive(tmp_path / "y.zip")


def test_every_table_is_archived_or_left_out_for_a_reason():
    left_out = {table._meta.label for table in tenant_tables()} - {t._meta.label for t in archived_tables()}
    assert left_out - NOT_ARCHIVED == {"audiences.UnitGrant"}  # it points to a membership
