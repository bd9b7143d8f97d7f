"""Exact physical constants (CODATA, from SciPy). Nothing here is ever a fitted or rounded value."""

from scipy import constants as _codata

#: Molar gas constant R [J mol^-1 K^-1].
GAS_CONSTANT: float = _codata.R
#: Faraday constant F = e N_A [C mol^-1].
FARADAY: float = _codata.e * _codata.N_A
#: Boltzmann constant k_B [J K^-1].
BOLTZMANN: float = _codata.k
#: Elementary charge e [C].
ELEMENTARY_CHARGE: float = _codata.e
#: Avogadro constant N_A [mol^-1].
AVOGADRO: float = _codata.N_A
#: Standard laboratory temperature [K] used where nothing else is stated.
ROOM_TEMPERATURE: float = 298.15
