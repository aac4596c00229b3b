"""A file of answers on the disk, and its way in."""

import pytest

from heedful.listen.responses.imports import services
from heedful.listen.responses.imports.mapping_reader import read_mapping

MAPPING = """
survey: Branches
columns:
  id: {role: response_id}
  day: {role: answered_at}
  nps: {role: question, kind: nps, missing: [99]}
  why: comment
  branch: {role: unit, level: branch}
  plan: {role: attribute}
  email: {role: contact_email}
"""


def line(number, nps="9", **changes):
    cells = {
        "id": str(number),
        "day": f"2024-05-{number % 28 + 1:02d}",
        "nps": nps,
        "why": "quick",
        "branch": "Wien" if number % 2 else "Graz",
        "plan": "pro",
        "email": f"p{number}@example.org",
    } | changes
    return ",".join(cells.values())


HEADER = "id,day,nps,why,branch,plan,email"


@pytest.fixture
def bring(organization, alice):
    """Import lines (or text) with a mapping; return the facts of the ended import."""

    def bring_in(lines, mapping=MAPPING, *, header=HEADER, name="answers.csv", by=alice):
        text = lines if isinstance(lines, str) else "\n".join([header, *lines])
        facts = services.receive_file(
            [text.encode()], name, by=by, mapping=read_mapping(mapping) if mapping else None
        )
        return services.run_here(facts.uid, by=by)

    return bring_in


@pytest.fixture
def lines():
    return [line(number) for number in range(1, 21)]
