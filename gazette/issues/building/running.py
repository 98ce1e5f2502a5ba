"""A build in a process of its own: what originals cost in memory is given back, and a broken one ends no worker."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from gazette.issues.building.assembling import BuildRefused, Built
from gazette.issues.building.plans import IssuePlan

_ROOT = Path(__file__).resolve().parents[3]
_SECONDS = 10 * 60


def build_apart(
    plan: IssuePlan, *, progress: Callable[[int, str], None] = lambda percent, words: None
) -> Built:
    """Build an issue as `build` does, in a process without the site; raise `BuildRefused` for what cannot be built."""
    with tempfile.TemporaryDirectory(prefix="built-") as folder:
        given, made = Path(folder) / "plan", Path(folder) / "built"
        given.write_bytes(pickle.dumps(plan))
        environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONPATH": str(_ROOT)}
        command = [
            sys.executable,
            "-m",
            "gazette.issues.building.child",
            str(given),
            str(made),
            str(_SECONDS),
        ]
        with subprocess.Popen(  # noqa: S603  # our own program, its arguments are paths that we chose
            command,
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as process:
            # The child ends when this end of its input does: a killed worker leaves no build behind.
            for line in process.stdout or ():
                percent, _tab, words = line.rstrip("\n").partition("\t")
                if percent.isdigit():
                    progress(int(percent), words)
        if process.returncode != 0 or not made.exists():
            raise RuntimeError(f"the build ended with {process.returncode}")
        answer = pickle.loads(made.read_bytes())  # noqa: S301  # written by our own program in a folder of ours
    if isinstance(answer, str):
        raise BuildRefused(answer)
    assert isinstance(answer, Built)  # noqa: S101  # for the type checker
    return answer
