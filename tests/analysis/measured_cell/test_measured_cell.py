"""Measured discharges: reading them, measures of agreement, and fits that find what made them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.simulation.importers.bpx_files import FILE, write

import ambipolar as amb
from ambipolar.analysis.measured_cell.discharges import (
    Agreement,
    MeasuredDischarge,
    compare_discharge,
    read_discharge,
    thinned,
)
from ambipolar.analysis.measured_cell.fit import FITTED, Fitted, fit_mosaic
from ambipolar.analysis.measured_cell.graphite import FickianGraphite, StagingGraphite
from ambipolar.analysis.measured_cell.lfp_18650 import LFP_18650
from ambipolar.analysis.measured_cell.mosaic import (
    Mosaic,
    MosaicModel,
    Resolution,
    normal_quadrature,
    normal_quantiles,
)
from ambipolar.core.errors import ParameterError, SpecError

SMALL = Resolution(cells=2, resistances=3, sizes=1)


@pytest.fixture(scope="module")
def cell(tmp_path_factory):
    return amb.import_bpx(write(tmp_path_factory.mktemp("bpx"), FILE), cells=2, nodes=9).device


def line(current: float = 2.0) -> MeasuredDischarge:
    time = np.linspace(0.0, 100.0, 201)
    return MeasuredDischarge("line", time, 3.0 - 0.01 * time, current)


# --- reading ---------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["Time [s],I[A],U[V]", "time_s,current_A,voltage_V", "T,V,I"])
def test_columns_are_found_by_their_names(tmp_path, header):
    names = [title[0].lower() for title in header.split(",")]
    column = {"t": lambda t: t + 5, "i": lambda t: -2.0, "c": lambda t: -2.0,
              "u": lambda t: 3 - t / 100, "v": lambda t: 3 - t / 100}  # fmt: skip
    rows = [",".join(f"{column[n](t)}" for n in names) for t in range(20)]
    file = tmp_path / "a.csv"
    file.write_text("# a note\n" + header.replace("T,", "time,") + "\n" + "\n".join(rows))
    found = read_discharge(file)
    assert found.current == 2.0
    assert found.time[0] == 0.0
    assert found.voltage[-1] == pytest.approx(2.81)
    assert found.charge[-1] == pytest.approx(38.0)
    assert found.name == "a"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no column of time, current, voltage"),
        ("time,current\n1,1\n", "no column of voltage"),
        ("time,current,voltage\n1,1,1\n", "1 rows"),
        ("time,current,voltage\n" + "1,1,1\n" * 9, "line 3"),
        ("time,current,voltage\n" + "".join(f"{i},1,x\n" for i in range(9)), "line 2"),
        ("time,current,voltage\n" + "".join(f"{i},{i},3\n" for i in range(9)), "not constant"),
        ("time,current,voltage\n" + "".join(f"{i},0,3\n" for i in range(9)), "not constant"),
        ("time,current,voltage\n" + "".join(f"{i},1\n" for i in range(9)), "truncated"),
        ("time,current,voltage\n" + "".join(f"{i},1,inf\n" for i in range(9)), "finite"),
    ],
)
def test_tables_that_are_no_discharges_are_refused(tmp_path, text, what):
    file = tmp_path / "a.csv"
    file.write_text(text)
    with pytest.raises(SpecError, match=what):
        read_discharge(file)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused(tmp_path_factory, content):
    file = tmp_path_factory.mktemp("bytes") / "a.csv"
    file.write_bytes(content)
    with pytest.raises(SpecError, match=r"a\.csv"):
        read_discharge(file)


# --- agreement -------------------------------------------------------------------------------


def test_measures_of_a_known_difference():
    measured = line()
    off = np.where((measured.time < 5) | (measured.time > 95), 0.3, 0.01)
    found = Agreement(measured, measured.voltage + off, (measured.time * 1.02, measured.voltage))
    share = np.mean(off == 0.3)
    assert found.rms == pytest.approx(math.sqrt(share * 0.09 + (1 - share) * 1e-4))
    assert found.rms_middle == pytest.approx(0.01)
    assert found.capacity_error == pytest.approx(0.02)


def test_thinning_keeps_the_curve_and_its_ends():
    measured, few = line(), thinned(line(), 20)
    assert len(few.time) == 20
    assert few.time[[0, -1]] == pytest.approx(measured.time[[0, -1]])
    assert few.voltage == pytest.approx(3.0 - 0.01 * few.time)


def test_a_cell_agrees_with_what_it_made(cell):
    protocol = amb.protocols.discharge(current=20.0, until_voltage=2.5, samples=1500)
    made = amb.run(cell, protocol)
    measured = MeasuredDischarge(
        "made", made["time"].values, made["voltage"].values, 20.0 * cell.electrode_area
    )
    found = compare_discharge(cell, measured)
    assert found.rms < 1e-5
    assert abs(found.capacity_error) < 1e-6
    with pytest.raises(SpecError, match="electrode_area"):
        compare_discharge(replace(cell, electrode_area=None), measured)


# --- the mosaic ------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 4, 12, 31])
def test_quantiles_and_nodes_are_those_of_the_normal_distribution(count):
    quantiles = normal_quantiles(count)
    assert np.mean(quantiles) == pytest.approx(0.0, abs=1e-12)
    assert np.all(np.diff(quantiles) > 0)
    nodes, shares = normal_quadrature(count)
    assert np.sum(shares) == pytest.approx(1.0)
    assert np.sum(shares * nodes**2) == pytest.approx(1.0 if count > 1 else 0.0)


def test_every_size_has_every_resistance(cell):
    model = MosaicModel(resolution=Resolution(cells=2, resistances=4, sizes=3))
    population = model.cell(cell).positive.population()
    sizes = population.sizes.values
    resistances = population.variations[1].given
    assert len(set(zip(sizes[:12], resistances[:12], strict=True))) == 12
    assert np.corrcoef(sizes, resistances)[0, 1] == pytest.approx(0.0, abs=1e-12)


def test_a_mosaic_takes_geometry_and_charge_from_the_file(cell):
    model = MosaicModel(mosaic=Mosaic(share_used=0.8), resolution=SMALL)
    found = model.cell(cell)
    positive = found.positive
    assert positive.layer == replace(cell.positive.layer, cells=2)
    assert positive.capacity() == pytest.approx(cell.capacity / 0.8)
    assert positive.material.site_density == cell.positive.material.site_density
    assert positive.material.free_energy == amb.materials.LFP.free_energy
    assert positive.population().members == 6
    assert found.negative.material == cell.negative.material
    thinner = replace(model, mosaic=None).cell(cell)
    assert thinner.positive.particle == cell.positive.particle


def test_other_transport_in_graphite(cell):
    fickian = MosaicModel(graphite=FickianGraphite(diffusivity=1e-14), resolution=SMALL).cell(cell)
    assert fickian.negative.material.diffusivity.prefactor == 1e-14
    staging = MosaicModel(graphite=StagingGraphite(), resolution=SMALL).cell(cell)
    particle = staging.negative.particle
    assert isinstance(particle, amb.CahnHilliardReaction)
    assert particle.radius == cell.negative.particle.radius


@pytest.mark.parametrize("graphite", [FickianGraphite(), StagingGraphite(nodes=9)])
def test_mosaics_discharge_and_conserve(cell, graphite):
    made = MosaicModel(graphite=graphite, resolution=SMALL).cell(cell)
    protocol = amb.protocols.discharge(c_rate=1, until_voltage=2.0)
    solution = amb.run(made, protocol, amb.SolverSettings(absolute_tolerance=1e-10))
    assert solution.status.ok
    assert max(solution.conservation.values()) < 1e-8
    filling = solution["positive.filling"].values
    half = filling[np.argmin(np.abs(solution["filling"].values - 0.5))]
    assert half.max() - half.min() > 0.5  # some particles are full while others are empty


# --- the fit ---------------------------------------------------------------------------------


def test_a_fit_finds_what_made_the_data(cell):
    true = MosaicModel(mosaic=Mosaic(contact_resistance=1.0), resolution=SMALL)
    made = true.cell(cell)
    protocol = amb.protocols.discharge(current=30.0, until_voltage=2.0, samples=1500)
    solution = amb.run(made, protocol, amb.SolverSettings(absolute_tolerance=1e-10))
    measured = MeasuredDischarge(
        "made", solution["time"].values, solution["voltage"].values, 30.0 * cell.electrode_area
    )
    start = replace(true, mosaic=Mosaic(contact_resistance=0.7))
    told: list[str] = []
    result = fit_mosaic(cell, [measured], start, fitted=FITTED[:1], observer=told.append)
    found = result.found[0]
    assert found.value == pytest.approx(1.0, rel=0.05)
    assert result.rms < 2e-3
    assert not found.at_bound
    assert found.low < found.value < found.high
    assert found.sensitivity > 0
    assert result.model.mosaic is not None
    assert result.model.mosaic.contact_resistance == found.value
    assert result.runs >= len(told) > 1


def test_fits_without_data_or_of_unknown_numbers_are_refused(cell):
    with pytest.raises(ParameterError, match="no discharge"):
        fit_mosaic(cell, [])
    for name in ("mosaic.contact", "graphite.diffusivity"):  # the second is not set by default
        with pytest.raises(ParameterError, match=name):
            fit_mosaic(cell, [line()], fitted=(Fitted(name, 0.0, 1.0, 0.1),))


# --- the measured cell -----------------------------------------------------------------------


def test_the_mosaic_is_better_at_the_rate_it_was_not_fitted_to(reference):
    folder = reference / "data" / "cells" / "lfp-18650"
    if not folder.is_dir():
        pytest.skip("the measured cell is absent")
    measured = read_discharge(folder / "LFP_25degC_1C.csv")
    cell = amb.import_bpx(folder / "lfp_18650_cell_BPX.json").device
    fickian = compare_discharge(cell, measured)
    mosaic = compare_discharge(LFP_18650.cell(cell), measured)
    assert fickian.rms == pytest.approx(0.133, abs=0.002)
    assert fickian.rms_middle == pytest.approx(0.058, abs=0.002)
    assert mosaic.rms < 0.4 * fickian.rms
    assert mosaic.rms_middle < 0.6 * fickian.rms_middle
