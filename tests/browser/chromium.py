"""Find Chromium, install Debian's when that is possible, else say in one line what to do."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)


def find() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    chosen = os.environ.get("ENGAGE_CHROMIUM")
    return chosen or next((path for name in NAMES if (path := shutil.which(name))), None)


def has_japanese() -> bool:
    """Whether any Japanese font is installed: pictures and widths depend on it."""
    listing = shutil.which("fc-list")
    if listing is None:
        return False
    found = subprocess.run([listing, ":lang=ja", "family"], capture_output=True, check=False)
    return bool(found.stdout.strip())


def install() -> None:
    """Install Debian's packages; only root on a Debian-like system may."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([apt, "update", "-qq"], env=environment, check=False)
    subprocess.run(
        [
            apt,
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "chromium",
            "fonts-noto-cjk",
            "fontconfig",
        ],
        env=environment,
        check=False,
        stdout=subprocess.DEVNULL,
    )


def main() -> int:
    """Make sure that the browser tests can run."""
    if find() is None or not has_japanese():
        install()
    if find() is None:
        print(
            "Browser tests need Chromium and a Japanese font: "
            "apt-get install chromium fonts-noto-cjk (or name one in ENGAGE_CHROMIUM).",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
