"""The PDF of an issue, from a plan to bytes; pure, without a database."""

from gazette.issues.building.assembling import BuildRefused, Built, build
from gazette.issues.building.plans import IssuePlan, PlannedItem
from gazette.issues.building.running import build_apart
from gazette.issues.building.signers import CannotSign, Signer

__all__ = [
    "BuildRefused",
    "Built",
    "CannotSign",
    "IssuePlan",
    "PlannedItem",
    "Signer",
    "build",
    "build_apart",
]
