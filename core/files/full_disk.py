"""Tell a full disk from other errors, so that the person who uploads gets a clear message."""

import errno

FULL = {errno.ENOSPC, errno.EDQUOT}
# The messages of SQLite and PostgreSQL.
SAID_BY_DATABASES = ("disk is full", "No space left on device")


def is_full_disk(error: BaseException | None) -> bool:
    """Whether the error, or one that caused it, says that the disk is full."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if any(words in str(error) for words in SAID_BY_DATABASES):
            return True
        error = error.__cause__ or error.__context__
    return False
