"""Makes the committed look-alikes and what is expected of them: ``python -m tests.instruments.nta.make_fixtures``.

Every number in the JSON beside a look-alike is its truth, known before the file was written; none was read from it.
"""

import dataclasses
import json
from pathlib import Path

import numpy as np

from exoforge.instruments.nta.generator import Look, lognormal_truth, summary_text, write_summary

FOLDER = Path(__file__).resolve().parents[1] / "data"
NUMBERS = ("total_concentration", "mean", "mode", "sd", "d10", "d50", "d90")

REAL_RATE, PLACEHOLDER_RATE = 24.9825, 29.999998
"""[1/s] of the videos as they were, and what the software puts in the place of a rate that it lost."""

SYNTHETIC = "The file says of itself that it is synthetic: it was made by exoforge and nothing was measured."
NOT_RECORDED = "The dilution factor is not recorded: the concentrations are those of the sample as it was measured, not of the stock."
CAUTIOUS_FLAGS = {
    "Concentration Warnings/Validity of concentration measurement": ("Unreliable", "Unreliable", "Be cautious of data due to noise", "OK"),
    "Concentration Warnings/Particles per frame": ("Too Low", "Too Low", "OK", "OK"),
    "Concentration Warnings/Noise level": ("Noise detected", "No", "High noise", "No"),
    "Information/Noise level": ("Noise detected", "No", "High noise", "No"),
    "Information/Completed Tracks": ("<200", "<100", "OK", "OK"),
    "Information/Concentration": ("Very low concentration", "Very low concentration", "Low concentration", "Low concentration"),
    "Information/Vibration detected": ("High vibration", "No", "No", "Minor vibration"),
}
CAUTIOUS_NOTICES = [
    "The instrument says of 'Validity of concentration measurement': 'Unreliable' in videos 1 and 2; 'Be cautious of data due to noise' in video 3.",
    "The instrument says of 'Particles per frame': 'Too Low' in videos 1 and 2.",
    "The instrument says of 'Noise level': 'Noise detected' in video 1; 'High noise' in video 3.",
    "The instrument says of 'Completed Tracks': '<200' in video 1; '<100' in video 2.",
    "The instrument says of 'Concentration': 'Very low concentration' in videos 1 and 2; 'Low concentration' in videos 3 and 4.",
    "The instrument says of 'Vibration detected': 'High vibration' in video 1; 'Minor vibration' in video 4.",
    NOT_RECORDED,
]
WRONG_RATE_NOTICES = [
    "The instrument says of 'Validity of concentration measurement': 'Not Calibrated' in videos 2, 3 and 4.",
    "The capture settings of videos 2, 3 and 4 were not kept ('Manual settings used'): their shutter, frame rate, temperature and viscosity may be "
    "placeholders of the software, and their diameters depend on them.",
    "The frame rate differs between videos: 24.98 /s in video 1, 30 /s in videos 2, 3 and 4. The diffusion coefficient is proportional to it: "
    "if 24.98 /s was real in all, the diameters of videos 2, 3 and 4 are 16.7% too small.",
    NOT_RECORDED,
    "The temperature differs by 3.00 K between videos.",
]


def per_ml(*concentrations):
    return np.array(concentrations) * 1e6


def write(name, truth, look, notices, unread=None, text=None):
    if text is None:
        write_summary(truth, FOLDER / f"{name}.csv", look=look)
    else:
        (FOLDER / f"{name}.csv").write_bytes(text.encode(look.encoding))
    expected = {
        "sample": truth.sample,
        "videos": truth.arrays["total_concentration"].size,
        "dilution": truth.arrays["dilution"].tolist() if "dilution" in truth.arrays else None,
        "numbers": {key: [float(f"{value:.6g}") for value in truth.arrays[key]] for key in NUMBERS},
        "flags": {key: list(texts) for key, texts in look.flags.items()},
        "notices": [SYNTHETIC, *notices],
        "unread": unread or {},
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def wrong_rate_truth():
    """Four videos of one sample, three of them sized with a rate that was not theirs."""
    sizes = [120e-9, *[120e-9 * REAL_RATE / PLACEHOLDER_RATE] * 3]
    concentrations = per_ml(4.0e8, 4.2e8, 3.9e8, 4.1e8)
    each = [lognormal_truth(median=size, geometric_sd=1.3, concentration=concentrations[i : i + 1]) for i, size in enumerate(sizes)]
    arrays = {key: array if key == "bin_diameter" else np.concatenate([one.arrays[key] for one in each], axis=-1) for key, array in each[0].arrays.items()}
    return dataclasses.replace(each[0], arrays=arrays, sample="wrong_rate")


def main():
    FOLDER.mkdir(exist_ok=True)
    clean = lognormal_truth(median=110e-9, geometric_sd=1.35, concentration=per_ml(2.98e10, 3.11e10, 3.05e10, 2.91e10), dilution=100.0, sample="MSC-EV_clean")
    write("clean", clean, Look(), [])

    cautious = lognormal_truth(median=140e-9, geometric_sd=1.4, concentration=per_ml(1.67e7, 1.19e7, 2.59e7, 2.31e7), sample="MSC-EV_cautious")
    write("cautious", cautious, Look(flags=CAUTIOUS_FLAGS), CAUTIOUS_NOTICES)

    weighted = lognormal_truth(median=95e-9, geometric_sd=1.3, concentration=per_ml(5.1e8, 4.9e8), dilution=20.0, sample="MSC-EV 0.22 µm filtered")
    write("windows_1252", weighted, Look(weightings=6, encoding="cp1252"), [])

    write("wrong_rate", wrong_rate_truth(), Look(lost=(1, 2, 3)), WRONG_RATE_NOTICES)

    five = lognormal_truth(
        median=130e-9, geometric_sd=1.5, concentration=per_ml(7.1e8, 7.4e8, 6.9e8, 7.0e8, 7.2e8), dilution=50.0, sample="five_videos_autosampler"
    )
    text = summary_text(five, look=Look(averages=False))
    text = text.replace("Laser Type,", "Filter Wheel,LP500,LP500,LP500,LP500,LP500,\nLaser Type,", 1)
    text = text.replace("[Data Included],", "[Autosampler]\nWell,B07,\n\n[Data Included],", 1)
    unread = {"Conditions/Filter Wheel": "LP500,LP500,LP500,LP500,LP500", "Autosampler/Well": "B07"}
    write("five_videos", five, Look(averages=False), [], unread=unread, text=text)

    whole = summary_text(clean).split("\n")
    cut = next(place for place, line in enumerate(whole) if line.startswith("300.5,"))
    (FOLDER / "truncated.csv").write_text("\n".join([*whole[:cut], whole[cut][:9]]), encoding="utf-8")


if __name__ == "__main__":
    main()
