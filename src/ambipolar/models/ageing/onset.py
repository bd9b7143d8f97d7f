"""When an insertion current brings the potential of the guest metal about."""

from __future__ import annotations

import numpy as np

from ...core.constants import FARADAY, ROOM_TEMPERATURE
from ...core.errors import ParameterError
from ...materials.material import Material
from ...physics.kinetics.reaction import Interface

#: fillings at which a first crossing is looked for
_FILLINGS = 1 / (1 + np.exp(-np.linspace(-16.0, 23.0, 4001)))


def plating_onset_filling(
    material: Material, current: float, temperature: float = ROOM_TEMPERATURE
) -> float:
    r"""Surface filling at which an insertion current pulls the potential down to that of the metal.

    .. math:: j(x, \eta) = j, \qquad \eta = -V_0 + \mu(x)/F

    For symmetric Butler-Volmer kinetics this is
    :math:`V_0 - \mu(x)/F - (2RT/F) \operatorname{asinh}(j/2i_0(x)) = 0`. The smallest such filling
    is returned: while the host is emptier the potential is above zero. [gao2021]

    Parameters
    ----------
    material : host with one composition field and an explicit rate law.
    current : insertion current density j [A/m^2], positive.
    temperature : T [K].

    Returns
    -------
    Filling of the surface [-].

    Raises
    ------
    ParameterError
        where the potential of the metal is not reached.
    """
    from scipy.optimize import brentq

    def excess(x: np.ndarray) -> np.ndarray:
        """Current that the surface takes at the potential of the metal, less the given one."""
        mu = np.asarray(material.free_energy.chemical_potential((x,), temperature, 0))
        eta = -material.standard_potential + mu / (material.charge_number * FARADAY)
        return material.kinetics.rate(Interface(x, mu, eta, temperature)) - current

    values = excess(_FILLINGS)
    crossing = np.flatnonzero((values[:-1] > 0) & (values[1:] <= 0))
    if current <= 0 or not crossing.size:
        raise ParameterError(
            "current", f"{current:g} A/m^2 does not bring this host to the potential of the metal."
        )
    first = crossing[0]
    between = _FILLINGS[first], _FILLINGS[first + 1]
    return float(brentq(lambda x: float(excess(np.array([x]))[0]), *between, xtol=1e-15))
