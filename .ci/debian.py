"""Debian's packages, where this user may install them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def _as_root() -> list[str] | None:
    """Return what to put before a command so that root runs it, None where that is not allowed."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def install(*packages: str) -> bool:
    """Install packages with apt-get; return False where it is missing, not allowed or fails."""
    prefix = _as_root()
    if prefix is None or shutil.which("apt-get") is None:
        return False
    # RUNLEVEL=1: a package that brings a server must not start one of its own.
    environment = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
    command = [
        *prefix,
        *environment,
        "apt-get",
        "install",
        "--yes",
        "--quiet",
        "--no-install-recommends",
        *packages,
    ]
    print(f"Installing {', '.join(packages)} …", file=sys.stderr, flush=True)
    if _quiet(command):
        return True
    _quiet([*prefix, *environment, "apt-get", "update", "--quiet"])
    return _quiet(command)


def _quiet(command: list[str]) -> bool:
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if result.returncode != 0:
        print(result.stderr.strip()[-2000:], file=sys.stderr)
    return result.returncode == 0
