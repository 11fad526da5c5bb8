"""Constants of nature, exact since the SI of 2019, and the customary units of centrifugation."""

BOLTZMANN = 1.380649e-23
"""[J/K]"""

AVOGADRO = 6.02214076e23
"""[1/mol]"""

GAS = 8.314462618
"""[J/mol/K], Boltzmann times Avogadro, as printed in the tables."""

FREEZING = 273.15
"""[K], where water freezes at one atmosphere."""

SVEDBERG = 1e-13
"""[s], the unit of sedimentation coefficients."""

SVEDBERG_HOUR = SVEDBERG * 3600.0
"""[s2], the unit of the k-factors that rotor charts print: a k-factor over a coefficient in svedberg is a time in hours."""
