"""Models of the home room, one noun a file."""

from portal.home.models.home import HomePage
from portal.home.models.plain import PlainPage

__all__ = ["HomePage", "PlainPage"]
