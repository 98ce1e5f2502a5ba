"""Background work: what happens without a request, in one process beside the web server's."""

from portal.core.background.worker import run

__all__ = ["run"]
