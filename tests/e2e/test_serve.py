"""`manage.py serve`: quick second start, a clean end, no process left behind, sites side by side."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.running_site import CHECKOUT, RunningSite, free_port


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that has been through its first start."""
    site = RunningSite(tmp_path_factory.mktemp("serve") / "var", ADMIN_PASSWORD="")
    try:
        site.start()
        assert "shown only this once" in site.log
        site.stop()
    finally:
        site.end_by_force()
    return site.data_dir


@pytest.fixture
def site(prepared: Path) -> Iterator[RunningSite]:
    site = RunningSite(prepared)
    yield site
    site.end_by_force()


def _status(site: RunningSite) -> int:
    with urllib.request.urlopen(f"{site.address}/healthz", timeout=10) as response:
        return int(response.status)


def _await(condition: object, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_the_second_start_takes_at_most_four_seconds_and_tells_no_password(site):
    assert site.start() <= 4
    assert f"http://127.0.0.1:{site.port}/" in site.log
    assert f"http://127.0.0.1:{site.port}/quan-tri/" in site.log
    assert "shown only this once" not in site.log
    assert _status(site) == 200


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_every_process(site, signum):
    site.start()
    assert len(site.processes) >= 4
    began = time.monotonic()
    assert site.stop(signum) == 0
    assert site.await_no_process(seconds=1) == []
    assert time.monotonic() - began < 8


def test_ctrl_c_reaches_all_processes_at_once_and_still_ends_cleanly(site):
    site.start()
    os.killpg(site.process.pid, signal.SIGINT)
    assert site.process.wait(15) == 0
    assert site.await_no_process(seconds=1) == []


def test_a_supervisor_killed_by_force_leaves_no_process(site):
    site.start()
    site.stop(signal.SIGKILL)
    assert site.await_no_process() == []


def test_a_killed_process_is_started_again(site):
    site.start()
    web, worker = sorted(site.children_of(site.process.pid))
    for pid in (web, worker):
        os.kill(pid, signal.SIGKILL)
    assert _await(
        lambda: len(site.children_of(site.process.pid)) == 2 and not {web, worker} & set(site.processes)
    )
    assert _await(lambda: _answers(site))
    assert "next start in" in site.log


def test_a_killed_server_process_is_started_again(site):
    site.start()
    server = next(pid for pid in site.children_of(site.process.pid) if site.children_of(pid))
    first = set(site.children_of(server))
    os.kill(min(first), signal.SIGKILL)
    assert _await(lambda: len(set(site.children_of(server)) - first) == 1)
    assert _await(lambda: _answers(site))


def _answers(site: RunningSite) -> bool:
    try:
        return _status(site) == 200
    except OSError:
        return False


def test_two_sites_run_side_by_side(site, empty_site):
    site.start()
    assert (_status(site), _status(empty_site)) == (200, 200)
    assert site.data_dir != empty_site.data_dir


@pytest.mark.parametrize(
    ("variable", "word"), [("PORT", "in use"), ("DATA_DIR", "in use by another running site")]
)
def test_what_another_site_uses_is_refused_with_one_sentence(empty_site, tmp_path, variable, word):
    shared = {"PORT": str(empty_site.port), "DATA_DIR": str(empty_site.data_dir)}[variable]
    own = {"PORT": str(free_port()), "DATA_DIR": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=CHECKOUT,
        env=empty_site.environment | own | {variable: shared},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 1
    assert result.stderr.startswith(f"{variable}: ")
    assert word in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
