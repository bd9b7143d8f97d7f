"""Published results, one YAML file each. A new study is a new file here, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files

from ...core.errors import UnknownNameError
from ..specification.spec import RunSpec, load_spec


class Studies(Mapping[str, RunSpec]):
    """Specifications of all studies by name, read when asked for.

    Raises
    ------
    UnknownNameError
        for a name without a file, with the nearest names.
    """

    def __getitem__(self, name: str) -> RunSpec:
        if name not in self._names():
            raise UnknownNameError("study", name, self._names())
        return load_spec(
            files("ambipolar.simulation.studies")
            .joinpath(f"{name}.yaml")
            .read_text(encoding="utf-8")
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def __contains__(self, name: object) -> bool:
        return name in self._names()

    @staticmethod
    def _names() -> list[str]:
        found = files("ambipolar.simulation.studies").iterdir()
        return sorted(f.name.removesuffix(".yaml") for f in found if f.name.endswith(".yaml"))


STUDIES = Studies()
