"""Tell a full disk from other failures: whoever uploads can be told, and nothing else is broken."""

import errno

FULL = {errno.ENOSPC, errno.EDQUOT}
# As SQLite and PostgreSQL say it.
SAID_BY_DATABASES = ("disk is full", "No space left on device")


def is_full_disk(error: BaseException | None) -> bool:
    """Whether the error, or one that led to it, is about a disk without room."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if any(words in str(error) for words in SAID_BY_DATABASES):
            return True
        error = error.__cause__ or error.__context__
    return False
