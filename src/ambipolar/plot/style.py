"""The house style of figures, their units and how they are saved.

Figures are made without pyplot, so that nothing global is created or has to be closed.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import DataArray

#: Okabe and Ito's colours, told apart with any colour vision, dark ones first.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
GREY = "#6b6b6b"
#: perceptually uniform map of fillings
SEQUENTIAL = "viridis"
#: for signed quantities, zero in the middle
DIVERGING = "RdBu_r"

WIDTH = 7.2  #: of a figure of two columns [inch]; its text stays readable at half a page
COLUMN = 4.4  #: of a figure of one column [inch]

STYLE: dict[str, Any] = {
    "font.size": 11,
    "font.family": "sans-serif",
    "axes.labelsize": 11,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.formatter.useoffset": False,
    "axes.formatter.limits": (-4, 5),
    "axes.formatter.use_mathtext": True,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "legend.fontsize": 9.5,
    "legend.frameon": False,
    "legend.handlelength": 1.6,
    "lines.linewidth": 1.6,
    "lines.solid_capstyle": "round",
    "image.cmap": SEQUENTIAL,
    "figure.facecolor": "white",
    "savefig.dpi": 150,
    "svg.fonttype": "none",  # text stays text: small files, searchable
    "svg.hashsalt": "ambipolar",  # the same figure gives the same file
}

F = TypeVar("F", bound=Callable[..., Any])


def styled(function: F) -> F:
    """Run a plotting function with the house style, leaving global settings as they were."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        import matplotlib

        with matplotlib.rc_context(STYLE):  # pyright: ignore[reportArgumentType]
            return function(*args, **kwargs)

    return wrapper  # pyright: ignore[reportReturnType]


def new_figure(width: float = COLUMN, height: float = 3.2) -> Figure:
    """An empty figure that shows itself in notebooks."""
    return _figure_class()(figsize=(width, height), layout="constrained")


@functools.lru_cache(maxsize=1)
def _figure_class() -> Any:
    from matplotlib.figure import Figure

    class NotebookFigure(Figure):
        """A figure without pyplot has no picture in a notebook unless it brings its own."""

        def _repr_png_(self) -> bytes:
            return figure_bytes(self, "png")

    return NotebookFigure


@dataclass(frozen=True)
class Display:
    """How values in an SI unit are shown: multiplied by ``factor``, in ``unit``."""

    factor: float
    unit: str

    def label(self, name: str) -> str:
        """Axis label with the unit; a pure number is marked as such."""
        return f"{name[:1].upper()}{name[1:]} ({self.unit or '–'})"

    def __call__(self, values: Any) -> np.ndarray:
        return np.asarray(values, dtype=float) * self.factor


_TIMES = ((2 * 3600.0, "h"), (300.0, "min"), (1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (0.0, "ns"))
_SECONDS = {"h": 3600.0, "min": 60.0, "s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}
_PREFIXES = ((1e6, "M"), (1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"))
_PREFIXED = {"m", "A/m^2", "W/m^2", "C/m^2"}


def display(values: Any, unit: str) -> Display:
    """The unit in which ``values`` (in SI ``unit``) read as ordinary numbers."""
    finite = np.abs(np.asarray(values, dtype=float))
    finite = finite[np.isfinite(finite)]
    largest = float(np.max(finite, initial=0.0))
    if unit in ("", "1"):
        return Display(1.0, "")
    if unit == "s":
        name = next(n for least, n in _TIMES if largest >= least)
        return Display(1 / _SECONDS[name], name)
    if unit in _PREFIXED and largest > 0:
        # 1000 nm reads better than 1 um, so that a prefix starts at twice its size
        scale, prefix = next((p for p in _PREFIXES if largest >= 2 * p[0]), _PREFIXES[-1])
        return Display(1 / scale, unit_text(prefix + unit))
    return Display(1.0, unit_text(unit))


def unit_text(unit: str) -> str:
    """``A/m^2`` as it is printed, with a raised exponent."""
    for plain, raised in (("^2", "²"), ("^3", "³"), ("^-1", "⁻¹"), ("*", "·")):
        unit = unit.replace(plain, raised)
    return {"ohm·m²": "Ω·m²"}.get(unit, unit)


def of_array(array: DataArray) -> tuple[np.ndarray, str]:
    """Displayed values of a dataset variable and its axis label."""
    shown = display(array.values, array.attrs.get("units", "1"))
    return shown(array.values), shown.label(array.attrs.get("long_name", str(array.name)))


def sequential(count: int, name: str = SEQUENTIAL) -> list[Any]:
    """``count`` colours along a map, without its palest end."""
    import matplotlib

    return [matplotlib.colormaps[name](v) for v in np.linspace(0.0, 0.85, max(count, 1))]


def legend_outside(axes: Any, **options: Any) -> None:
    """A legend to the right of the axes, where it hides no data."""
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), **options)


@styled
def figure_bytes(figure: Figure, kind: str) -> bytes:
    """The figure as the bytes of a ``png`` (150 dpi) or ``svg`` file."""
    import io

    target = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else None
    figure.savefig(target, format=kind, metadata=metadata)
    return target.getvalue()


def save_figure(
    figure: Figure, folder: str | Path, stem: str, kinds: tuple[str, ...] = ("png", "svg")
) -> tuple[Path, ...]:
    """Write ``stem.png`` and ``stem.svg`` into ``folder``; an interrupted write leaves no file."""
    found = []
    for kind in kinds:
        path = Path(folder) / f"{stem}.{kind}"
        partial = path.with_name(f".{path.name}.partial")
        try:
            partial.write_bytes(figure_bytes(figure, kind))
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)
        figure.set_layout_engine("none")  # the places are found: half the time of the next kind
        found.append(path)
    return tuple(found)
