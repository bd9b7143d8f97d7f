"""The cell of a BPX file."""

from __future__ import annotations

import numpy as np

from ...core.constants import FARADAY, ROOM_TEMPERATURE
from ...core.errors import ParameterError, SpecError
from ...devices.full_cell import FullCell
from ...materials.material import Material
from ...models.cells.electrode import PorousElectrode
from ...models.cells.heat import CellHeat
from ...models.electrolyte_layer import PorousLayer
from ...models.radial import DiffusionParticle
from ...physics.electrolytes.electrolyte import Electrolyte
from ...physics.electrolytes.formula import FormulaElectrolyte
from ...physics.electrolytes.uniform import PerfectBath
from ...physics.formulas.formula import Formula
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.kinetics.exchange_current import NewmanExchange
from ...physics.thermodynamics.empirical import EmpiricalPotential
from ...physics.transport.diffusivity import ConstantDiffusivity, Diffusivity, FormulaDiffusivity
from .bpx_file import (
    CELL,
    ELECTROLYTE,
    NEGATIVE,
    POSITIVE,
    SEPARATOR,
    SINGLE_PARTICLE,
    BpxFile,
    Section,
)

#: what a file that gives no concentration is taken to have [mol/m^3]
USUAL_CONCENTRATION = 1000.0


def cell_of(file: BpxFile, cells: int, nodes: int, heat_transfer: float | None = None) -> FullCell:
    """The full cell at the state of charge of the file, or fully charged.

    With ``heat_transfer`` [W/(m^2 K)] of its outer surface it has a lumped balance of heat.

    Raises
    ------
    SpecError
        naming the key of a value outside its range.
    """
    kelvin = reference_temperature(file)
    single = file.model == SINGLE_PARTICLE
    cells = 1 if single else cells
    parts = {
        name: _electrode(file[name], kelvin, cells, nodes, discharged_full=name == POSITIVE)
        for name in (NEGATIVE, POSITIVE)
    }
    pairs = file[CELL].number("Number of electrode pairs connected in parallel to make a cell")
    area = file[CELL].number("Electrode area [m2]") * pairs
    nominal = 3600.0 * file[CELL].number("Nominal cell capacity [A.h]")
    charge = file.state.values.get("Initial state-of-charge")
    charge = 1.0 if charge is None else file.state.number(
        "Initial state-of-charge", 0.0, 1.0, closed=True
    )  # fmt: skip
    concentration = salt(file)
    try:
        cell = FullCell(
            electrolyte=PerfectBath(reference_concentration=concentration)
            if single
            else _electrolyte(file[ELECTROLYTE], kelvin, concentration),
            negative=parts[NEGATIVE],
            separator=None if single else _layer(file[SEPARATOR], cells),
            positive=parts[POSITIVE],
            temperature=temperature(file),
            nominal_capacity=nominal / area,
            electrode_area=area,
            heat=None if heat_transfer is None else _heat(file, area, heat_transfer),
        )
        return cell.at_state_of_charge(charge)
    except ParameterError as error:
        keys = "Minimum stoichiometry, Maximum stoichiometry"
        raise SpecError(
            f"{file.path}: {NEGATIVE}, {POSITIVE}: {keys}", error.detail, error.advice
        ) from None


def _heat(file: BpxFile, area: float, transfer: float) -> CellHeat:
    """All heat per area of the electrodes."""
    cell, kelvin = file[CELL], temperature(file)
    mass = cell.number("Density [kg.m-3]") * cell.number("Volume [m3]")
    return CellHeat(
        heat_capacity=mass * cell.number("Specific heat capacity [J.K-1.kg-1]") / area,
        transfer=transfer * cell.number("External surface area [m2]") / area,
        ambient=file.state.optional("Ambient temperature [K]", kelvin, low=1.0),
    )


def reference_temperature(file: BpxFile) -> float:
    """At which the parameters hold [K]."""
    return file[CELL].optional("Reference temperature [K]", ROOM_TEMPERATURE, low=1.0)


def temperature(file: BpxFile) -> float:
    """Of the cell at the start [K]."""
    key = "Initial temperature [K]"
    return file.state.optional(key, reference_temperature(file), low=1.0)


def salt(file: BpxFile) -> float:
    """Salt concentration at rest [mol/m^3]."""
    key = "Initial electrolyte concentration [mol.m-3]"
    if file.state.values.get(key) is None:
        return USUAL_CONCENTRATION
    return file.state.number(key)


def _electrolyte(section: Section, kelvin: float, concentration: float) -> Electrolyte:
    return FormulaElectrolyte(
        name="electrolyte of a BPX file",
        conductivity_formula=_positive_function(section, "Conductivity [S.m-1]", concentration),
        diffusivity_formula=_positive_function(section, "Diffusivity [m2.s-1]", concentration),
        transference_value=section.number("Cation transference number", -5.0, 1.0),
        conductivity_activation_energy=section.optional(
            "Conductivity activation energy [J.mol-1]", 0.0
        ),
        diffusivity_activation_energy=section.optional(
            "Diffusivity activation energy [J.mol-1]", 0.0
        ),
        reference_temperature=kelvin,
        reference_concentration=concentration,
    )


def _layer(section: Section, cells: int) -> PorousLayer:
    porosity = section.number("Porosity", 0.0, 1.0)
    efficiency = section.number("Transport efficiency")
    if efficiency > porosity:
        raise section.error(
            "Transport efficiency", f"is {efficiency:g}, more than the porosity {porosity:g}."
        )
    return PorousLayer(
        thickness=section.number("Thickness [m]"),
        porosity=porosity,
        tortuosity=porosity / efficiency,
        cells=cells,
    )


def _electrode(
    section: Section, kelvin: float, cells: int, nodes: int, discharged_full: bool
) -> PorousElectrode:
    radius = section.number("Particle radius [m]")
    area_key = "Surface area per unit volume [m-1]"
    active = section.number(area_key) * radius / 3.0
    single = "Porosity" not in section.values
    pores = 0.0 if single else section.number("Porosity", 0.0, 1.0)
    if not 0.0 < active <= 1.0 - pores:
        raise section.error(
            area_key,
            f"with this radius {active:g} of the volume is active and {pores:g} is pores.",
            "Both together fill at most the whole volume.",
        )
    low = section.number("Minimum stoichiometry", 0.0, 1.0)
    high = section.number("Maximum stoichiometry", low, 1.0)
    discharged, charged = (high, low) if discharged_full else (low, high)
    layer = (
        # without transport in the electrolyte the pores have no effect
        PorousLayer(
            thickness=section.number("Thickness [m]"), porosity=max(1.0 - active, 1e-3), cells=1
        )
        if single
        else _layer(section, cells)
    )
    conductivity = section.values.get("Conductivity [S.m-1]")
    return PorousElectrode(
        material=_material(section, kelvin, (low, high)),
        particle=DiffusionParticle(radius=radius, nodes=nodes),
        layer=layer,
        active_fraction=min(active, 1.0 - 1e-9),
        initial_filling=charged,
        conductivity=None if conductivity is None else section.number("Conductivity [S.m-1]"),
        conductivity_exponent=0.0,
        discharged_filling=discharged,
        charged_filling=charged,
    )


def _material(section: Section, kelvin: float, window: tuple[float, float]) -> Material:
    name, (low, high) = section.name.split()[0].lower(), window
    potential = section.function("OCP [V]")
    if potential is None:
        raise section.error("OCP [V]", "is missing.")
    _finite_within(section, "OCP [V]", low, high)
    entropic = section.function("Entropic change coefficient [V.K-1]")
    if entropic is not None:
        _finite_within(section, "Entropic change coefficient [V.K-1]", low, high)
    return Material(
        name=f"{name} host of a BPX file",
        free_energy=EmpiricalPotential(
            formula=potential,
            entropic_formula=entropic,
            reference_temperature=kelvin,
            valid_from=low,
            valid_to=high,
        ),
        kinetics=ButlerVolmer(
            rate_constant=FARADAY * section.number("Reaction rate constant [mol.m-2.s-1]"),
            exchange=NewmanExchange(),
            activation_energy=section.optional(
                "Reaction rate constant activation energy [J.mol-1]", 0.0
            ),
            reference_temperature=kelvin,
        ),
        site_density=section.number("Maximum concentration [mol.m-3]"),
        diffusivity=_diffusivity(section, kelvin, 0.5 * (low + high)),
        filling_range=(low, high),
    )


def _diffusivity(section: Section, kelvin: float, filling: float) -> Diffusivity:
    key = "Diffusivity [m2.s-1]"
    common = {
        "activation_energy": section.optional("Diffusivity activation energy [J.mol-1]", 0.0),
        "reference_temperature": kelvin,
    }
    value = section.values.get(key)
    if isinstance(value, float | int) or isinstance(value, Formula) and value.constant is not None:
        number = float(value) if isinstance(value, float | int) else value.constant
        return ConstantDiffusivity(
            prefactor=Section(section.path, section.name, {key: number}).number(key), **common
        )
    return FormulaDiffusivity(formula=_positive_function(section, key, filling), **common)


def _positive_function(section: Section, key: str, at: float):
    """A function that is positive in the middle of where it is used."""
    function = section.function(key)
    if function is None:
        raise section.error(key, "is missing.")
    value = float(np.asarray(function(np.array(at))))
    if not (np.isfinite(value) and value > 0.0):
        raise section.error(key, f"must be above 0, got {value:g} at x = {at:g}.")
    return function


def _finite_within(section: Section, key: str, low: float, high: float) -> None:
    function = section.function(key)
    assert function is not None
    with np.errstate(all="ignore"):
        values = np.asarray(function(np.linspace(low, high, 101)))
    if not np.all(np.isfinite(values)):
        raise section.error(key, f"is not finite between the stoichiometries {low:g} and {high:g}.")
