"""What is said of a file that cannot be taken."""


class UploadRefused(Exception):
    """A file that is not taken: why, and what is accepted instead, in the language of the one who sent it."""

    def __init__(self, reason: str, accepted: str = "") -> None:
        super().__init__(" ".join(filter(None, (reason, accepted))))
        self.reason = reason
        self.accepted = accepted
