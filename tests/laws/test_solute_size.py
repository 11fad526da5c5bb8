from __future__ import annotations

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.laws.solute_size import DOUBLE_STRAND, NUCLEIC_VOLUME, PROTEIN_VOLUME, SINGLE_STRAND, chain_diameter, compact_diameter


@pytest.mark.parametrize("molar_mass", [15.0, 66.0, 150.0, 250.0])
def test_a_protein_is_as_large_as_the_published_power_of_its_length_says(molar_mass):
    """R = 0.475 nm N^0.29 with 110 g/mol for a residue (Wilkins 1999)."""
    wilkins = 2.0 * 0.475e-9 * (molar_mass / 0.110) ** 0.29
    assert float(compact_diameter(molar_mass, volume=PROTEIN_VOLUME)) == pytest.approx(wilkins, rel=0.1)


def test_a_sirna_is_as_large_as_a_rod_of_its_shape():
    """Tirado and Garcia de la Torre: d = L / (ln p + 0.312 + 0.565 / p - 0.1 / p^2); 21 pairs of 0.28 nm, 2.4 nm thick."""
    length, p = 21 * 0.28e-9, 21 * 0.28 / 2.4
    rod = length / (np.log(p) + 0.312 + 0.565 / p - 0.1 / p**2)
    assert float(compact_diameter(13.3, volume=NUCLEIC_VOLUME)) == pytest.approx(rod, rel=0.05)


def test_a_long_chain_is_random_and_a_short_one_a_rod():
    per_length, stiff = DOUBLE_STRAND
    long, short = 1e6, 1e-3
    assert float(chain_diameter(long, per_length=per_length, persistence=stiff)) == pytest.approx(1.33 * (long / per_length * stiff / 3.0) ** 0.5, rel=0.01)
    assert float(chain_diameter(short, per_length=per_length, persistence=stiff)) == pytest.approx(1.33 * short / per_length / 12.0**0.5, rel=0.01)
    masses = np.geomspace(1e-2, 1e5, 200)
    assert np.all(np.diff(chain_diameter(masses, per_length=SINGLE_STRAND[0], persistence=SINGLE_STRAND[1])) > 0)


def test_a_molecule_without_mass_is_refused():
    with pytest.raises(SettingError, match="molar mass"):
        compact_diameter(0.0, volume=1e-3)
    with pytest.raises(SettingError, match="persistence"):
        chain_diameter(1.0, per_length=1e9, persistence=0.0)
