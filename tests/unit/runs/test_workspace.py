"""Names of runs, and where they are kept."""

from pathlib import Path

from vae_studio.api import RunSpec
from vae_studio.runs import Manifest, RunFolder, default_workspace, list_runs, new_run_path


def named(**values):
    return RunSpec().replaced("data", **values)


def test_that_the_environment_chooses_the_workspace(monkeypatch, tmp_path):
    monkeypatch.setenv("VAE_STUDIO_RUNS", str(tmp_path))
    assert default_workspace() == tmp_path
    monkeypatch.setenv("VAE_STUDIO_RUNS", "~/runs")
    assert default_workspace() == Path.home() / "runs"
    monkeypatch.delenv("VAE_STUDIO_RUNS")
    assert default_workspace().parts[-2:] == ("VAE Studio", "runs")


def test_that_a_name_tells_dataset_encoder_and_latent_size(tmp_path):
    assert new_run_path(tmp_path, RunSpec()).name == "digits-conv-z2-001"
    assert new_run_path(tmp_path, named(source="/data/My Photos (old)/")).name == "my-photos-old-conv-z2-001"
    assert new_run_path(tmp_path, named(source="../x/faces.npz")).name == "faces-conv-z2-001"
    assert new_run_path(tmp_path, named(source="/")).name == "data-conv-z2-001"
    assert new_run_path(tmp_path, RunSpec(name="Ablation: no β")).name == "ablation-no-β-001"


def test_that_numbers_go_up_and_are_not_used_again(tmp_path):
    for number in ("001", "007"):
        (tmp_path / f"digits-conv-z2-{number}").mkdir()
    (tmp_path / "digits-conv-z2-copy").mkdir()
    (tmp_path / "digits-conv-z20-099").mkdir()
    assert new_run_path(tmp_path, RunSpec()).name == "digits-conv-z2-008"


def test_that_a_workspace_need_not_exist(tmp_path):
    assert new_run_path(tmp_path / "absent", RunSpec()).parent == tmp_path / "absent"
    assert list_runs(tmp_path / "absent") == ()


def test_that_runs_are_listed_newest_first_and_damaged_ones_left_out(tmp_path, caplog):
    for name, created in (("a", "2026-01-01T00:00:00+00:00"), ("b", "2026-01-02T00:00:00+00:00")):
        RunFolder.create(tmp_path / name, Manifest(name=name, created=created), RunSpec())
    RunFolder.create(tmp_path / "broken", Manifest(name="broken"), RunSpec())
    (tmp_path / "broken" / "run.json").write_text("{")
    (tmp_path / "not a run").mkdir()
    (tmp_path / "file").touch()
    assert [run.path.name for run in list_runs(tmp_path)] == ["b", "a"]
    assert "broken" in caplog.text
