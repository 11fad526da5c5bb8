"""A therapy from Python: read, check, run, look, cite, write."""

from pathlib import Path

import exoforge

record = Path(__file__).parent / "planned-skin-gel.toml"
therapy = exoforge.read(record)
for problem in exoforge.check(record):
    print(problem.line, problem.sentence)
result = exoforge.run(therapy, members=50, seed=1)
for headline in result.headlines:
    print(f"{headline.label}: {headline.interval.median:.3g} ({headline.interval.low:.3g} to {headline.interval.high:.3g}) {headline.unit}")
print(result.ledger[0].assumption.meaning, "moves the headline most")
for reference in exoforge.cite(result):
    print(reference.text)
