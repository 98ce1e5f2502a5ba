"""Settings of the tests: fast password hashes, mail in memory, files in a folder of their own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="congmo-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from portal.settings.production import *  # noqa: F403  # settings inherit by name
from portal.settings.production import CACHES, DATA_DIR, STORAGES

ALLOWED_HOSTS = ["*"]
RATE_LIMIT = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = CACHES | {"counters": CACHES["default"]}
MEDIA_ROOT = Path(DATA_DIR) / "test-media"
DATASETS_DIR = Path(DATA_DIR) / "test-datasets"
DUMPS_DIR = Path(DATA_DIR) / "test-dumps"
SEARCH_INDEX_DIR = Path(DATA_DIR) / f"test-search-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
SEARCH_LOG_IN_BACKGROUND = MAIL_IN_BACKGROUND = False
WHITENOISE_AUTOREFRESH = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
