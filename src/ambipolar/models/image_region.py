"""A region read from a picture, and the picture that comes with the package."""

from __future__ import annotations

import hashlib
import os
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from ..core.errors import ParameterError
from ..core.records import positive, quantity
from .regions import Region

#: what Pillow may open; formats that run other programs (PostScript) are not among them
FORMATS = ("PNG", "JPEG", "BMP", "GIF")
#: more pixels than this are refused before they are unpacked
MAX_PIXELS = 25_000_000


@dataclass(frozen=True)
class ImageRegion(Region):
    """The dark, or the light, pixels of a picture that is laid on the device.

    A pixel is dark when its grey value, from 0 for black to 1 for white, is below the threshold;
    transparent pixels are white. Points outside the picture are not inside. The picture is found
    in the working directory, beside the specification, or among those of the package:
    ``smiley.png``.

    Raises
    ------
    ParameterError
        when there is no such file, or it holds no picture that can be read.
    """

    image: str = field(metadata={"file": True, "doc": "name of a PNG, JPEG, BMP or GIF file"})
    left: float = quantity("m", "x of the left edge of the picture", 0.0, structural=True)
    bottom: float = quantity("m", "y of its lower edge", 0.0, structural=True)
    width: float = positive("m", "its extent along x", structural=True, default=1e-2)
    height: float | None = positive(
        "m", "its extent along y; that of square pixels", structural=True, default=None
    )
    dark: bool = True
    threshold: float = quantity(
        "1", "grey value below which a pixel is dark", 0.5, above=0.0, below=1.0, structural=True
    )
    #: fingerprint of the content, so that an edited picture is another region
    content: str = field(init=False, default="", repr=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        digest = hashlib.sha256(self.grey().tobytes()).hexdigest()[:16]
        object.__setattr__(self, "content", digest)

    def grey(self) -> np.ndarray:
        """Grey values from 0 (black) to 1 (white), (rows, columns) from the top left."""
        file = find_image(self.image)
        status = file.stat()
        return _read(file, status.st_mtime_ns, status.st_size)

    def inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        grey = self.grey()
        rows, columns = grey.shape
        height = self.width * rows / columns if self.height is None else self.height
        across = (np.asarray(x, float) - self.left) / self.width
        up = (np.asarray(y, float) - self.bottom) / height
        across, up = np.broadcast_arrays(across, up)
        within = (across >= 0) & (across < 1) & (up >= 0) & (up < 1)
        column = np.clip((across * columns).astype(int), 0, columns - 1)
        row = np.clip(((1.0 - up) * rows).astype(int), 0, rows - 1)
        return within & ((grey[row, column] < self.threshold) == self.dark)


def find_image(name: str) -> Path:
    """The file of a picture: as named, or else one of the package.

    Raises
    ------
    ParameterError
        when there is neither.
    """
    path = "ImageRegion.image"
    if not isinstance(name, str | Path) or not str(name):
        raise ParameterError(path, f"expected the name of a picture, got {name!r}.")
    own = Path(str(files("ambipolar.models"))) / "images"
    shipped = own / str(name)
    if os.path.isfile(name):  # unlike Path.is_file it takes any text for an answer
        return Path(name)
    if shipped.parent == own and os.path.isfile(shipped):
        return shipped
    known = ", ".join(sorted(p.name for p in own.glob("*.png")))
    advice = f"Give its full name; with the package: {known}."
    raise ParameterError(path, f"there is no file {str(name)[:80]!r}.", advice)


@lru_cache(maxsize=16)
def _read(file: Path, changed: int, size: int) -> np.ndarray:
    """The grey values of a picture; ``changed`` and ``size`` tell whether it is still the same."""
    from PIL import Image  # a tenth of a second that only pictures pay

    path = "ImageRegion.image"
    advice = f"Save it as PNG; {', '.join(FORMATS)} can be read."
    if size == 0:
        raise ParameterError(path, f"{file.name} is empty.", advice)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # counted below
            opened = Image.open(file, formats=FORMATS)
        with opened as picture:
            pixels = picture.width * picture.height
            if pixels > MAX_PIXELS:
                message = f"{file.name} has {pixels} pixels; at most {MAX_PIXELS} are read."
                raise ParameterError(path, message, "Make it smaller: a grid has far fewer cells.")
            return _grey(picture)
    except Image.DecompressionBombError:
        message = f"{file.name} has too many pixels."
        raise ParameterError(path, message, "Make it smaller.") from None
    except (OSError, SyntaxError, EOFError, IndexError) as error:
        unknown = type(error).__name__ == "UnidentifiedImageError"
        what = "is not a picture" if unknown else "is damaged or cannot be read"
        raise ParameterError(path, f"{file.name} {what}.", advice) from None


def _grey(picture: object) -> np.ndarray:
    from PIL import Image

    assert isinstance(picture, Image.Image)
    if picture.mode.startswith("I"):  # 16 bits: converting would cut values off
        grey = np.asarray(picture, dtype=float) / 65535.0
    else:
        layers = picture.convert("RGBA")
        white = Image.new("RGBA", layers.size, "white")
        grey = np.asarray(Image.alpha_composite(white, layers).convert("L"), dtype=float) / 255.0
    grey.setflags(write=False)
    return grey


def smiley(size: int = 64) -> np.ndarray:
    """A face as 8-bit grey values: a dark disc with light eyes and mouth, in one piece.

    ``smiley.png`` of the package is this array with 64 pixels to a side.
    """
    centres = (np.arange(size) + 0.5) / size * 2 - 1
    x, y = np.meshgrid(centres, -centres)  # y up, in the unit square
    face = np.hypot(x, y) < 0.94
    eyes = np.hypot((np.abs(x) - 0.34) / 0.13, (y - 0.28) / 0.19) < 1
    radius = np.hypot(x, y - 0.02)
    mouth = (np.abs(radius - 0.56) < 0.09) & (y < -0.14)
    corners = np.hypot(np.abs(x) - 0.537, y + 0.14) < 0.09
    dark = face & ~eyes & ~mouth & ~corners
    return np.where(dark, 0, 255).astype(np.uint8)
