"""Settings of `make run`: one machine, no other service, no certificate."""

from portal.settings.production import *  # noqa: F403  # settings inherit by name

SECURE_HSTS_SECONDS = 0
