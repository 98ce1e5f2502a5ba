"""Whether search answers, for the site's readiness page."""

from search.engines import get_engine


def check() -> None:
    """Ask the engine for its state; raise `EngineUnavailable` when it has none."""
    get_engine().status()
