"""The folder of a sweep: the plan, one file per finished case, and an index of the cases.

``sweep.json`` is the plan; ``cases/000012.nc`` the solution of case 12; ``index.jsonl`` has one
line for each finished case, added after its file is in place. A process that is killed at any
moment leaves a folder from which the sweep goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ... import __version__
from ...core.errors import SpecError
from ..solution import write_whole
from .lock import LOCK, only_one
from .plan import Plan

PLAN, INDEX, CASES, DATASET = "sweep.json", "index.jsonl", "cases", "dataset.nc"


@dataclass(frozen=True)
class CaseResult:
    """What became of one case, wherever it ran."""

    outcome: str  #: completed, cut-off, failed (with a partial solution) or error
    message: str = ""
    seconds: float = 0.0
    data: bytes = b""  #: the NetCDF file of the solution; empty after an error

    @property
    def failed(self) -> bool:
        """Whether the case has no whole solution."""
        return self.outcome in ("failed", "error")


@dataclass(frozen=True)
class Entry:
    """One line of the index."""

    case: int
    outcome: str
    message: str
    seconds: float
    values: str
    file: str = ""  #: relative to the folder; empty without a solution

    @property
    def failed(self) -> bool:
        """Whether the case has no whole solution."""
        return self.outcome in ("failed", "error")


class Store:
    """The stored cases of a plan; made by :func:`open_store`."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan
        self.entries: dict[int, Entry] = dict(_read_index(folder, plan))

    def put(self, case: int, result: CaseResult) -> Entry:
        """Store a finished case: first its file, then its line in the index."""
        file = f"{CASES}/{case:06d}.nc" if result.data else ""
        values = self.plan.label(case)
        entry = Entry(case, result.outcome, result.message, result.seconds, values, file)
        try:
            if file:
                write_whole(self.folder / file, lambda target: target.write_bytes(result.data))
            with (self.folder / INDEX).open("a", encoding="utf-8") as index:
                index.write(_line(entry))
        except OSError as error:
            advice = "The same sweep goes on where it stopped once this is mended."
            raise SpecError(str(self.folder), f"{error.strerror}.", advice) from None
        self.entries[case] = entry
        return entry

    def pending(self, retry: bool = False) -> list[int]:
        """Cases that are yet to run; with ``retry`` also those that failed."""
        done = {c for c, entry in self.entries.items() if not (retry and entry.failed)}
        return [case for case in range(self.plan.size) if case not in done]

    def compact(self) -> None:
        """Write the index anew, without a line that a killed process left unfinished."""
        lines = "".join(_line(self.entries[case]) for case in sorted(self.entries))
        write_whole(self.folder / INDEX, lambda target: target.write_text(lines, encoding="utf-8"))


@contextmanager
def open_store(folder: Path, plan: Plan) -> Iterator[Store]:
    """The store of ``plan`` in ``folder``: a new one, or the one of an earlier, stopped sweep.

    Nobody else writes there meanwhile.

    Raises
    ------
    SpecError
        when the folder holds another sweep or other files, is in use, or cannot be written.
    """
    _check_folder(folder, plan)
    with ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(only_one(folder))
            _check_folder(folder, plan)  # what another sweep has written meanwhile
            (folder / CASES).mkdir(exist_ok=True)
            if not (folder / PLAN).exists():
                text = json.dumps({"ambipolar": __version__, **plan.as_data()}, indent=1)
                write_whole(folder / PLAN, lambda target: target.write_text(text, encoding="utf-8"))
            store = Store(folder, plan)
            store.compact()
        except OSError as error:
            raise SpecError(str(folder), f"cannot be written: {error.strerror}.") from None
        yield store


def _check_folder(folder: Path, plan: Plan) -> None:
    if folder.exists() and not folder.is_dir():
        raise SpecError(str(folder), "exists and is not a folder.", "Choose another folder.")
    try:
        if (folder / PLAN).exists():
            _check_same(folder, plan)
        elif folder.exists() and any(not _partial(p) for p in folder.iterdir()):
            message = "holds other files and no sweep."
            raise SpecError(str(folder), message, "Choose a new folder.")
    except OSError as error:
        raise SpecError(str(folder), f"cannot be read: {error.strerror}.") from None


def _partial(path: Path) -> bool:
    """What a process leaves that was killed before its plan was written."""
    empty = path.name == CASES and not any(path.iterdir())
    return empty or path.name in (LOCK, f".{PLAN}.partial")


def _check_same(folder: Path, plan: Plan) -> None:
    try:
        stored: Any = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        known, axes = stored["fingerprint"], stored["axes"]
        paths = ", ".join(axis["path"] for axis in axes)
    except (ValueError, KeyError, TypeError):
        message = f"has a {PLAN} that is not of a sweep."
        raise SpecError(str(folder), message, "Choose another folder.") from None
    if known == plan.fingerprint:
        return
    same = axes == plan.as_data()["axes"]
    what = "the specification differs" if same else f"it varies {paths} over other values"
    if paths != ", ".join(c.path for c in plan.columns):
        what = f"it varies {paths}"
    raise SpecError(str(folder), f"holds another sweep: {what}.", "Choose another folder.")


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry)) + "\n"


def _read_index(folder: Path, plan: Plan) -> Iterator[tuple[int, Entry]]:
    """Entries of whole lines whose files are there; later lines replace earlier ones."""
    path = folder / INDEX
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = Entry(**json.loads(line))
        except (ValueError, TypeError):
            continue
        known = isinstance(entry.case, int) and 0 <= entry.case < plan.size
        if known and (not entry.file or (folder / entry.file).is_file()):
            yield entry.case, entry
