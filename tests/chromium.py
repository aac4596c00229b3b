"""Finds Chromium for the browser tests, or installs it where that is possible, and says what it does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# The same engine without a browser window around it, which takes half of the processor time.
QUICK = "chromium-headless-shell"
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NAMES = (QUICK, *WHOLE)
FONTS = "fonts-dejavu-core"


def found(names: tuple[str, ...] = NAMES) -> str | None:
    """Return where the browser is; ``CHROMIUM`` may say so."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def main() -> int:
    if not found((QUICK,)):
        _install()
    browser = found()
    if browser is None:
        print("The browser tests need Chromium: install it, or name it in CHROMIUM.", file=sys.stderr)
        return 1
    print(f"Browser for the tests: {browser}")
    return 0


def _install() -> None:
    """Install the quick one; nobody's rights are raised, and nothing bigger installed, where another is."""
    is_root, other = os.geteuid() == 0, found()
    if shutil.which("apt-get") is None or not (is_root or (other is None and shutil.which("sudo"))):
        return
    apt = ["apt-get"] if is_root else ["sudo", "-n", "apt-get"]
    print("Installing Chromium for the browser tests (apt-get)", flush=True)
    subprocess.call([*apt, "update", "-qq"], stdout=subprocess.DEVNULL)
    for browser in [QUICK] if other else [QUICK, "chromium"]:
        wanted = ["install", "-y", "-qq", "--no-install-recommends", browser, FONTS]
        if subprocess.call([*apt, *wanted], stdout=subprocess.DEVNULL) == 0:
            return


if __name__ == "__main__":
    sys.exit(main())
