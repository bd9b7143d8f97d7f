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
#: Planck constant h [J s].
PLANCK: float = _codata.h
#: Reduced Planck constant [J s].
REDUCED_PLANCK: float = _codata.hbar
#: Speed of light in vacuum c [m s^-1].
SPEED_OF_LIGHT: float = _codata.c
#: Vacuum permittivity eps_0 [F m^-1].
VACUUM_PERMITTIVITY: float = _codata.epsilon_0
#: Mass of the electron [kg].
ELECTRON_MASS: float = _codata.m_e
#: Standard laboratory temperature [K] used where nothing else is stated.
ROOM_TEMPERATURE: float = 298.15
#: Vacuum magnetic permeability mu_0 [N A^-2].
VACUUM_PERMEABILITY: float = _codata.mu_0
