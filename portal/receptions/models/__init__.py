"""Models of the receptions room, one noun a file."""

from portal.receptions.models.code_lists import PetitionKind

__all__ = ["PetitionKind"]
