"""Particle models and their options by name."""

from ..core.registry import Registry

PARTICLES = Registry(
    "particle",
    {
        "HomogeneousParticle": "ambipolar.models.homogeneous:HomogeneousParticle",
        "AllenCahnReaction": "ambipolar.models.allen_cahn:AllenCahnReaction",
        "DiffusionParticle": "ambipolar.models.radial:DiffusionParticle",
        "CahnHilliardReaction": "ambipolar.models.radial:CahnHilliardReaction",
    },
)

HETEROGENEITIES = Registry(
    "heterogeneity",
    {
        "Uniform": "ambipolar.models.heterogeneity:Uniform",
        "FrozenHeterogeneity": "ambipolar.models.heterogeneity:FrozenHeterogeneity",
        "PersistentNoise": "ambipolar.models.heterogeneity:PersistentNoise",
    },
)
