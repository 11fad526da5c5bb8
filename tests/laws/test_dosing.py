import pytest

from exoforge.base.errors import SettingError
from exoforge.base.trace import references
from exoforge.laws import dosing as law
from exoforge.laws.tables import rows


@pytest.mark.parametrize("row", rows("species_scaling.csv"), ids=lambda row: row["species"])
def test_the_columns_of_the_dose_table_agree_with_each_other(row):
    """Km is mass over surface, and the printed factors are its ratio to the human one, as far as both were rounded."""
    km = float(row["km_kg_per_m2"])
    assert float(row["reference_mass_kg"]) / float(row["surface_area_m2"]) == pytest.approx(km, rel=0.06)
    if row["divide_by"]:
        assert float(row["multiply_by"]) == pytest.approx(km / 37, rel=0.005)
        assert float(row["divide_by"]) == pytest.approx(37 / km, abs=0.051)


@pytest.mark.parametrize("scale", law.species_scales(), ids=lambda scale: scale.species)
def test_the_reference_animal_is_in_its_own_working_range(scale):
    assert law.is_in_working_range(scale.species, scale.reference_mass)
    assert scale.source in {one.key for one in references()}
    assert scale.status == "read"


def test_both_ways_of_the_guidance_differ_for_a_mouse_by_twelve_percent():
    by_table = law.human_equivalent_dose(1.0, species="mouse")
    by_mass = law.human_equivalent_dose_by_mass(1.0, body_mass=0.020)
    assert by_mass / by_table == pytest.approx(0.88, abs=0.005)


def test_a_human_dose_is_its_own_equivalent():
    assert law.human_equivalent_dose(2.0, species="Human") == 2.0
    assert law.human_equivalent_dose_by_mass(2.0, body_mass=60.0) == 2.0


def test_a_mouse_of_50_grams_is_outside_the_working_range():
    assert not law.is_in_working_range("mouse", 0.050)


@pytest.mark.parametrize(
    ("species", "route", "body_mass", "volume", "sites", "verdict"),
    [
        ("mouse", "intravenous", 0.020, 0.1e-6, 1, "within good practice"),
        ("mouse", "intravenous", 0.020, 0.101e-6, 1, "above good practice"),
        ("mouse", "intravenous", 0.020, 0.6e-6, 1, "above the maximum"),
        ("rat", "intramuscular", 0.250, 0.15e-6, 1, "above good practice"),
        ("rat", "intramuscular", 0.250, 0.15e-6, 2, "within good practice"),
        ("macaque", "intraperitoneal", 3.0, 25e-6, 1, "within the maximum"),
        ("macaque", "intraperitoneal", 3.0, 31e-6, 1, "above the maximum"),
        ("macaque", "intravenous", 3.0, 7e-6, 1, "above good practice"),
        ("dog", "intra-articular", 10.0, 1e-6, 1, "no limit on the list"),
        ("rabbit", "Intra_Articular", 2.5, 0.4e-6, 1, "within good practice"),
    ],
)
def test_volumes_are_judged_by_the_table(species, route, body_mass, volume, sites, verdict):
    check = law.volume_check(species=species, route=route, body_mass=body_mass, volume=volume, sites=sites)
    assert verdict == check.verdict
    assert species in check.sentence


def test_the_sentence_names_volume_limits_and_what_the_source_adds():
    check = law.volume_check(species="mouse", route="intravenous", body_mass=0.020, volume=0.3e-6)
    assert check.sentence.startswith(
        "0.3 mL intravenous in mouse of 20 g is above good practice (0.1 mL good practice, 0.5 mL at most); good practice is a bolus"
    )
    custom = law.volume_check(species="mouse", route="intranasal", body_mass=0.020, volume=0.03e-6)
    assert (custom.status, custom.source) == ("recalled", "laboratory custom")
    assert "custom, no guideline" in custom.sentence


@pytest.mark.parametrize("limit", law.volume_limits(), ids=lambda limit: f"{limit.species} {limit.route}")
def test_every_limit_is_in_order_and_has_its_source(limit):
    assert limit.good_practice is not None or limit.maximum is not None
    if limit.good_practice is not None and limit.maximum is not None:
        assert limit.good_practice < limit.maximum
    assert limit.status in {"read", "recalled"}
    assert limit.status == "recalled" or limit.source in {one.key for one in references()}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.human_equivalent_dose(1.0, species="mousse"), "'mousse' is not a species of the dose table on the list; did you mean 'mouse'"),
        (lambda: law.human_equivalent_dose(-1.0, species="mouse"), "dose is -1"),
        (lambda: law.volume_check(species="mouse", route="by post", body_mass=0.02, volume=1e-7), "'by post' is not a route of the volume table"),
        (lambda: law.volume_check(species="mouse", route="oral", body_mass=0.02, volume=0.0), "administered volume is 0 m3"),
        (lambda: law.volume_check(species="mouse", route="intramuscular", body_mass=0.02, volume=1e-8, sites=0), "number of injection sites is 0"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()
