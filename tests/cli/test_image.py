"""The commands on images and videos, as a user meets them."""

import json

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.image import image
from exoforge.instruments.imaging import negative_stain
from exoforge.instruments.tracking_video import brownian_video

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    for seed in range(3):
        rng = np.random.default_rng(seed)
        grey, _ = negative_stain(rng.uniform(24, 48, 12), rows=300, columns=300, noise=6, rng=rng)
        Image.fromarray(grey).save(folder / f"field{seed}.png")
    np.savez_compressed(folder / "film.npz", frames=brownian_video(np.full(12, 0.2), frames=60, rows=120, columns=120, rng=np.random.default_rng(4)))
    return folder


def asked(*arguments):
    found = RUNNER.invoke(image, list(map(str, arguments)))
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def test_several_fields_are_one_sample_in_one_text(files):
    paths = [files / f"field{seed}.png" for seed in range(3)]
    text = asked("size", *paths, "--scale", "2 nm", "--fields", "random", "--sample", "lot 7", "-o", files / "fields.svg")
    assert text.startswith("lot 7")
    assert all(words in text for words in ("3 images of vesicles", "Each of the 3 fields", "field2", "technical SD"))
    assert max(map(len, text.replace(str(files), "").splitlines())) <= 100
    assert "outlines in 3 fields" in (files / "fields.svg").read_text(encoding="utf-8")
    plain = json.loads(asked("size", *paths, "--scale", "2 nm", "--json"))
    together = {one["name"]: one["value"] for one in plain["sample"]["figures"]}
    assert together["vesicles"] == sum(one["figures"][0]["value"] for one in plain["measurements"])
    assert len(plain["sample"]["distributions"]) == 3


def test_a_single_field_stands_for_itself(files):
    text = asked("size", files / "field0.png", "--scale", "2 nm")
    assert text.startswith("field0")
    assert "Each of the" not in text
    assert json.loads(asked("size", files / "field0.png", "--json"))["sample"] is None


def test_a_film_is_sized_with_what_is_stated(files):
    text = asked("track", files / "film.npz", "--fps", "25", "--pixel", "0.2 um", "-o", files / "msd.svg")
    assert all(words in text for words in ("hydrodynamic diameter", "By chance alone", "Wrote"))
    found = RUNNER.invoke(image, ["track", str(files / "film.npz"), "--diameter", "8"])
    assert isinstance(found.exception, ExoforgeError)
