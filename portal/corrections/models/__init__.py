"""Models of corrections, one noun a file."""

from portal.corrections.models.events import ReportEvent, ReportFile
from portal.corrections.models.reports import Report

__all__ = ["Report", "ReportEvent", "ReportFile"]
