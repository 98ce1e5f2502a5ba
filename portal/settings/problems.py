"""What ends the start of the site."""


class BadVariable(SystemExit):
    """A variable with an unusable value: the start ends with one sentence that names it."""

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(f"{name}: {wanted}")
