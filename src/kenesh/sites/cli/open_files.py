"""How many files a process may hold open: every stream is one, and most systems begin with 1,024."""

import resource
from typing import Final

ENOUGH: Final = 65_536


def allow_open_files(*, number: int = ENOUGH) -> int:
    """Raise this process's limit, and so its children's, as far as the system lets it, and return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = number if hard == resource.RLIM_INFINITY else min(number, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return soft
