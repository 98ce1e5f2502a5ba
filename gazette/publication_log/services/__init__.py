"""Writing the log, publishing its head, verifying it."""

from gazette.publication_log.services.heads import publish_head
from gazette.publication_log.services.verifying import verify_all
from gazette.publication_log.services.writing import log_missing, log_published, log_withdrawn

__all__ = ["log_missing", "log_published", "log_withdrawn", "publish_head", "verify_all"]
