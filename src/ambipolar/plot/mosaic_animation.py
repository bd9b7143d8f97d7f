"""The mosaic in motion: particles that fill, at the same mean filling for several currents."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .animation import DPI, FRAMES, SECONDS, written
from .mosaic import compared, draw_mosaic, fillings_near, order_of, sizes_of
from .style import WIDTH, new_figure, styled

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, eq=False)
class MosaicAnimation:
    """Frames of up to three cases side by side, ready to be written."""

    solutions: dict[str, Any]
    devices: dict[str, Any]
    labels: dict[str, str]
    frames: int = FRAMES
    seconds: float = SECONDS

    def save(self, folder: str | Path, stem: str) -> tuple[Path, ...]:
        """Write ``stem.gif`` and, where ffmpeg is present, ``stem.mp4``."""
        return written(mosaic_pictures(self), self.seconds, folder, stem)


@styled
def mosaic_pictures(film: MosaicAnimation) -> list[Image]:
    """The frames as pictures; only the colours are drawn anew."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    shown = compared(film.solutions)[1]
    figure = new_figure(WIDTH, 0.3 + WIDTH / max(len(shown), 2))
    figure.set_dpi(DPI)
    canvas = FigureCanvasAgg(figure)
    every = figure.subplots(1, len(shown), squeeze=False)[0]
    marks = []
    for axes, (name, dataset) in zip(every, shown.items()):
        marks.append(draw_mosaic(axes, sizes_of(film.devices[name]), fillings_near(dataset, 0.0)))
        axes.set_title(film.labels[name], fontsize=10)
    figure.colorbar(marks[-1], ax=list(every), label="Filling (–)", shrink=0.8)
    clock = every[0].text(0.0, -0.02, "", transform=every[0].transAxes, va="top", fontsize=10)
    for artist in (*marks, clock):
        artist.set_animated(True)
    canvas.draw()
    still, found = canvas.copy_from_bbox(figure.bbox), []
    for moment in np.linspace(0.0, 1.0, film.frames):
        canvas.restore_region(still)
        clock.set_text(f"{moment:.0%} full")
        for mark, dataset in zip(marks, shown.values()):
            fillings = fillings_near(dataset, float(moment))
            mark.set_array(fillings[order_of(len(fillings))])
        for artist in (*marks, clock):
            artist.axes.draw_artist(artist)
        found.append(Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy()))
    return found
