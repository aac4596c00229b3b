"""``heedful import`` as a person types it."""

import json

import pytest
import yaml
from typer.testing import CliRunner

from heedful.config.cli.import_ import app
from heedful.listen.responses.models import Response
from heedful.platform.core.errors import InvalidInput
from heedful.platform.core.organizations import organizations
from heedful.platform.core.scope import organization_scope

pytestmark = pytest.mark.django_db(transaction=True)
LINES = ["id,day,nps,why"] + [
    f"{n},2024-05-{n:02d},{n % 11},Quick and friendly answer {n}" for n in range(1, 29)
]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("\n".join([*LINES, "29,2024-05-29,12,out of scale"]))
    return path


def heedful(*arguments):
    result = CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_imports_and_says_so_in_json(file, tmp_path):
    refused = tmp_path / "refused.csv"
    said = json.loads(heedful(file, "--survey", "Old answers", "--yes", "--json", "--refused", refused))
    numbers = {"read": 29, "accepted": 28, "duplicates": 0, "refused": 1, "survey": "Old answers"}
    assert said | numbers == said
    assert "answers.nps" in refused.read_text()
    again = json.loads(heedful(file, "--survey", "Old answers", "--yes", "--json"))
    assert (again["accepted"], again["duplicates"], again["refused"]) == (0, 28, 1)


def test_makes_the_first_organisation(file):
    heedful(file, "--yes", "--json")
    (made,) = organizations()
    with organization_scope(made.id):
        assert Response.objects.count() == 28


def test_a_dry_run_writes_no_answers(file):
    said = json.loads(heedful(file, "--dry-run", "--json"))
    assert (said["accepted"], said["refused"], said["dry_run"]) == (28, 1, True)
    assert said["refused_rows"][0]["row"] == 30
    assert not Response.unscoped.exists()
    assert "nothing was written" in heedful(file, "--dry-run")


def test_the_mapping_can_be_saved_edited_and_used(file, tmp_path):
    mapping = tmp_path / "map.yaml"
    heedful(file, "--dry-run", "--save-map", mapping)
    content = yaml.safe_load(mapping.read_text())
    content["survey"] = "Edited"
    content["columns"]["nps"]["missing"] = [12]
    mapping.write_text(yaml.safe_dump(content))
    said = json.loads(heedful(file, "--map", mapping, "--json"))
    assert (said["survey"], said["accepted"], said["refused"]) == ("Edited", 29, 0)


def test_without_yes_it_shows_the_guess_and_asks(file):
    with pytest.raises(InvalidInput, match="--yes"):
        heedful(file)
    assert not Response.unscoped.exists()


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InvalidInput, match="there is no file"):
        heedful(tmp_path / "none.csv", "--yes")
