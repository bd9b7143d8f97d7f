"""States and laws shared by the tests of insertion kinetics."""

from __future__ import annotations

import numpy as np

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.coupled_ion_electron_transfer import (
    CoupledIonElectronTransfer,
    CoupledIonElectronTransferExact,
)
from ambipolar.physics.kinetics.exchange_current import (
    ActivityExchange,
    BothSitesExchange,
    ConstantExchange,
    CustomExchange,
    NewmanExchange,
    RootExchange,
    SymmetricActivityExchange,
)
from ambipolar.physics.kinetics.film_resistance import WithFilmResistance
from ambipolar.physics.kinetics.marcus import Marcus
from ambipolar.physics.kinetics.marcus_hush_chidsey import (
    MarcusHushChidsey2014,
    MarcusHushChidseyExact,
)
from ambipolar.physics.kinetics.reaction import Interface

TEMPERATURE = 298.15
RT = GAS_CONSTANT * TEMPERATURE
THERMAL_VOLTAGE = RT / FARADAY
LAMBDA = 8.3 * RT

EXCHANGES = {
    "activity": ActivityExchange(),
    "symmetric-activity": SymmetricActivityExchange(),
    "root": RootExchange(),
    "both-sites": BothSitesExchange(),
    "newman": NewmanExchange(),
    "constant": ConstantExchange(),
    "custom": CustomExchange(lambda interface: interface.filling**2),
}
TRANSFERS = {
    "marcus": Marcus(2.0, reorganization_energy=LAMBDA),
    "marcus-hush-chidsey-exact": MarcusHushChidseyExact(2.0, reorganization_energy=LAMBDA),
    "marcus-hush-chidsey-2014": MarcusHushChidsey2014(2.0, reorganization_energy=LAMBDA),
    "coupled-ion-electron-transfer": CoupledIonElectronTransfer(2.0, reorganization_energy=LAMBDA),
    "coupled-ion-electron-transfer-exact": CoupledIonElectronTransferExact(
        2.0, reorganization_energy=LAMBDA
    ),
}
EXPLICIT = {
    **{
        f"butler-volmer/{name}": ButlerVolmer(
            2.0, activation_energy=3e4, transfer_coefficient=0.4, exchange=exchange
        )
        for name, exchange in EXCHANGES.items()
    },
    **TRANSFERS,
}
FILM = WithFilmResistance(ButlerVolmer(2.0), 0.01)
LAWS = {**EXPLICIT, "film-resistance": FILM}


def interface(x=0.3, eta=0.0, mu=1.0, activity=1.0, temperature=TEMPERATURE) -> Interface:
    """Interface from a reduced overpotential and chemical potential (both in RT at 298.15 K)."""
    return Interface(
        filling=np.asarray(x, dtype=float),
        chemical_potential=np.asarray(mu) * RT,
        overpotential=np.asarray(eta) * THERMAL_VOLTAGE,
        temperature=temperature,
        ion_activity=activity,
    )
