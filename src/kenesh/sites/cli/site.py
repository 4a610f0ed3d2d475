"""A command that works on the site's database: Django started, and its troubles in plain words."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from kenesh.sites.cli.refusals import BadInput, Missing
from kenesh.sites.environment import Environment


@contextmanager
def site() -> Iterator[None]:
    """Start Django for what stands inside; a setting that is wrong or a database that is not ready ends the command."""
    start()
    # These two need Django's settings, or nothing but the site's commands.
    from django.db.utils import DatabaseError  # noqa: PLC0415 -- only commands of the site load Django

    from kenesh.core.yamlfile import FileProblem  # noqa: PLC0415 -- read only where files are

    try:
        yield
    except FileProblem as problem:
        raise BadInput("\n".join(str(one) for one in (problem, *problem.also))) from None
    except DatabaseError as error:
        raise Missing(
            f"The database does not answer as it should: {_first_line(error)}\nTry `kenesh migrate`."
        ) from None


def start() -> None:
    """Read the settings and set Django up; a KENESH_* variable that is wrong is named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kenesh.sites.settings")
    import django  # noqa: PLC0415 -- only commands of the site load Django

    environment()
    try:
        django.setup()
    except OSError as error:
        raise Missing(f"{error.filename}: {error.strerror} (KENESH_DATA names the folder)") from None


def environment() -> Environment:
    """Read what the operator has set, before Django does."""
    try:
        return Environment()
    except ValidationError as invalid:
        raise Missing("\n".join(_variable(error["loc"], error["msg"]) for error in invalid.errors())) from None


def _variable(loc: tuple[int | str, ...], message: str) -> str:
    name = str(loc[0]).upper() if loc else "…"
    return f"KENESH_{name.removeprefix('KENESH_')}: {message}"


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
