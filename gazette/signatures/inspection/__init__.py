"""What a file is by its content and what its signatures say; pure, without a database, run in a bounded process."""

from gazette.signatures.inspection.reports import FileReport, SignatureReport
from gazette.signatures.inspection.running import Busy, inspect

__all__ = ["Busy", "FileReport", "SignatureReport", "inspect"]
