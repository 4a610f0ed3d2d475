"""Files that come with Kenesh and that people also read and copy: a council's data, scenarios."""

from pathlib import Path

PACKAGE = Path(__file__).parents[2]
SOURCES = PACKAGE.parents[1]


class NotShipped(Exception):
    """No such file comes with this release; the message says where it was looked for."""


def shipped(*, path: str) -> Path:
    """The file at `path` (`data/turkic-council.yaml`), from the wheel or from the sources it is run from."""
    for folder in (PACKAGE / "shipped", SOURCES):
        if (folder / path).is_file():
            return folder / path
    raise NotShipped(f"{path} does not come with this release (looked in {PACKAGE / 'shipped'} and {SOURCES})")
