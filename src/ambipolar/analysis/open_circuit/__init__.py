"""From measured open-circuit curves to thermodynamically consistent free energies."""
