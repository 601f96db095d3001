"""A lock on an open file that keeps other kernels out, on every system that has one."""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

#: So long we wait for another kernel that is writing, in seconds.
PATIENCE = 5.0

#: What a file system answers that has no locks, as on some network folders.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL}

#: What a system answers while another kernel holds the lock.
_BUSY = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}

#: On Windows nothing can be read where a lock is, so it is far behind all lines.
_FAR_BEHIND = 2**31 - 2


@contextmanager
def locked(handle: int) -> Iterator[bool]:
    """Hold the lock of an open file; say whether there is one (False: the file system has none).

    Raises
    ------
    OSError
        If another kernel holds the lock for longer than `PATIENCE`.
    """
    there_is_one = _acquire(handle)
    try:
        yield there_is_one
    finally:
        if there_is_one:
            _release(handle)


def _acquire(handle: int) -> bool:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            _try_once(handle)
            return True
        except OSError as problem:
            if problem.errno in _NO_LOCKS:
                return False
            if problem.errno not in _BUSY:
                raise
            if time.monotonic() > until:
                raise OSError(errno.EAGAIN, "another notebook is using it") from None
        time.sleep(0.01)


if sys.platform == "win32":
    import msvcrt

    def _try_once(handle: int) -> None:
        os.lseek(handle, _FAR_BEHIND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _release(handle: int) -> None:
        os.lseek(handle, _FAR_BEHIND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

elif sys.platform == "emscripten":  # Python in a browser

    def _try_once(handle: int) -> None:
        raise OSError(errno.ENOSYS, "a browser has no locks")

    def _release(handle: int) -> None:
        """Do nothing, because nothing was locked."""

else:
    import fcntl

    def _try_once(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
