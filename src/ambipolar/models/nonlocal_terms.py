"""Non-local parts of the chemical potential: gradient energy, coherency strain, wetting."""

from __future__ import annotations

from typing import Any

from ..core.errors import ParameterError
from ..materials.material import Material
from ..numerics.mesh import Mesh
from ..numerics.system import Variable, apply
from ..physics.thermodynamics.surface import NoFlux, SurfaceComposition, SurfaceCondition

Expression = Any


def mean_variables(
    material: Material, names: tuple[str, ...], members: int
) -> tuple[Variable, ...]:
    """Mean fillings as algebraic unknowns where coherency couples all cells.

    Eliminating the mean would make the Jacobian dense; one unknown borders it instead.
    """
    if material.coherency is None:
        return ()
    return tuple(
        Variable(
            f"mean_{n}",
            "1",
            "mean filling",
            (members, 1),
            ("member" if members > 1 else None, None),
            True,
        )
        for n in names
    )


def coherency(material: Material, x: Expression, mean: Expression) -> Expression:
    r"""Mean-field coherency strain :math:`(B/c_s)(x - \bar x)` [J/mol]. [cogswell2012]"""
    if material.coherency is None:
        return 0.0
    return material.coherency / material.field_site_density * (x - mean)


def gradient_on_line(
    material: Material, mesh: Mesh, x: Expression, length: Expression, surface: SurfaceCondition
) -> Expression:
    r"""Gradient energy :math:`-(\kappa/c_s)\,\partial^2 x/\partial z^2` [J/mol] on a plate.

    Both ends carry the same surface condition. A wetting composition is imposed one cell
    outside, a slope at the end faces.
    """
    stiffness = material.gradient_energy / material.field_site_density
    spacing = 1.0 / mesh.size
    curvature = apply(mesh.laplacian, x)
    for end in () if isinstance(surface, NoFlux) else (0, mesh.size - 1):
        if isinstance(surface, SurfaceComposition):
            step = surface.value - x[:, end]
        else:
            step = surface.slope(material.gradient_energy) * length * spacing
        curvature[:, end] += step / spacing**2
    return -stiffness / length**2 * curvature


def gradient_on_radius(
    material: Material, mesh: Mesh, x: Expression, radius: Expression, surface: SurfaceCondition
) -> Expression:
    r"""Gradient energy :math:`-(\kappa/c_s)\nabla^2 x` [J/mol] with a slope at the surface.

    Raises
    ------
    ParameterError
        for a prescribed surface composition, which would compete with the reaction there.
    """
    if isinstance(surface, SurfaceComposition):
        raise ParameterError(
            "particle.surface",
            "a prescribed surface composition cannot be combined with a reacting surface.",
            "Use a surface slope or a surface energy.",
        )
    import casadi as ca

    stiffness = material.gradient_energy / material.field_site_density
    slope = surface.slope(material.gradient_energy) * radius
    curvature = apply(mesh.laplacian, x) + ca.mtimes(slope, ca.sparsify(ca.DM(mesh.slope)).T)
    return -stiffness / radius**2 * curvature
