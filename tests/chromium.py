"""Finds Chromium for the browser tests, or installs it where that is possible, and says what it does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ["chromium", "fonts-dejavu-core"]


def main() -> int:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        print(f"Browser for the tests: {found}")
        return 0
    apt = shutil.which("apt-get")
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if apt is None or (rights and shutil.which("sudo") is None):
        print("The browser tests need Chromium: install it, or name it in CHROMIUM.", file=sys.stderr)
        return 1
    print("Installing Chromium for the browser tests (apt-get)", flush=True)
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        if subprocess.call([*rights, apt, *arguments], stdout=subprocess.DEVNULL):
            print("That did not work: install Chromium, or name it in CHROMIUM.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
