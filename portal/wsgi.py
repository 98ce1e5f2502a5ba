"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
# By name: the cache needs the apps, which are loaded by then.
_application = get_wsgi_application()
application = import_string("portal.core.serving.front_cache.FrontCache")(_application)
