"""Records of batches, built in words."""

from exoforge.record.files import parse_record

HEAD = 'exoforge = "1.0"\nid = "{name}"\nstanding = "performed"\n'


def measured(technique, quantity, value):
    return f'[[measurement]]\ntechnique = "{technique}"\nquantity = "{quantity}"\nvalue = "{value}"\n'


def step(stage, kind, **settings):
    return f'[[step]]\nstage = "{stage}"\nkind = "{kind}"\n' + "".join(f'{name} = "{value}"\n' for name, value in settings.items())


def batch(*parts, name="batch-7"):
    return parse_record(HEAD.format(name=name) + "".join(parts))


COUNT = measured("nta", "concentration", "4e10 particles/mL")
PROTEIN = measured("bca", "protein", "50 ug/mL")
SIZE = measured("nta", "mode diameter", "120 nm")
CELLS = step("culture", "flask", cells="4e8 cells")
VOLUME = step("isolate", "size-exclusion", final_volume="5 mL")
