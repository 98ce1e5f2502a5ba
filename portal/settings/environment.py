"""The one place that reads the environment; every variable is in the README's table, and a test compares the two."""

from __future__ import annotations

import os
import re
import secrets
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
import dj_email_url
import django_cache_url
from environs import Env, EnvError

from portal.settings.inbox import Inbox, inbox
from portal.settings.problems import BadVariable
from portal.settings.signing import signing_key

T = TypeVar("T")

#: As HOST it means "listen everywhere"; it is no name that a reader asks for.
_EVERY_INTERFACE = "0.0.0.0"  # noqa: S104  # nothing is bound here

_ELASTICSEARCH_PORT = 9200

#: A name, its subdomains (".example.vn"), an address, or any ("*"); as Django compares them, without a port.
_HOST_NAME = re.compile(r"\*|\.?[\w-]+(?:\.[\w-]+)*\.?|\[[0-9A-Fa-f:.]+\]")

BASE_DIR = Path(__file__).resolve().parents[2]

#: Every variable that the site reads.
VARIABLES = (
    "HOST",
    "PORT",
    "DATA_DIR",
    "DEMO",
    "DATABASE_URL",
    "CACHE_URL",
    "SEARCH_URL",
    "SEARCH_CA",
    "SEARCH_INDEX_PREFIX",
    "EMAIL_URL",
    "INBOX_URL",
    "INBOX_ADDRESS",
    "SECRET_KEY",
    "PRIVATE_DATA_KEYS",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "ADMIN_USER",
    "ADMIN_PASSWORD",
    "RATE_LIMIT",
    "TRUST_STORE",
    "SIGNING_KEY",
    "SIGNING_PASSWORD",
    "SIGNING_TSA",
    "WEBSUB_HUB",
)


@dataclass(frozen=True, slots=True)
class SearchCluster:
    """The Elasticsearch cluster; without hosts the embedded engine serves."""

    hosts: list[str]
    user: str
    password: str
    ca_file: str
    index_prefix: str


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment, typed and checked."""

    host: str
    port: int
    data_dir: Path
    demo: bool
    database: dict[str, Any]
    cache: dict[str, Any]
    search: SearchCluster
    email: dict[str, Any]
    inbox: Inbox | None
    secret_key: str
    private_data_keys: list[str]
    allowed_hosts: list[str]
    site_url: str
    admin_user: str
    admin_password: str
    rate_limit: int
    trust_store: str
    signing_key: str
    signing_password: str
    signing_tsa: str
    websub_hub: str


def read_environment(*, production: bool) -> Environment:
    """Read and check every variable; raise `BadVariable` for the first unusable one."""
    env = Env()
    port = _read("PORT", "must be a whole number from 1 to 65535.", lambda: env.int("PORT", 8000))
    if not 1 <= port <= 65535:
        raise BadVariable("PORT", "must be a whole number from 1 to 65535.")
    host = env.str("HOST", "") or "127.0.0.1"
    data_dir = _data_dir(env.str("DATA_DIR", "") or str(BASE_DIR / "var"))
    site_url = _site_url(env.str("SITE_URL", ""), host=host, port=port, required=production)
    rate_limit = _read(
        "RATE_LIMIT",
        "must be a whole number of requests a minute, 0 for no limit.",
        lambda: env.int("RATE_LIMIT", 600),
    )
    if rate_limit < 0:
        raise BadVariable("RATE_LIMIT", "must be a whole number of requests a minute, 0 for no limit.")
    return Environment(
        host=host,
        port=port,
        data_dir=data_dir,
        demo=_read("DEMO", "must be 0 or 1.", lambda: env.bool("DEMO", True)),
        database=_database(env.str("DATABASE_URL", ""), data_dir),
        cache=_cache(env.str("CACHE_URL", "")),
        search=_search(
            env.str("SEARCH_URL", ""),
            ca_file=env.str("SEARCH_CA", ""),
            prefix=env.str("SEARCH_INDEX_PREFIX", "") or _site_name(site_url),
        ),
        email=_email(env.str("EMAIL_URL", "")),
        inbox=inbox(env.str("INBOX_URL", ""), env.str("INBOX_ADDRESS", ""), site_url),
        secret_key=_secret_key(env.str("SECRET_KEY", ""), data_dir, required=production),
        private_data_keys=_private_data_keys(env.str("PRIVATE_DATA_KEYS", "")),
        allowed_hosts=_allowed_hosts(env.str("ALLOWED_HOSTS", ""), site_url, host, required=production),
        site_url=site_url,
        admin_user=_admin_user(env.str("ADMIN_USER", "")),
        admin_password=env.str("ADMIN_PASSWORD", ""),
        rate_limit=rate_limit,
        trust_store=_trust_store(env.str("TRUST_STORE", "")),
        signing_key=signing_key(env.str("SIGNING_KEY", ""), env.str("SIGNING_PASSWORD", "")),
        signing_password=env.str("SIGNING_PASSWORD", ""),
        signing_tsa=_signing_tsa(env.str("SIGNING_TSA", "")),
        websub_hub=_websub_hub(env.str("WEBSUB_HUB", "")),
    )


def _read(name: str, wanted: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except (EnvError, ValueError) as error:
        raise BadVariable(name, wanted) from error


def _address(name: str, wanted: str, value: str) -> SplitResult:
    """Return the parts of an address with a host; its port, if any, is a possible one."""
    parts = _read(name, wanted, lambda: urlsplit(value))
    port = _read(name, wanted, lambda: parts.port)
    if not parts.hostname or port == 0:
        raise BadVariable(name, wanted)
    return parts


def _data_dir(value: str) -> Path:
    path = Path(value).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadVariable("DATA_DIR", f"the folder {path} cannot be made or is not a folder.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise BadVariable("DATA_DIR", f"the folder {path} cannot be written to.")
    return path


def _site_url(value: str, *, host: str, port: int, required: bool) -> str:
    if not value:
        if required:
            raise BadVariable(
                "SITE_URL", "is required in production, for example https://portal.example.gov.vn"
            )
        return f"http://{host}:{port}"
    wanted = "must be an address such as https://portal.example.gov.vn, without a path."
    parts = _address("SITE_URL", wanted, value)
    is_bare = parts.path in {"", "/"} and not parts.query and not parts.fragment and not parts.username
    if parts.scheme not in {"http", "https"} or not is_bare or any(char.isspace() for char in value):
        raise BadVariable("SITE_URL", wanted)
    return value.rstrip("/")


def _database(value: str, data_dir: Path) -> dict[str, Any]:
    if not value:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data_dir / "portal.sqlite3")}
    wanted = "must be an address such as postgres://user:password@host:5432/name"
    is_file = value.startswith("sqlite://")
    if not is_file and _address("DATABASE_URL", wanted, value).scheme not in {"postgres", "postgresql"}:
        raise BadVariable("DATABASE_URL", wanted)
    parsed = _read("DATABASE_URL", wanted, lambda: dict(dj_database_url.parse(value)))
    if parsed["NAME"] in {"", ":memory:"}:  # the processes of a site share no memory
        raise BadVariable("DATABASE_URL", wanted)
    return parsed


def _cache(value: str) -> dict[str, Any]:
    if not value:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}
    wanted = "must be an address such as redis://host:6379/0"
    if _address("CACHE_URL", wanted, value).scheme not in {"redis", "rediss"}:
        raise BadVariable("CACHE_URL", wanted)
    parsed = _read("CACHE_URL", wanted, lambda: dict(django_cache_url.parse(value)))
    # A cache that is down makes the site slower, never unreachable.
    options = {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1}
    return parsed | {"BACKEND": "django_redis.cache.RedisCache", "OPTIONS": options}


def _site_name(site_url: str) -> str:
    """Return the site's host and port as part of a name."""
    return re.sub("[^a-z0-9]+", "-", urlsplit(site_url).netloc.lower()).strip("-")


def _search(value: str, *, ca_file: str, prefix: str) -> SearchCluster:
    if not re.fullmatch("[a-z0-9][a-z0-9-]{0,99}", prefix):
        raise BadVariable(
            "SEARCH_INDEX_PREFIX", "must have lower-case letters, digits and hyphens only, at most 100."
        )
    if ca_file and not Path(ca_file).is_file():
        raise BadVariable("SEARCH_CA", f"there is no file {ca_file}.")
    wanted = "must be an address such as https://user:password@host:9200, several separated by commas."
    hosts: list[str] = []
    user = password = ""
    for address in filter(None, (part.strip() for part in value.split(","))):
        # The hosts of one cluster share scheme, user and password; the first one tells them.
        parts = urlsplit(
            address if "://" in address else f"{urlsplit(hosts[0]).scheme if hosts else ''}://{address}"
        )
        port = _read("SEARCH_URL", wanted, lambda parts=parts: parts.port)  # type: ignore[misc]
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadVariable("SEARCH_URL", wanted)
        name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        hosts.append(f"{parts.scheme}://{name}:{port or _ELASTICSEARCH_PORT}{parts.path.rstrip('/')}")
        if parts.username and not user:
            user, password = unquote(parts.username), unquote(parts.password or "")
    return SearchCluster(hosts=hosts, user=user, password=password, ca_file=ca_file, index_prefix=prefix)


def _email(value: str) -> dict[str, Any]:
    wanted = "must be an address such as smtp://user:password@host:587 or smtp+tls://…"
    by_network = {"smtp", "smtps", "smtp+tls", "smtp+ssl"}
    is_console = not value or value.startswith("console:")
    if not is_console and _address("EMAIL_URL", wanted, value).scheme not in by_network:
        raise BadVariable("EMAIL_URL", wanted)
    return _read("EMAIL_URL", wanted, lambda: dict(dj_email_url.parse(value or "console://")))


def _secret_key(value: str, data_dir: Path, *, required: bool) -> str:
    if value:
        if required and len(value) < 50:
            raise BadVariable("SECRET_KEY", "must have at least 50 characters in production.")
        return value
    if required:
        raise BadVariable("SECRET_KEY", "is required in production.")
    return kept_secret(data_dir / "secret_key")


def _private_data_keys(value: str) -> list[str]:
    keys = [key.strip() for key in value.split(",") if key.strip()]
    if any(len(key) < 32 for key in keys):
        raise BadVariable(
            "PRIVATE_DATA_KEYS",
            "must be keys of at least 32 characters, the newest first, separated by commas.",
        )
    return keys


def kept_secret(path: Path) -> str:
    """Return the secret kept in `path` (mode 600), made on the first call."""
    if not path.exists():
        # Written whole before it gets its name: a start that is killed here leaves no empty secret.
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:  # another process was first
            pass
        except OSError:  # a file system without links
            draft.replace(path)
        draft.unlink(missing_ok=True)
    return path.read_text(encoding="ascii")


def _admin_user(value: str) -> str:
    if not re.fullmatch(r"[\w.@+-]{0,150}", value):
        raise BadVariable("ADMIN_USER", "must have letters, digits and @ . + - _ only, at most 150.")
    return value or "admin"


def _allowed_hosts(value: str, site_url: str, host: str, *, required: bool) -> list[str]:
    hosts = [item.strip() for item in value.split(",") if item.strip()]
    for item in hosts:
        if not _HOST_NAME.fullmatch(item):
            raise BadVariable(
                "ALLOWED_HOSTS",
                f"{item} is no host name; names such as portal.example.gov.vn, separated by commas.",
            )
    if hosts:
        return hosts
    if required:
        raise BadVariable("ALLOWED_HOSTS", "is required in production: host names separated by commas.")
    return sorted(
        {"localhost", "127.0.0.1", "[::1]", host, urlsplit(site_url).hostname or host} - {_EVERY_INTERFACE}
    )


def _signing_tsa(value: str) -> str:
    wanted = "must be the http(s) address of a time stamp authority."
    if value and _address("SIGNING_TSA", wanted, value).scheme not in {"http", "https"}:
        raise BadVariable("SIGNING_TSA", wanted)
    return value


def _websub_hub(value: str) -> str:
    wanted = "must be the http(s) address of a WebSub hub, without a fragment."
    if value and (
        _address("WEBSUB_HUB", wanted, value).scheme not in {"http", "https"}
        or any(char.isspace() or char in '<>"#' for char in value)
    ):
        raise BadVariable("WEBSUB_HUB", wanted)
    return value


def _trust_store(value: str) -> str:
    if not value:
        return ""
    path = Path(value).expanduser().resolve()
    if not path.is_file():
        raise BadVariable("TRUST_STORE", f"there is no file {path}.")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=str(path))
    except (OSError, ssl.SSLError) as error:
        raise BadVariable("TRUST_STORE", f"the file {path} holds no certificates in PEM form.") from error
    return str(path)
