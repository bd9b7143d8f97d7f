"""One sweep at a time in one folder.

The lock belongs to the operating system and ends with its process, however that ends: a sweep
that was killed leaves a file and no lock.
"""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...core.errors import SpecError

log = logging.getLogger("ambipolar")

LOCK = "sweep.lock"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder that exists.

    Raises
    ------
    SpecError
        when another sweep holds it.
    """
    with (folder / LOCK).open("a+", encoding="utf-8") as file:
        try:
            _take(file)
        except (BlockingIOError, PermissionError):
            advice = "Wait until it has finished, or choose another folder."
            raise SpecError(str(folder), f"is in use by {_holder(file)}.", advice) from None
        except OSError as error:
            # some network file systems know no locks; the files themselves are safe without
            log.warning("cannot lock %s (%s): start no other sweep there", folder, error.strerror)
        file.truncate(0)
        file.write(json.dumps({"process": os.getpid(), "machine": socket.gethostname()}))
        file.flush()
        yield


def _holder(file: Any) -> str:
    try:
        file.seek(0)
        told = json.loads(file.read())
        return f"another sweep, process {int(told['process'])} on {told['machine']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another sweep"


def _take(file: Any) -> None:
    """Lock an open file or raise; closing it, or the end of the process, sets it free."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        file.seek(1 << 20)  # a byte beyond the text, which others may read
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
