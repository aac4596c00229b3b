"""A real server process with an instance of its own, for tests of what only processes show."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.make.migrated import migrated_store

HEEDFUL = [sys.executable, "-c", "from heedful.config.cli import main; main()"]
SERVE = [sys.executable, "-m", "heedful.config.serve"]
SETUP = """
import django, json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "heedful.config.settings"
django.setup()
from heedful.config.instance import prepare
from heedful.design.surveys.services import create_survey
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition
from heedful.platform.accounts.services.keys import create_key
from heedful.platform.accounts.services.links import first_admin_link
from heedful.platform.core.organizations import organizations
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor, Permission
prepare()
first_admin_link()
organization = organizations()[0]
with organization_scope(organization.id):
    by = Actor.system(organization.id)
    questions = (
        QuestionDefinition("nps", "nps", {"en": "How likely?"}),
        QuestionDefinition("why", "long_text", {"en": "Why?"}),
    )
    create_survey(by=by, definition=SurveyDefinition("Stay", questions))
    print(create_key(by=by, name="Till", scopes=[Permission.WRITE_ANSWERS])[1])
"""


@cache
def _set_up_once() -> tuple[Path, str]:
    folder = tempfile.TemporaryDirectory(prefix="heedful-set-up-")
    atexit.register(folder.cleanup)
    made = Instance(Path(folder.name))
    lay_tables(made.home)
    return made.home, made.run([sys.executable, "-c", SETUP]).strip()


def lay_tables(home: Path) -> None:
    """Give a folder a record store without content, as the first command there would make it."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(migrated_store(), home / "heedful.sqlite3")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Instance:
    """A folder, and at most one server that serves it."""

    home: Path
    port: int = field(default_factory=free_port)
    key: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        ours = ("HEEDFUL_", "DJANGO_ALLOW")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return kept | {"HEEDFUL_HOME": str(self.home), "HEEDFUL_LOG_LEVEL": "WARNING"}

    @property
    def log(self) -> str:
        return (self.home / "server.log").read_text()

    def set_up(self) -> None:
        """Make tables, an organisation, the survey *Stay* and a key that may send answers."""
        made, self.key = _set_up_once()
        shutil.copytree(made, self.home, dirs_exist_ok=True)

    def run(self, command: list[str]) -> str:
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def heedful(self, *arguments: str) -> str:
        return self.run([*HEEDFUL, *arguments])

    def start(
        self,
        *,
        by_command: str | None = None,
        target: str = "heedful.config.server:application",
        wait: bool = True,
    ) -> None:
        """Start the server that ``heedful up`` turns into, or ``by_command`` itself."""
        self.home.mkdir(parents=True, exist_ok=True)
        where = ["--host", "127.0.0.1", "--port", str(self.port)]
        command = [*HEEDFUL, by_command, *where] if by_command else [*SERVE, target, *where]
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        if wait:
            self._wait_until_it_answers()

    def kill(self) -> None:
        """SIGKILL the whole process group, as a power cut would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> int:
        """Ask it to stop and return its exit status."""
        assert self.process is not None
        self.process.terminate()
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def post(self, content: object, *, path: str = "/api/v1/responses", **headers: str) -> tuple[int, dict]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        given = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"} | headers
        body = content if isinstance(content, bytes) else json.dumps(content)
        try:
            connection.request("POST", path, body, {name: value for name, value in given.items() if value})
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def _wait_until_it_answers(self) -> None:
        # Its port is open before it serves; whoever connects by then waits.
        ends_at = time.monotonic() + 90
        while time.monotonic() < ends_at:
            assert self.process is not None
            assert self.process.poll() is None, self.log
            try:
                self.post({}, Authorization="Bearer hk_nobody")
            except (OSError, HTTPException, ValueError):
                time.sleep(0.02)
            else:
                return
        raise AssertionError(f"The server does not answer: {self.log}")
