"""Small records for the tests of the design room."""

from exoforge.record.files import parse_record

HEAD = 'exoforge = "1.0"\nid = "small"\nstanding = "planned"\n'
CULTURE = '[[step]]\nstage = "culture"\nkind = "flask"\ncells = "1e8 cells"\nvolume = "100 mL"\nduration = "48 h"\nsupplement = "serum-free"\n'
SPIN = '[[step]]\nstage = "isolate"\nkind = "centrifugation"\nrotor = "Type 45 Ti"\nacceleration = "100000 x g (r_max)"\nduration = "70 min"\nkeep = "pellet"\n'
DELIVER = '[[step]]\nstage = "deliver"\nkind = "burst-release"\ncarrier = "beta-tcp"\n'
DEPOT = '[[step]]\nstage = "distribute"\nkind = "local-depot"\n'
BONE = '[[step]]\nstage = "respond"\nkind = "bone-healing"\n'
DOSE = '[dosing]\ndose = "1e10 particles"\n[target]\nspecies = "rat"\nbody_mass = "250 g"\ndefect_volume = "40 mm3"\n'


def record(*parts):
    """A record of some parts."""
    return parse_record(HEAD + "".join(parts))


WHOLE = (CULTURE, SPIN, DELIVER, DEPOT, BONE, DOSE)
