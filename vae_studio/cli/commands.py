"""The commands of ``vae-studio``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from vae_studio.api import Kind, OutputError, SpecError, describe_parameters
from vae_studio.cli.application import JsonOption, RunArgument, app, datasets_app
from vae_studio.cli.keys import CommandWithKeys
from vae_studio.cli.output import (
    print_json,
    print_table,
    require_place,
    standard_error,
)
from vae_studio.cli.presets import PresetOption, base_spec
from vae_studio.runs.commented_spec import commented_spec


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        from vae_studio import __version__

        print(__version__)  # noqa: T201
        raise typer.Exit


@app.command("open")
def open_run(run: RunArgument) -> int:
    """Open the window with a run."""
    from vae_studio.cli.main import require_screen
    from vae_studio.runs.folder import RunFolder

    RunFolder.open(run)
    require_screen()
    from vae_studio.gui.launch import launch

    return launch(run)


@app.command(cls=CommandWithKeys)
def train(
    spec_file: Annotated[
        Path | None, typer.Argument(metavar="[SPEC.toml]", help="Spec to start from; see 'vae-studio spec'.")
    ] = None,
    preset: PresetOption = None,
    dataset: Annotated[str | None, typer.Option(help="Named dataset, or path of a folder or file.")] = None,
    encoder: Annotated[str | None, typer.Option(help="Encoder plugin.")] = None,
    decoder: Annotated[str | None, typer.Option(help="Decoder plugin.")] = None,
    prior: Annotated[str | None, typer.Option(help="Prior plugin.")] = None,
    kl: Annotated[str | None, typer.Option(help="KL strategy plugin.")] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Set one key of the spec; may be given many times."),
    ] = None,
    epochs: Annotated[int | None, typer.Option(help="Passes over the training examples.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of every random number.")] = None,
    batch_size: Annotated[int | None, typer.Option("--batch-size", help="Examples per step.")] = None,
    run: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the run; a new one in the workspace if not given."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the run in --run, from its last checkpoint.")
    ] = False,
    distribute: Annotated[
        Literal["none", "mirrored", "multi-worker"] | None,
        typer.Option(help="Share each batch among all GPUs, or among several machines that TF_CONFIG names."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Train a model and keep it as a run. Ctrl+C stops and keeps the run (exit status 130)."""
    from vae_studio.cli.training import resumed
    from vae_studio.cli.training import train as train_job
    from vae_studio.session import Session

    session = Session()
    choices = {
        "dataset": dataset,
        "encoder": encoder,
        "decoder": decoder,
        "prior": prior,
        "kl": kl,
        "seed": seed,
    }
    given = parse_settings(settings or [])
    if batch_size is not None:
        given = {"training.batch_size": str(batch_size), **given}
    if distribute is not None:
        given = {"training.distribute": distribute, **given}
    if resume:
        if spec_file or preset or any(value is not None for value in choices.values()):
            raise SpecError(
                "with --resume the run's own spec holds; "
                "only --epochs, --batch-size, --distribute and --set can change it."
            )
        return train_job(resumed(session, run, epochs, given), as_json=as_json)
    base = base_spec(spec_file, preset)
    spec = session.spec_from(base, epochs=epochs, settings=given, **choices)  # type: ignore[arg-type]
    session.check(spec)
    return train_job(
        lambda progress, emit: session.begin(spec, folder=run, progress=progress, emit=emit), as_json=as_json
    )


@app.command()
def encode(
    run: RunArgument,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Images, or folders of images; tables, for a run on a table."),
    ],
    out: Annotated[Path, typer.Option(help="Table to write, ending in .csv or .npz.")],
) -> int:
    """Encode images or rows of tables: posterior mean and standard deviation, and figures in nats."""
    from vae_studio.latent.tables import save_encoding_csv, save_encoding_npz
    from vae_studio.session import Session

    require_place(out, ".csv", ".npz")
    save = save_encoding_csv if out.suffix.lower() == ".csv" else save_encoding_npz
    missing = [file for file in files if not file.exists()]
    if len(missing) == len(files):
        raise OutputError(f"There is no file or folder {missing[0]}; nothing was written.", "Check the path.")
    console = standard_error()
    opened = Session().open(run)
    encoded = opened.encode_files(files)
    if encoded.encoding is None and len(encoded.failures) == 1:
        raise OutputError(f"Nothing was written: {encoded.failures[0][1]}")
    for name, reason in encoded.failures:
        console.print(f"Left out {name}: {reason}")
    for note in encoded.notes:
        console.print(note)
    if encoded.encoding is None:
        raise OutputError("None of the files could be encoded; nothing was written.")
    save(out, encoded.names, encoded.encoding)
    what = "image" if opened.layout is None else "row"
    plural = "" if len(encoded.names) == 1 else "s"
    console.print(f"{len(encoded.names)} {what}{plural} encoded into {out}")
    return 0


@app.command()
def sample(
    run: RunArgument,
    out: Annotated[
        Path,
        typer.Option(
            help="Picture to write (.png), arrays of a grid (.npz), or rows of a table (.csv or .npz)."
        ),
    ],
    rows: Annotated[int, typer.Option(min=1, max=200, help="Rows of tiles.")] = 20,
    columns: Annotated[int, typer.Option(min=1, max=200, help="Columns of tiles.")] = 20,
    source: Annotated[
        Literal["grid", "prior"],
        typer.Option("--from", help="A grid over the prior's quantiles, or random draws from the prior."),
    ] = "grid",
    draw: Annotated[bool, typer.Option("--draw/--mean", help="Draw from p(x|z), or show its mean.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of the random draws.")] = 0,
    scale: Annotated[int, typer.Option(min=1, max=64, help="Pixels of the picture per pixel.")] = 1,
    epoch: Annotated[
        int | None, typer.Option(min=1, help="Epoch whose weights are used; the latest ones if not given.")
    ] = None,
    temperature: Annotated[
        float | None,
        typer.Option(min=0.0, help="Scales the prior's deviations, with --from prior; 1 is the prior itself."),
    ] = None,
    plane: Annotated[
        str | None,
        typer.Option(
            metavar="PLANE", help="Plane of the grid: pca, two dimensions (z1,z3), or three examples (0,15,7)."
        ),
    ] = None,
    count: Annotated[
        int | None,
        typer.Option(
            min=1, max=10_000_000, help="Rows drawn from the prior, of a table; rows × columns if not given."
        ),
    ] = None,
) -> int:
    """Decode latent points of a run into a picture, or into rows of a table in their own units."""
    from dataclasses import replace

    from vae_studio.session import Session
    from vae_studio.session.latent_planes import on_plane

    require_place(out, ".png", ".npz", ".csv")
    opened = Session().open(run, epoch=epoch)
    show: Literal["mean", "draw"] = "draw" if draw else "mean"
    if count is not None and (opened.layout is None or source == "grid"):
        remedy = "Give --rows and --columns." if opened.layout is None else "Add --from prior."
        raise OutputError("--count is for rows of a table, with --from prior.", remedy)
    if temperature is not None and source == "grid":
        raise OutputError("--temperature is for random draws from the prior.", "Add --from prior.")
    if plane is not None and source == "prior":
        raise OutputError("--plane is for a grid.", "Leave out --from prior.")
    warmth = 1.0 if temperature is None else temperature
    if source == "grid":
        request = replace(opened.default_grid(rows, columns), show=show)
        if plane is not None:
            request = on_plane(opened, request, plane)
        opened.save_grid(out, scale=scale, request=request)
    elif count is not None:
        opened.save_samples(out, count, 1, seed, show, temperature=warmth)
    else:
        opened.save_samples(out, rows, columns, seed, show, scale, warmth)
    standard_error().print(f"Saved {out}")
    return 0


@app.command("spec")
def print_spec(
    spec_file: Annotated[Path | None, typer.Argument(metavar="[SPEC.toml]", help="Spec to print.")] = None,
    preset: PresetOption = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Set one key first.")
    ] = None,
) -> int:
    """Print a spec with every key and a comment for each; edit it and give it to 'train'."""
    from vae_studio.session import Session

    session = Session()
    spec = session.spec_from(base_spec(spec_file, preset), settings=parse_settings(settings or []))
    parameters = {
        kind: describe_parameters(session.registry.get(kind, spec.choice(kind).plugin).params) for kind in Kind
    }
    print(commented_spec(spec, parameters))  # noqa: T201
    return 0


@datasets_app.command("list")
def list_datasets(as_json: JsonOption = False) -> int:
    """List the datasets that go by a name, and where they are."""
    from vae_studio.data.catalogue import embedded_datasets

    datasets = embedded_datasets()
    if as_json:
        fields = ("name", "kind", "summary", "available", "detail")
        print_json([{field: getattr(one, field) for field in fields} for one in datasets])
    else:
        print_table(["name", "what it is", "where"], [[one.name, one.summary, one.detail] for one in datasets])
    return 0


def parse_settings(settings: list[str]) -> dict[str, str]:
    """Return ``KEY=VALUE`` texts as a mapping.

    Raises
    ------
    SpecError
        One has no ``=``.
    """
    parsed = {}
    for text in settings:
        key, separator, value = text.partition("=")
        if not separator or not key.strip():
            raise SpecError(f"--set {text!r} is not of the form KEY=VALUE.")
        parsed[key.strip()] = value.strip()
    return parsed
