"""The curtain in motion: a film or window in transmitted daylight, as GIF or MP4."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from .film_colours import Coloured, coloured, draw_picture, scale_bar
from .sheets import extent, lengths, line_axis, middle_profile, time_text
from .style import COLOURS, display, new_figure, styled

if TYPE_CHECKING:
    from PIL.Image import Image

FRAMES = 80  #: pictures of an animation, evenly spaced in time
SECONDS = 7.0  #: it lasts
DPI = 90
SUFFIXES = (".gif", ".mp4")


@dataclass(frozen=True, eq=False)
class FilmAnimation:
    """Frames of one solution, ready to be written."""

    seen: Coloured
    title: str = ""
    frames: int = FRAMES
    seconds: float = SECONDS

    def save(self, folder: str | Path, stem: str) -> tuple[Path, ...]:
        """Write ``stem.gif`` and, where ffmpeg is present, ``stem.mp4``."""
        return written(_pictures(self), self.seconds, folder, stem)


def animate(
    solution: Any, device: Any, path: str | Path, *, title: str = "", frames: int = FRAMES,
    seconds: float = SECONDS,
) -> Path:  # fmt: skip
    """Write the film in motion to a ``.gif`` or, with ffmpeg on the path, a ``.mp4`` file.

    Parameters
    ----------
    solution, device : a run of a film or window, and the device that was run.
    frames : pictures, evenly spaced in time (fewer where the run has fewer samples).
    seconds : that the animation lasts.

    Raises
    ------
    ParameterError
        for another suffix, an MP4 without ffmpeg, numbers that are not positive, or a device
        that has no colour.
    """
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise ParameterError("path", f"{target.name!r} is no animation.", "Use .gif or .mp4.")
    if target.suffix.lower() == ".mp4" and not _has_ffmpeg():
        raise ParameterError("path", "an MP4 needs ffmpeg, which is not found.", "Write a .gif.")
    if frames < 2 or seconds <= 0:
        raise ParameterError("frames", "an animation needs two frames and a duration.")
    film = FilmAnimation(coloured(solution, device), title, frames, seconds)
    return _write(_pictures(film), seconds, target)


def written(
    pictures: list[Image], seconds: float, folder: str | Path, stem: str
) -> tuple[Path, ...]:
    """Write ``stem.gif`` and, where ffmpeg is present, ``stem.mp4``."""
    suffixes = SUFFIXES if _has_ffmpeg() else SUFFIXES[:1]
    return tuple(_write(pictures, seconds, Path(folder) / f"{stem}{s}") for s in suffixes)


def _has_ffmpeg() -> bool:
    import shutil

    return shutil.which("ffmpeg") is not None


@styled
def _pictures(film: FilmAnimation) -> list[Image]:
    """The frames as pictures; only what moves is drawn anew."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    box = extent(film.seen.dataset)
    wide = (box[1] - box[0]) > 1.5 * (box[3] - box[2]) or line_axis(film.seen.dataset) is not None
    figure = new_figure(5.6, 3.6 if wide else 3.0)
    figure.set_dpi(DPI)
    canvas = FigureCanvasAgg(figure)
    time = film.seen.dataset["time"].values
    wanted = np.linspace(time[0], time[-1], film.frames)
    rows = sorted({int(np.argmin(np.abs(time - value))) for value in wanted})
    moving, update = _stage(film, figure, wide)
    for artist in moving:
        artist.set_animated(True)
    canvas.draw()
    still = canvas.copy_from_bbox(figure.bbox)
    found = []
    for row in rows:
        canvas.restore_region(still)
        update(row)
        for artist in moving:
            artist.axes.draw_artist(artist)
        found.append(Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy()))
    return found


def _stage(film: FilmAnimation, figure: Any, wide: bool) -> tuple[list[Any], Any]:
    """What stands still is drawn; returns what moves, and how it follows the row."""
    seen, data = film.seen, film.seen.dataset
    if wide:
        picture, curve = figure.subplots(2, 1, height_ratios=(1.3, 1.0))
    else:
        picture, curve = figure.subplots(1, 2)
    box = extent(data)
    image = draw_picture(picture, seen.colours[0], box)
    if line_axis(data):
        picture.set_aspect("auto")
    scale_bar(picture, box)
    picture.set_axis_off()
    figure.suptitle(film.title or "in transmitted daylight", x=0.01, ha="left", fontsize=11)
    curve.set_title("luminous", fontsize=10)
    profile, axis = middle_profile(data, seen.seen["luminous"])
    shown, time = lengths(data), display(data["time"].values, "s")
    position = shown(data[axis].values)
    (line,) = curve.plot(position, profile.values[0], color=COLOURS[0])
    curve.set_ylim(0.0, 1.05 * float(np.nanmax(profile.values)))
    curve.set_xlim(0.0, float(position[0] + position[-1]))
    where = "Position" if line_axis(data) else "x along the middle row"
    curve.set_xlabel(f"{where} ({shown.unit})")
    curve.set_ylabel("Transmittance (–)")
    clock = curve.text(
        1.0, 1.02, "", transform=curve.transAxes, ha="right", va="bottom", fontsize=11
    )

    def update(row: int) -> None:
        image.set_data(seen.colours[row])
        line.set_ydata(profile.values[row])
        clock.set_text(time_text(time, float(data["time"].values[row])))

    return [image, line, clock], update


def _write(pictures: list[Image], seconds: float, path: Path) -> Path:
    """Whole or not at all."""
    partial = path.with_name(f".partial-{path.name}")
    try:
        if path.suffix.lower() == ".gif":
            _gif(pictures, seconds, partial)
        else:
            _mp4(pictures, seconds, partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def _gif(pictures: list[Image], seconds: float, path: Path) -> None:
    from PIL import Image

    # one palette for all frames: no flicker, and frames that differ little
    width, height = (side // 2 for side in pictures[0].size)
    strip = Image.new("RGB", (width, height * len(pictures)))
    for number, picture in enumerate(pictures):
        small = picture.resize((width, height), Image.Resampling.NEAREST)
        strip.paste(small, (0, height * number))
    palette = strip.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    colours = np.reshape(palette.getpalette() or [], (-1, 3))
    colours[colours.min(axis=1) > 248] = 255  # the medians of white paper are not quite white
    palette.putpalette(colours.ravel().tolist())
    frames = [p.quantize(palette=palette, dither=Image.Dither.NONE) for p in pictures]
    spacing = max(round(1000 * seconds / len(frames)), 20)
    # the last state is looked at for a second
    times = [spacing] * (len(frames) - 1) + [1000]
    frames[0].save(
        path, format="GIF", save_all=True, append_images=frames[1:], duration=times, loop=0,
        optimize=False,
    )  # fmt: skip


def _mp4(pictures: list[Image], seconds: float, path: Path) -> None:
    import subprocess

    width, height = (2 * (side // 2) for side in pictures[0].size)  # H.264 wants even sides
    rate = max(len(pictures) / seconds, 1.0)
    command = [
        "ffmpeg", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24",
        "-s", f"{width}x{height}", "-r", f"{rate:.4g}", "-i", "-", "-pix_fmt", "yuv420p",
        "-f", "mp4", str(path),
    ]  # fmt: skip
    data = b"".join(p.crop((0, 0, width, height)).tobytes() for p in pictures)
    subprocess.run(command, input=data, check=True)
