"""Models of the gazette's issues, one noun a file."""

from gazette.issues.models.builds import IssueBuild
from gazette.issues.models.entries import GazetteEntry
from gazette.issues.models.former_addresses import FormerAddress
from gazette.issues.models.intake import IntakeEntry
from gazette.issues.models.issues import GazetteIssue

__all__ = ["FormerAddress", "GazetteEntry", "GazetteIssue", "IntakeEntry", "IssueBuild"]
