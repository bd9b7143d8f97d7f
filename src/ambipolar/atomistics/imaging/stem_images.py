"""The calculation ``stem-images``: Li4Ti5O12 under the microscope before and after extraction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.records import choice, positive, quantity
from ..calculation import Calculation, Watch, Work, silent
from .model import ImageModel, Images
from .projection import line_profile
from .specimens import Specimen, spinel_specimens
from .z_contrast import ZContrast

if TYPE_CHECKING:
    import xarray as xr

_PROFILE_POINTS = 240
#: intensity of a column: the mean within this distance of its place, in angstrom
COLUMN_RADIUS = 0.5


@dataclass(frozen=True)
class StemImages(Calculation):
    """HAADF and ABF images along <110> of three states of one slab, columns and a line profile.

    States are the pristine slab, the same without ``removed_fraction`` of the upper 8a lithium
    columns, and without these and half as many oxygen ions of the O1 columns beside them. Atoms
    that stay do not move.
    """

    model: ImageModel = choice("image model", "how images are made", ZContrast())
    thickness: float = positive("angstrom", "least thickness of the slab", 35.0)
    width: float = positive("angstrom", "least width along [1-10]", 11.8)
    height: float = positive("angstrom", "least height along [001]", 8.3)
    removed_fraction: float = quantity(
        "1", "share of the upper 8a lithium that leaves", 1.0, above=0.0, below=1.0
    )
    seed: int = 0  #: of the random places of Li on 16d

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        """Images by state, intensity of each column, and a profile along Ti-b, O-b, Ti-b."""
        specimens = spinel_specimens(
            self.thickness, self.width, self.height, self.removed_fraction, self.seed
        )
        images = []
        for k, specimen in enumerate(specimens):

            def progress(share: float, k: int = k, state: str = specimen.state) -> None:
                watch(Work(k + share, len(specimens), f"image {state}"))

            images.append(self.model.images(specimen.atoms, progress))
        return _dataset(specimens, images, self)

    def references(self) -> tuple[str, ...]:
        return ("meng2019", *self.model.references())


def _dataset(
    specimens: tuple[Specimen, ...], images: list[Images], settings: StemImages
) -> xr.Dataset:
    import xarray as xr

    first = images[0]
    rows, pixels = first.haadf.shape
    named = specimens[0].columns
    distance, haadf_line, abf_line = _profiles(specimens[0], images)
    data: dict[str, Any] = {
        "haadf": _variable(("state", "y", "x"), [i.haadf for i in images], "1", "HAADF intensity"),
        "abf": _variable(("state", "y", "x"), [i.abf for i in images], "1", "ABF intensity"),
        "haadf_column": _variable(
            ("state", "column"), _column_means(named, images, "haadf"), "1", "HAADF of a column"
        ),
        "abf_column": _variable(
            ("state", "column"), _column_means(named, images, "abf"), "1", "ABF of a column"
        ),
        "haadf_profile": _variable(
            ("state", "distance"), haadf_line, "1", "HAADF along Ti-b, O-b, Ti-b"
        ),
        "abf_profile": _variable(("state", "distance"), abf_line, "1", "ABF along Ti-b, O-b, Ti-b"),
        "removed": _variable(
            ("state", "species"),
            [[s.removed["Li"], s.removed["O"]] for s in specimens],
            "1",
            "ions taken out of the slab",
        ),
    }
    x = np.arange(pixels) * first.extent[0] / pixels
    y = np.arange(rows) * first.extent[1] / rows
    coordinates: dict[str, Any] = {
        "state": [s.state for s in specimens],
        "species": ["Li", "O"],
        "x": _variable("x", x, "angstrom", "place along [1-10]"),
        "y": _variable("y", y, "angstrom", "place along [001]"),
        "distance": _variable("distance", distance, "angstrom", "distance along the profile"),
        "column_label": ("column", [c.label for c in named]),
        "column_x": _variable("column", [c.x for c in named], "angstrom", "column along [1-10]"),
        "column_y": _variable("column", [c.y for c in named], "angstrom", "column along [001]"),
    }
    slab = specimens[0].atoms
    attributes = {
        "thickness_angstrom": float(slab.cell[2, 2]),
        "width_angstrom": float(slab.cell[0, 0]),
        "height_angstrom": float(slab.cell[1, 1]),
        "atoms": len(slab),
        "profile_y_angstrom": _chain_height(specimens[0]),
        "notes": [
            *settings.model.notes(),
            f"Slab {slab.cell[2, 2]:.1f} angstrom thick along <110>; Li at random on a sixth of "
            f"16d (seed {settings.seed}); atoms that stay are not relaxed.",
        ],
    }
    return xr.Dataset(data, coordinates, attributes)


def _variable(dims: Any, values: Any, units: str, long_name: str) -> tuple[Any, ...]:
    return dims, np.asarray(values), {"units": units, "long_name": long_name}


def _column_means(named: tuple[Any, ...], images: list[Images], detector: str) -> np.ndarray:
    """Mean intensity within ``COLUMN_RADIUS`` of each column, shape (states, columns)."""
    return np.array(
        [
            [disc_mean(getattr(i, detector), i.extent, (c.x, c.y), COLUMN_RADIUS) for c in named]
            for i in images
        ]
    )


def disc_mean(
    image: np.ndarray, extent: tuple[float, float], centre: tuple[float, float], radius: float
) -> float:
    """Mean of a periodic image, shape (y, x), in a disc; between pixels it is interpolated."""
    from scipy.ndimage import map_coordinates

    # equal areas: radii as the root of a uniform sequence
    radii = radius * np.sqrt((np.arange(8) + 0.5) / 8)
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    x = centre[0] + radii[:, None] * np.cos(angles)
    y = centre[1] + radii[:, None] * np.sin(angles)
    rows, columns = y / extent[1] * image.shape[0], x / extent[0] * image.shape[1]
    return float(map_coordinates(image, [rows, columns], order=3, mode="grid-wrap").mean())


def _chain_height(specimen: Specimen) -> float:
    """y of the lowest chain Ti-b, O-b, Ti-b."""
    return min(c.y for c in specimen.columns if c.label == "Ti-b")


def _profiles(
    specimen: Specimen, images: list[Images]
) -> tuple[np.ndarray, list[np.ndarray], list[np.ndarray]]:
    """Profiles along that chain from one Ti-b over the whole width."""
    y = _chain_height(specimen)
    start = min(c.x for c in specimen.columns if c.label == "Ti-b" and abs(c.y - y) < 0.5)
    distance = np.zeros(0)
    lines: dict[str, list[np.ndarray]] = {"haadf": [], "abf": []}
    for image in images:
        ends = ((start, y), (start + image.extent[0], y))
        for detector, found in lines.items():
            distance, values = line_profile(
                getattr(image, detector), image.extent, *ends, points=_PROFILE_POINTS
            )
            found.append(values)
    return distance, lines["haadf"], lines["abf"]
