"""Numbers that claims are made about.

A metric is a function ``metric(result, case, **arguments)`` of a :class:`StudyResult` that
returns a number or a list of numbers in SI. It reads solutions and devices, and computes
nothing that the model should have computed. A new one is a function and one line here.
"""

from ...core.registry import Registry

_HERE = "ambipolar.analysis.metrics"

METRICS = Registry(
    "metric",
    {
        "final": f"{_HERE}.curves:final",
        "value-at": f"{_HERE}.curves:value_at",
        "filling-of-extreme": f"{_HERE}.curves:filling_of_extreme",
        "extreme": f"{_HERE}.curves:extreme",
        "largest-spread": f"{_HERE}.profiles:largest_spread",
        "failed": f"{_HERE}.branches:failed",
        "slope": f"{_HERE}.branches:slope",
        "gap-between": f"{_HERE}.branches:gap_between",
        "sweep-gap": f"{_HERE}.branches:sweep_gap",
        "extreme-gap": f"{_HERE}.branches:extreme_gap",
        "exchange-current-maximum": f"{_HERE}.branches:exchange_current_maximum",
        "exchange-currents": f"{_HERE}.branches:relative_exchange_currents",
        "relative-overpotential": f"{_HERE}.branches:relative_overpotential",
        "spinodal-fillings": f"{_HERE}.equilibrium:spinodal_fillings",
        "binodal-fillings": f"{_HERE}.equilibrium:binodal_fillings",
        "plateau-voltage": f"{_HERE}.equilibrium:plateau_voltage",
        "plateau-tilt": f"{_HERE}.equilibrium:plateau_tilt",
        "hysteresis-gap": f"{_HERE}.equilibrium:hysteresis_gap",
        "landing-filling": f"{_HERE}.equilibrium:landing_filling",
        "interface-energy": f"{_HERE}.equilibrium:interface_energy",
        "interface-width": f"{_HERE}.equilibrium:interface_width",
        "critical-length": f"{_HERE}.equilibrium:critical_length",
        "least-coherency": f"{_HERE}.equilibrium:least_coherency",
        "linear-suppression-current": f"{_HERE}.stability:linear_suppression_current",
        "linear-suppression-filling": f"{_HERE}.stability:linear_suppression_filling",
        "apparent-suppression-currents": f"{_HERE}.stability:apparent_suppression",
        "growth-rates": f"{_HERE}.stability:relative_growth_rates",
        "predicted-amplification": f"{_HERE}.stability:predicted_amplification",
        "amplification": f"{_HERE}.waves:amplification",
        "spread-at": f"{_HERE}.waves:spread_at",
        "profile-width": f"{_HERE}.waves:profile_width",
        "phase-fillings": f"{_HERE}.waves:phase_fillings",
        "boundary-count": f"{_HERE}.waves:boundary_count",
        "boundary-speed": f"{_HERE}.waves:boundary_speed",
        "critical-length-from-growth": f"{_HERE}.waves:critical_length_from_growth",
        "surface-rise": f"{_HERE}.diffusion:surface_rise",
        "uptake": f"{_HERE}.diffusion:uptake",
        "uptake-time": f"{_HERE}.diffusion:uptake_time",
        "titration-slope": f"{_HERE}.diffusion:titration_slope",
        "titrated-diffusivity": f"{_HERE}.diffusion:titrated_diffusivity",
        "diffusion-impedance": f"{_HERE}.impedance:diffusion_impedance",
        "film-peak": f"{_HERE}.voltammetry:film_peak",
        "diffusion-peak": f"{_HERE}.voltammetry:diffusion_peak",
        "sweep-current": f"{_HERE}.voltammetry:sweep_current",
        "peak-distance": f"{_HERE}.voltammetry:peak_distance",
        "transformed-fraction": f"{_HERE}.phases:transformed_fraction",
        "used-damkoehler": f"{_HERE}.phases:used_damkoehler",
        "stage-fillings": f"{_HERE}.phases:stage_fillings",
        "growth-rate": f"{_HERE}.phases:growth_rate",
        "fastest-mode": f"{_HERE}.phases:fastest_mode",
        "mean-between": f"{_HERE}.phases:mean_between",
        "difference-between": f"{_HERE}.phases:difference_between",
    },
)
