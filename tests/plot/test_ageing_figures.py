"""Figures of films and of plating."""

from __future__ import annotations

import pytest

import ambipolar as amb
from ambipolar.core.errors import ParameterError
from ambipolar.devices import SingleParticle
from ambipolar.materials.hosts.graphite import GRAPHITE_LIONSIMBA
from ambipolar.materials.material import Material
from ambipolar.models.ageing.parameter_sets import PLATING_OKANE2022, SEI_OKANE2022
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.exchange_current import RootExchange
from ambipolar.physics.thermodynamics.regular_solution import RegularSolution
from ambipolar.plot.ageing import plot_film_growth
from ambipolar.plot.plating import plot_plating
from ambipolar.simulation.protocols import from_text
from ambipolar.simulation.run import run


def test_films_stored_swept_and_cycled() -> None:
    device = SingleParticle(
        GRAPHITE_LIONSIMBA, amb.Ageing(amb.HomogeneousParticle(1e-6), (SEI_OKANE2022,)), 0.1
    )
    steps = ["Discharge at 1C until filling 0.8", "Charge at 1C until filling 0.1"]
    cases = {
        "stored": run(device, from_text("Rest for 100 h")),
        "swept": run(device, from_text(steps[0])),
        "cycled": run(device, from_text(steps, repeat=2)),
    }
    figure = plot_film_growth(cases, {"swept": "filled once"})
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == ["Stored", "Swept once", "Cycled"]
    assert figure.axes[1].get_legend_handles_labels()[1] == ["filled once"]
    one = plot_film_growth({"swept": cases["swept"]}, {})
    assert len(one.axes) == 1


def test_onset_and_amount_of_plating() -> None:
    host = Material(
        free_energy=RegularSolution(omega=8428.5),
        kinetics=ButlerVolmer(rate_constant=1.0, exchange=RootExchange()),
        site_density=28e3,
        standard_potential=0.12,
    )
    bare = amb.HomogeneousParticle(1e-6)
    devices = {
        "slow": SingleParticle(host, bare, 0.05),
        "fast": SingleParticle(host, bare, 0.05),
        "plates": SingleParticle(host, amb.Ageing(bare, (PLATING_OKANE2022,)), 0.05),
    }
    texts = {
        "slow": "Discharge at 0.1 A/m^2 until 0 V",
        "fast": "Discharge at 1 A/m^2 until 0 V",
        "plates": "Discharge at 1 A/m^2 until filling 0.97",
    }
    solutions = {name: run(device, from_text(texts[name])) for name, device in devices.items()}
    figure = plot_plating(solutions, devices, {})
    points, law = figure.axes[0].lines
    assert len(points.get_xdata()) == 2
    assert points.get_ydata() == pytest.approx(
        [law.get_ydata()[0], law.get_ydata()[-1]],  # type: ignore[index]
        abs=1e-4,
    )
    assert len(figure.axes[3].lines) == 1


def test_cases_without_side_reactions_are_told_so() -> None:
    with pytest.raises(ParameterError, match="no case has a film"):
        plot_film_growth({}, {})
    with pytest.raises(ParameterError, match="no case plates"):
        plot_plating({}, {}, {})
