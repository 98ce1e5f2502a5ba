"""Real servers for tests and development, on loopback: `services.py start` and `services.py stop`.

Starting prints one `NAME=value` line for each server that answers; what runs already is only printed again.
Data and state stand in a temporary folder named after the checkout, so that `git clean` orphans no server.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import debian
import distribution

CHECKOUT = Path(__file__).resolve().parents[1]
_DIGEST = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:10]
BASE = Path(tempfile.gettempdir()) / f"cong-mo-services-{os.geteuid()}-{_DIGEST}"
LOOPBACK = "127.0.0.1"


class Unavailable(Exception):
    """A server that is not here and may not be installed, or that does not start."""


class Service:
    """A server: how it is found, started, asked whether it answers, and stopped."""

    name: str
    variable: str
    default_port: int
    packages: tuple[str, ...]
    #: The system account that runs the server when we are root; servers refuse to run as root.
    account: str

    def __init__(self) -> None:
        self.folder = BASE / self.name
        self._state_path = BASE / f"{self.name}.json"

    # What a server has of its own

    def program(self) -> Path | None:
        """Return where the server's program is, None where it is not installed."""
        raise NotImplementedError

    def bring(self) -> bool:
        """Install what is missing; return whether the program is there now."""
        return debian.install(*self.packages) and self.program() is not None

    def launch(self, port: int, secret: str) -> None:
        """Start the server in `self.folder`; return once the start was ordered."""
        raise NotImplementedError

    def url(self, port: int, secret: str) -> str:
        """Return the value of the variable."""
        raise NotImplementedError

    def halt(self) -> None:
        """Stop the server."""
        raise NotImplementedError

    # What is the same for all

    def ensure(self) -> str:
        """Return the line `NAME=value` of the running server, started if need be."""
        state = self._state()
        if state and self._answers(state["port"]):
            return f"{self.variable}={state['url']}"
        if self.program() is None and not self.bring():
            raise Unavailable(f"{self.name} is not installed (packages {', '.join(self.packages)})")
        port, secret = self._free_port(), secrets.token_hex(12)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.account, self.account)
        self.launch(port, secret)
        self._await(lambda: self._answers(port))
        url = self.url(port, secret)
        self._state_path.touch(mode=0o600)
        self._state_path.write_text(json.dumps({"port": port, "url": url}))
        return f"{self.variable}={url}"

    def stop(self) -> None:
        """Stop the server and drop its data."""
        if self.folder.exists():
            self.halt()
            shutil.rmtree(self.folder, ignore_errors=True)
        self._state_path.unlink(missing_ok=True)

    def run(self, *command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the server as an unprivileged user."""
        words = [str(word) for word in command]
        if os.geteuid() == 0:
            words = ["setpriv", f"--reuid={self.account}", f"--regid={self.account}", "--init-groups", *words]
        result = subprocess.run(
            words,
            cwd=self.folder,
            env=os.environ | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if result.returncode != 0:
            raise Unavailable(f"{self.name}: {(result.stderr or result.stdout).strip()[-500:]}")
        return result

    def own_file(self, name: str, content: str) -> Path:
        """Write a file that only the server's user can read."""
        path = self.folder / name
        path.touch(mode=0o600)
        path.write_text(content)
        if os.geteuid() == 0:
            account = pwd.getpwnam(self.account)
            os.chown(path, account.pw_uid, account.pw_gid)
        return path

    def _state(self) -> dict[str, Any] | None:
        try:
            return dict(json.loads(self._state_path.read_text()))
        except (OSError, ValueError):
            return None

    def halt_process(self, pid_file: Path, *, seconds: float) -> None:
        """Ask the process named in a file to end, and wait for it."""
        try:
            pid = int(pid_file.read_text())
            os.kill(pid, signal.SIGTERM)
        except (OSError, ValueError):
            return
        self._await(lambda: not Path(f"/proc/{pid}").exists(), seconds=seconds)

    def _free_port(self, among: tuple[int, ...] = ()) -> int:
        for port in among or (self.default_port, 0):
            with socket.socket() as probe:
                try:
                    probe.bind((LOOPBACK, port))
                except OSError:
                    continue
                return int(probe.getsockname()[1])
        raise Unavailable(f"{self.name}: no free port")

    @staticmethod
    def _answers(port: int) -> bool:
        try:
            with socket.create_connection((LOOPBACK, port), timeout=2):
                return True
        except OSError:
            return False

    def _await(self, is_ready: Callable[[], bool], *, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not is_ready():
            if time.monotonic() > deadline:
                raise Unavailable(f"{self.name} did not answer within {seconds:.0f} s")
            time.sleep(0.1)


class PostgreSQL(Service):
    """The cluster's database."""

    name = "postgresql"
    variable = "DATABASE_URL"
    default_port = 5432
    packages = ("postgresql",)
    account = "postgres"

    def program(self) -> Path | None:
        """Return the newest version's `pg_ctl`; Debian keeps the server's programs out of the path."""
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
        elsewhere = shutil.which("pg_ctl")
        return found[-1] if found else Path(elsewhere) if elsewhere else None

    def launch(self, port: int, secret: str) -> None:
        """Make a cluster for tests, which may be lost, and start it."""
        programs, data = self._programs(), self.folder / "data"
        password = self.own_file("password", secret)
        self.run(
            programs / "initdb", "--pgdata", data, "--username=portal", f"--pwfile={password}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        options = (
            f"-c listen_addresses={LOOPBACK} -c port={port} -c unix_socket_directories='' -c fsync=off"
            " -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=128MB"
        )
        log = self.folder / "log"
        self.run(programs / "pg_ctl", "--pgdata", data, "--log", log, "--options", options, "-w", "start")

    def url(self, port: int, secret: str) -> str:
        """Return the address of the database that every cluster begins with."""
        return f"postgres://portal:{secret}@{LOOPBACK}:{port}/postgres"

    def halt(self) -> None:
        """Stop at once: nothing here has to be kept."""
        data = self.folder / "data"
        if (data / "postmaster.pid").exists():
            self.run(self._programs() / "pg_ctl", "--pgdata", data, "-m", "fast", "-w", "stop")

    def _programs(self) -> Path:
        program = self.program()
        if program is None:
            raise Unavailable("postgresql: pg_ctl is gone")
        return program.parent


class Redis(Service):
    """The cache that several web processes share."""

    name = "redis"
    variable = "CACHE_URL"
    default_port = 6379
    packages = ("redis-server",)
    account = "redis"

    def program(self) -> Path | None:
        """Return the server's program."""
        found = shutil.which("redis-server")
        return Path(found) if found else None

    def launch(self, port: int, secret: str) -> None:
        """Start a server that keeps nothing on disk."""
        lines = (
            f"bind {LOOPBACK}", f"port {port}", f"dir {self.folder}", f"pidfile {self.folder / 'pid'}", "daemonize yes",
            f"logfile {self.folder / 'log'}", 'save ""', "appendonly no", "databases 64",
        )  # fmt: skip
        self.run("redis-server", self.own_file("redis.conf", "\n".join(lines) + "\n"))

    def url(self, port: int, secret: str) -> str:
        """Return the address of the first database."""
        return f"redis://{LOOPBACK}:{port}/0"

    def halt(self) -> None:
        """Stop the server by its process id."""
        self.halt_process(self.folder / "pid", seconds=10)


class Elasticsearch(Service):
    """The cluster's search engine: one node, without security, which only this machine reaches."""

    name = "elasticsearch"
    variable = "SEARCH_URL"
    default_port = 9200
    packages = ("maven", "a Java runtime")
    account = distribution.ACCOUNT

    def program(self) -> Path | None:
        """Return the start script in the cache."""
        return distribution.distribution() / "bin/elasticsearch" if distribution.is_ready() else None

    def bring(self) -> bool:
        """Fetch the distribution and install a Java runtime."""
        return distribution.bring()

    def launch(self, port: int, secret: str) -> None:
        """Start a node that joins nobody and keeps its data in its own folder."""
        config = self._own_folder("config")
        shutil.copytree(distribution.distribution() / "config", config, dirs_exist_ok=True)
        transport = self._free_port(among=(9300, 0))
        lines = (
            "cluster.name: cong-mo-tests", "discovery.type: single-node", "xpack.security.enabled: false",
            f"network.host: {LOOPBACK}", f"http.port: {port}", f"transport.port: {transport}",
            f"path.data: {self.folder / 'data'}", f"path.logs: {self.folder / 'logs'}",
            "cluster.routing.allocation.disk.threshold_enabled: false",
        )  # fmt: skip
        self.own_file("config/elasticsearch.yml", "\n".join(lines) + "\n")
        self.run(
            distribution.distribution() / "bin/elasticsearch", "-d", "-p", self.folder / "pid",
            ES_JAVA_HOME=str(distribution.java_home()), ES_PATH_CONF=str(config),
            ES_JAVA_OPTS="-Xms768m -Xmx768m", ES_TMPDIR=str(self._own_folder("tmp")),
        )  # fmt: skip

    def _own_folder(self, name: str) -> Path:
        """Make a folder that the server's user may write to."""
        path = self.folder / name
        path.mkdir()
        if os.geteuid() == 0:
            shutil.chown(path, self.account, self.account)
        return path

    def url(self, port: int, secret: str) -> str:
        """Return the address of the node."""
        return f"http://{LOOPBACK}:{port}"

    def halt(self) -> None:
        """Stop the node by its process id."""
        self.halt_process(self.folder / "pid", seconds=30)


SERVICES: tuple[type[Service], ...] = (PostgreSQL, Redis, Elasticsearch)


def start() -> tuple[dict[str, str], list[str]]:
    """Start every server; return the variables of those that answer and a sentence for each that does not."""
    BASE.mkdir(mode=0o711, exist_ok=True)
    if BASE.stat().st_uid != os.geteuid():
        return {}, [f"{BASE} belongs to another user"]
    variables, missing = {}, []
    for kind in SERVICES:
        try:
            name, _, value = kind().ensure().partition("=")
        except Unavailable as error:
            missing.append(str(error))
        else:
            variables[name] = value
    return variables, missing


def stop() -> None:
    """Stop every server."""
    for kind in SERVICES:
        kind().stop()


def main() -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["start", "stop"])
    if parser.parse_args().action == "stop":
        stop()
        return 0
    variables, missing = start()
    for name, value in variables.items():
        print(f"{name}={value}")
    for sentence in missing:
        print(sentence, file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
