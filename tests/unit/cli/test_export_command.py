"""``vae-studio export``."""

import pytest

from vae_studio.cli import main


@pytest.fixture
def run_path(tiny_run):
    return str(tiny_run.path)


def test_that_a_script_is_written_and_its_data_named(run_path, tmp_path, capsys):
    assert main(["export", run_path, "--as", "script", "--out", str(tmp_path / "model.py")]) == 0
    told = capsys.readouterr().err
    for name in ("model.py", "model-data.npz"):
        assert (tmp_path / name).is_file()
        assert str(tmp_path / name) in told
    compile((tmp_path / "model.py").read_text(), "model.py", "exec")


def test_that_saved_models_are_written(run_path, tmp_path, capfd):
    assert main(["export", run_path, "--as", "savedmodel", "--out", str(tmp_path / "model")]) == 0
    assert (tmp_path / "model" / "encoder" / "saved_model.pb").is_file()
    assert capfd.readouterr().err.splitlines() == [f"Saved {tmp_path / 'model'}"]


@pytest.mark.parametrize("arguments", [["--out", "model.txt"], [], ["--as", "keras", "--out", "model.py"]])
def test_that_bad_arguments_are_one_line(run_path, tmp_path, monkeypatch, capsys, arguments):
    monkeypatch.chdir(tmp_path)
    assert main(["export", run_path, *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not list(tmp_path.iterdir())
