"""The commands of flow cytometry, as a user meets them."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.flow import flow
from exoforge.instruments.cytometry import FlowCytometerVirtual
from exoforge.instruments.cytometry.generator import bead_events, fcs_bytes, write_fcs
from tests.instruments.cytometry.suspensions import suspension

RUNNER = CliRunner()
KNOWN = (0.0, 700.0, 3000.0, 12_000.0, 60_000.0)
SIZES = (100, 152, 203, 296, 402)
GATES = '[[gate]]\nname = "bright"\nabove = { "SSC-H" = 500, "FL1-H" = -1000 }\n'


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("flow")
    levels = (np.array(KNOWN) + 300.0) / 4.0
    (folder / "beads.fcs").write_bytes(fcs_bytes(bead_events(levels, each=600, variation=0.05, rng=np.random.default_rng(1))))
    virtual = FlowCytometerVirtual(threshold=12.0, noise=3.0, duration=20.0)
    sized = virtual.observe(suspension([(size * 1e-9, 1.605, 5e5) for size in SIZES]), rng=np.random.default_rng(2))
    write_fcs(sized, folder / "sizes.fcs")
    write_fcs(virtual.observe(suspension([(203e-9, 1.605, 1e4)]), rng=np.random.default_rng(3)), folder / "buffer.fcs")
    (folder / "gates.toml").write_text(GATES, encoding="utf-8")
    return folder


def asked(*arguments):
    found = RUNNER.invoke(flow, list(map(str, arguments)))
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def refused(*arguments):
    found = RUNNER.invoke(flow, list(map(str, arguments)))
    assert isinstance(found.exception, ExoforgeError), (found.output, found.exception)
    assert "\n" not in str(found.exception)
    return str(found.exception)


def values(numbers):
    return ",".join(f"{number:g}" for number in numbers)


def beads(index="1.605"):
    return ", ".join(f"{size} nm:{index}" for size in SIZES)


def test_mesf_says_the_line_and_the_peaks(files):
    text = asked("mesf", files / "beads.fcs", "--channel", "FL1-A", "--values", values(KNOWN), "--apply", files / "beads.fcs", "-o", files / "line.svg")
    assert all(words in text for words in ("power law", "degrees of freedom", "median MESF", "60 000", "Wrote"))
    assert max(map(len, text.replace(str(files), "").splitlines())) <= 100
    assert "<svg" in (files / "line.svg").read_text(encoding="utf-8")
    plain = json.loads(asked("mesf", files / "beads.fcs", "--channel", "FL1-A", "--values", values(KNOWN), "--json"))
    assert plain["line"]["slope"] == pytest.approx(1.0, abs=0.02)
    assert [one["recovered"] for one in plain["peaks"]][1:] == pytest.approx(KNOWN[1:], rel=0.05)


def test_scatter_says_the_angle_and_the_sizes(files):
    given = ("scatter", files / "sizes.fcs", "--channel", "SSC-H", "--beads", beads(), "--index", "1.605")
    text = asked(*given, "-o", files / "size.svg")
    assert all(words in text for words in ("half angle", "smallest diameter seen", "one diameter per signal"))
    assert max(map(len, text.replace(str(files), "").splitlines())) <= 100
    plain = json.loads(asked(*given, "--json"))
    assert plain["optics"]["half_angle"] == pytest.approx(0.9, abs=0.03)
    assert plain["percentiles"][1] == pytest.approx(203e-9, rel=0.03)  # measured with its own index, the median bead is itself
    assert asked(*given, "--angle", "50deg", "--quiet") == ""


def test_what_is_doubtful_of_a_scatter_stands_before_its_numbers(files):
    text = asked("scatter", files / "sizes.fcs", "--channel", "SSC-H", "--beads", beads(), "--angle", "25deg")
    assert text.index("The beads stray by") < text.index("by Mie") < text.index("median diameter")


def test_gates_are_counted_and_the_buffer_subtracted(files):
    given = ("gate", files / "sizes.fcs", "--gates", files / "gates.toml", "--volume", "3.3uL", "--buffer", files / "buffer.fcs", "--control-volume", "3.3uL")
    text = asked(*given, "-o", files / "gates.svg")
    assert all(words in text for words in ("bright", "Buffer", "sample less control", "No detergent control"))
    plain = json.loads(asked(*given, "--json"))
    gate, control = plain["gates"][0], plain["controls"][0]["gates"][0]
    assert control["difference"][0] == pytest.approx((gate["events"] - control["events"]) / 3.3e-9)
    assert control["difference"][1] < control["difference"][0] < control["difference"][2]
    assert (files / "gates.svg").stat().st_size < 2_000_000


def test_what_cannot_be_done_is_refused(files, tmp_path):
    one = files / "beads.fcs"
    assert "FL1-A" in refused("mesf", one, "--channel", "FL7", "--values", values(KNOWN))
    assert "write numbers" in refused("mesf", one, "--channel", "FL1-A", "--values", "a,b")
    assert "such as '100 nm:1.605'" in refused("scatter", one, "--channel", "FL1-A", "--beads", "100 nm")
    assert "--beads" in refused("scatter", one, "--channel", "FL1-A", "--beads", "100 mL:1.6")
    assert "no channel" in refused("gate", one, "--gates", files / "gates.toml")
    assert "There is no file" in refused("gate", one, "--gates", tmp_path / "none.toml")
    empty = tmp_path / "empty.fcs"
    empty.write_bytes(fcs_bytes({"FL1-A": np.empty(0)}))
    assert "holds no event" in refused("mesf", empty, "--channel", "FL1-A", "--values", values(KNOWN))
    assert "ends in" in refused("gate", one, "--gates", files / "gates.toml", "-o", tmp_path / "picture.doc")


def test_a_sample_is_not_its_own_control(files):
    words = refused("gate", files / "sizes.fcs", "--gates", files / "gates.toml", "--buffer", files / "sizes.fcs")
    assert "given as the sample and as its control '--buffer'" in words


def test_gates_tell_what_the_file_says_against_counting(files, tmp_path):
    path = tmp_path / "swarm.fcs"
    rng = np.random.default_rng(4)
    events = {"SSC-H": rng.lognormal(6, 1, 30_000), "FL1-H": rng.lognormal(6, 1, 30_000), "Time": np.sort(rng.random(30_000))}
    path.write_bytes(fcs_bytes(events, keywords={"cyt": "CytoFLEX", "vol": "166.7", "tr": "SSC-H,10"}))
    text = asked("gate", path, "--gates", files / "gates.toml")
    assert "more than one particle" in " ".join(text.split())
    assert "multiply what is left above the buffer by its dilution" in " ".join(text.split())
    assert "events/mL" in text


def test_values_with_semicolons_are_refused_and_no_comma_becomes_a_peak(files):
    assert "--values is '0;700,5;3000'" in refused("mesf", files / "beads.fcs", "--channel", "FL1-A", "--values", "0;700,5;3000")
