"""What is asked of a structure, and the name under which the answer is kept.

Apart from the work itself, so that an answer that is known is found without importing it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...core.constants import ROOM_TEMPERATURE
from ...core.records import Record, annotation, positive, quantity
from ..relaxation import Relaxation

#: changes with whatever changes the material that is made of the same energies
RECIPE = 6


@dataclass(frozen=True)
class FromStructure(Record):
    """How much is computed, and at which temperature."""

    most_atoms: int = quantity("1", "atoms of the filled cell, at most", 48, above=1)
    configurations: int = quantity("1", "arrangements to relax", 24, above=2)
    images: int = quantity("1", "images of the path between its ends", 5, above=1)
    barrier: bool = annotation(True)
    sites: tuple = annotation(())  #: labels of the guest's sites; found where none are named
    temperature: float = positive("K", "temperature of the Monte Carlo", ROOM_TEMPERATURE)
    relaxation: Relaxation = Relaxation(force_tolerance=0.05, free_cell=True, most_steps=200)
    seed: int = quantity("1", "of the random arrangements", 0, above=0)
    quick: bool = annotation(False)  #: fewer steps of Monte Carlo


def quickened(settings: FromStructure) -> FromStructure:
    """A first look: at most 24 atoms, ten arrangements, three images, loose relaxations."""
    return FromStructure(
        most_atoms=min(settings.most_atoms, 24),
        configurations=min(settings.configurations, 10),
        images=min(settings.images, 3),
        barrier=settings.barrier,
        sites=settings.sites,
        temperature=settings.temperature,
        relaxation=Relaxation(force_tolerance=0.1, free_cell=True, most_steps=60),
        seed=settings.seed,
        quick=True,
    )


def question_of(
    content: str,
    guest: str,
    engine: Mapping[str, Any],
    settings: FromStructure,
    second: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What determines a material: a finished one is recalled under it without any library.

    Parameters
    ----------
    content : hash of the file of the structure.
    """
    return {
        "kind": "material from structure",
        "recipe": RECIPE,
        "structure": content,
        "guest": guest,
        "engine": dict(engine),
        "second": dict(second) if second else None,
        "settings": {
            n: getattr(settings, n)
            for n in ("most_atoms", "configurations", "images", "barrier", "temperature", "seed",
                      "quick")
        }
        | {
            "sites": list(settings.sites),
            "relaxation": [settings.relaxation.force_tolerance, settings.relaxation.most_steps],
        },
    }  # fmt: skip
