"""Particle models and their options by name."""

from ..core.registry import Registry

PARTICLES = Registry(
    "particle",
    {
        "homogeneous": "ambipolar.models.homogeneous:HomogeneousParticle",
        "homogeneous-grain": "ambipolar.models.homogeneous_grain:HomogeneousGrain",
        "allen-cahn-reaction": "ambipolar.models.allen_cahn:AllenCahnReaction",
        "diffusion": "ambipolar.models.radial:DiffusionParticle",
        "cahn-hilliard-reaction": "ambipolar.models.radial:CahnHilliardReaction",
        "population": "ambipolar.models.population:Population",
        "ageing": "ambipolar.models.ageing.ageing:Ageing",
    },
)

SIDE_REACTIONS = Registry(
    "side reaction",
    {
        "solid-electrolyte-interphase": (
            "ambipolar.models.ageing.interphase:SolidElectrolyteInterphase"
        ),
        "lithium-plating": "ambipolar.models.ageing.plating:LithiumPlating",
        "surface-reconstruction": "ambipolar.models.ageing.reconstruction:SurfaceReconstruction",
        "sei-okane2022": "ambipolar.models.ageing.parameter_sets:SEI_OKANE2022",
        "plating-okane2022": "ambipolar.models.ageing.parameter_sets:PLATING_OKANE2022",
        "layered-oxide-surface": "ambipolar.models.ageing.parameter_sets:LAYERED_OXIDE_SURFACE",
    },
)

HETEROGENEITIES = Registry(
    "heterogeneity",
    {
        "uniform": "ambipolar.models.heterogeneity:Uniform",
        "frozen-heterogeneity": "ambipolar.models.heterogeneity:FrozenHeterogeneity",
        "persistent-noise": "ambipolar.models.heterogeneity:PersistentNoise",
    },
)

POPULATIONS = Registry("population", {"population": "ambipolar.models.population:Population"})

SIZE_DISTRIBUTIONS = Registry(
    "size distribution",
    {
        "equal": "ambipolar.models.size_distribution:EqualSizes",
        "log-normal": "ambipolar.models.size_distribution:LogNormalSizes",
        "given": "ambipolar.models.size_distribution:GivenSizes",
    },
)

VARIATIONS = Registry(
    "variation",
    {
        "log-normal": "ambipolar.models.variation:LogNormalVariation",
        "normal": "ambipolar.models.variation:NormalVariation",
        "given": "ambipolar.models.variation:GivenVariation",
        "size-dependent-interaction": "ambipolar.models.variation:SizeDependentInteraction",
    },
)

INITIAL_PROFILES = Registry(
    "initial profile",
    {
        "flat": "ambipolar.models.initial_profile:FlatProfile",
        "cosine": "ambipolar.models.initial_profile:CosineProfile",
        "given": "ambipolar.models.initial_profile:GivenProfile",
    },
)

REGIONS = Registry(
    "region",
    {
        "everywhere": "ambipolar.models.regions:Everywhere",
        "rectangle": "ambipolar.models.regions:Rectangle",
        "disc": "ambipolar.models.regions:Disc",
        "polygon": "ambipolar.models.regions:Polygon",
        "stroke": "ambipolar.models.regions:Stroke",
        "image": "ambipolar.models.image_region:ImageRegion",
        "union": "ambipolar.models.regions:Union",
        "difference": "ambipolar.models.regions:Difference",
        "without": "ambipolar.models.regions:Without",
        "digit-two": "ambipolar.models.regions:DIGIT_TWO",
    },
)

POROUS_LAYERS = Registry(
    "porous layer", {"porous-layer": "ambipolar.models.electrolyte_layer:PorousLayer"}
)

POROUS_ELECTRODES = Registry(
    "porous electrode", {"porous-electrode": "ambipolar.models.cells.electrode:PorousElectrode"}
)

CELL_HEATS = Registry("cell heat", {"lumped": "ambipolar.models.cells.heat:CellHeat"})

PARTICLE_CHAINS = Registry(
    "particle chain", {"particle-chain": "ambipolar.models.cells.chain:ParticleChain"}
)
