"""The commands on images and videos: what no file says, the scale and the frame rate, is stated here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from exoforge.cli.amounts import Picture, above_zero, amount, check_picture
from exoforge.cli.front import Json, Quiet, Seed, answer

image = typer.Typer(name="image", help="Sizes of vesicles in images, and of particles that move in videos.", no_args_is_help=True, rich_markup_mode=None)
EXAMPLE = "Example: exoforge image size field1.tif field2.tif --bar '500 nm' --fields predefined -o outlines.png"
EXAMPLE_OF_TRACK = "Example: exoforge image track film.npz --fps 25 --pixel '0.166 um' -o msd.svg"
Images = Annotated[list[Path], typer.Argument(help="Images, each one field of one sample; every page of a TIFF is one.", show_default=False)]
Videos = Annotated[list[Path], typer.Argument(help="Stacks of frames (.npz, .tif).", show_default=False)]


@image.command(epilog=EXAMPLE)
def size(
    files: Images,
    scale: Annotated[str, typer.Option("--scale", help="Size of one pixel, such as '0.6 nm'.", show_default=False)] = "",
    bar: Annotated[str, typer.Option("--bar", help="What the scale bar in the image stands for, such as '500 nm'.", show_default=False)] = "",
    fields: Annotated[
        Literal["random", "predefined", "operator", "not stated"], typer.Option("--fields", help="How the fields were chosen.", show_default=True)
    ] = "not stated",
    rims: Annotated[Literal["bright", "dark"], typer.Option("--rims", help="Bright in negative stain, dark in cryo-microscopy.")] = "bright",
    smallest: Annotated[str, typer.Option("--smallest", help="Smallest diameter looked for, such as '30 nm'.", show_default=False)] = "",
    largest: Annotated[str, typer.Option("--largest", help="Largest diameter looked for.", show_default=False)] = "",
    sample: Annotated[str, typer.Option("--sample", help="Name of the sample that the images show.", show_default=False)] = "",
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Find and size the vesicles in images: each is one field, and all are one sample."""
    from exoforge.instruments.catalog import read_with
    from exoforge.instruments.imaging import VesicleImage, View, pooled
    from exoforge.report.instruments.image_figure import image_picture
    from exoforge.report.instruments.image_text import fields_text
    from exoforge.report.instruments.reading_plain import measurement_plain
    from exoforge.report.instruments.reading_text import measurement_text

    del seed
    check_picture(output)
    view = View(
        pixel=above_zero(scale, "m", "--scale") if scale else None,
        bar=above_zero(bar, "m", "--bar") if bar else None,
        bright=rims == "bright",
        fields=fields,
        low=above_zero(smallest, "m", "--smallest") if smallest else None,
        high=above_zero(largest, "m", "--largest") if largest else None,
    )
    found = tuple(one for path in files for one in read_with(VesicleImage(view=view), path))
    together = pooled(found, sample=sample or f"{len(found)} fields of one sample") if len(found) > 1 else None
    answer(
        {"measurements": [measurement_plain(one) for one in found], "sample": measurement_plain(together) if together else None},
        fields_text(together, found) if together else measurement_text(found[0]),
        picture=lambda: image_picture(found, one_sample=True),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )


@image.command(epilog=EXAMPLE_OF_TRACK)
def track(
    files: Videos,
    fps: Annotated[float | None, typer.Option("--fps", help="Frames per second.", show_default=False)] = None,
    pixel: Annotated[str, typer.Option("--pixel", help="Size of one pixel in the sample, such as '0.35 um'.", show_default=False)] = "",
    temperature: Annotated[str, typer.Option("--temperature", help="Of the sample; its viscosity is taken to be water's.")] = "25 C",
    diameter: Annotated[int | None, typer.Option("--diameter", help="Width of a particle's picture in pixels, odd; else taken from the frames.")] = None,
    rims: Annotated[Literal["bright", "dark", "auto"], typer.Option("--particles", help="Whether particles are bright or dark.")] = "auto",
    shortest: Annotated[int, typer.Option("--shortest", help="Frames of the shortest track that counts.")] = 25,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Follow the particles of a video, and size them by how they diffuse."""
    from exoforge.instruments.catalog import read_with
    from exoforge.instruments.tracking_video import Camera, TrackingVideo
    from exoforge.report.instruments.reading_plain import measurement_plain
    from exoforge.report.instruments.reading_text import measurement_text
    from exoforge.report.instruments.video_figure import video_picture

    del seed
    check_picture(output)
    camera = Camera(
        frame_rate=fps,
        pixel=above_zero(pixel, "m", "--pixel") if pixel else None,
        temperature=amount(temperature, "K", "--temperature"),
        diameter=diameter,
        dark=None if rims == "auto" else rims == "dark",
        shortest=shortest,
    )
    found = [one for path in files for one in read_with(TrackingVideo(camera=camera), path)]
    answer(
        {"measurements": [measurement_plain(one) for one in found]},
        "\n\n".join(map(measurement_text, found)),
        picture=lambda: video_picture(found),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )
