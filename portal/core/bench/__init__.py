"""Measurements of speed: each beside a peer that is measured in the same run, on a site made for it alone."""

from portal.core.bench.benches import Bench
from portal.core.bench.measures import Measure
from portal.core.bench.sites import ThrowawaySite

__all__ = ["Bench", "Measure", "ThrowawaySite"]
