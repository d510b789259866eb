"""The run folder appears whole, changes in single steps, and says what is wrong with it."""

import errno
import json
import subprocess
import sys

import pytest

from vae_studio.api import OutputError, RunError, RunSpec
from vae_studio.runs import Manifest, RunFolder


def epoch(number, loss=100.0):
    return {"epoch": number, "step": 10 * number, "train": {"negative_elbo": loss}, "beta": 1.0}


def test_that_a_created_run_opens_with_what_it_was_given(run, manifest, spec):
    opened = RunFolder.open(run.path)
    assert opened.manifest == manifest
    assert opened.spec == spec
    assert opened.history() == []
    assert opened.manifest.plugins["prior"].distribution == "acme-prior"
    assert sorted(p.name for p in run.path.iterdir()) == [
        "checkpoints",
        "metrics.jsonl",
        "pictures",
        "run.json",
        "spec.toml",
    ]


def test_that_the_folder_is_made_with_its_parents(tmp_path, manifest, spec):
    path = tmp_path / "documents" / "runs" / "a"
    assert RunFolder.create(path, manifest, spec).path == path
    assert [p.name for p in path.parent.iterdir()] == ["a"]


def test_that_an_empty_folder_is_taken_and_a_full_one_is_not(tmp_path, manifest, spec, run):
    (tmp_path / "empty").mkdir()
    RunFolder.create(tmp_path / "empty", manifest, spec)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.tex").touch()
    with pytest.raises(RunError, match="full exists already"):
        RunFolder.create(tmp_path / "full", manifest, spec)
    with pytest.raises(RunError, match="exists already") as caught:
        RunFolder.create(run.path, manifest, spec)
    assert "Resume" in caught.value.remedy
    assert (tmp_path / "full" / "thesis.tex").exists()


def test_that_a_full_disk_leaves_no_folder_and_names_the_one_that_was_asked_for(
    tmp_path, manifest, spec, failing_write
):
    failing_write(errno.ENOSPC)
    with pytest.raises(OutputError, match="disk is full") as caught:
        RunFolder.create(tmp_path / "mine", manifest, spec)
    assert str(tmp_path / "mine") in caught.value.message
    assert "tmp" not in caught.value.message.replace(str(tmp_path), "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "is damaged"),
        ("[]", "is damaged"),
        ('{"name": "x", "status": "dreaming"}', "is damaged"),
        ('{"name": "x", "format": 2}', "newer VAE Studio"),
    ],
)
def test_that_a_manifest_that_cannot_be_used_is_refused_in_words(run, content, words):
    (run.path / "run.json").write_text(content)
    with pytest.raises(RunError, match=words):
        RunFolder.open(run.path)


def test_that_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(RunError, match="holds no run"):
        RunFolder.open(tmp_path)
    with pytest.raises(RunError, match="There is no folder"):
        RunFolder.open(tmp_path / "absent")


def test_that_a_damaged_spec_is_refused_with_its_key(run):
    (run.path / "spec.toml").write_text("[training]\nepochs = -1\n")
    with pytest.raises(RunError, match=r"training\.epochs"):
        RunFolder.open(run.path)


def test_that_the_manifest_is_replaced_on_disk_and_in_memory(run):
    final = {"test": {"negative_elbo": 151.2, "reconstruction": 145.0, "kl": 6.2}}
    run.update_manifest(status="completed", step=430, complete_epochs=10, final=final)
    opened = RunFolder.open(run.path).manifest
    assert opened == run.manifest
    assert (opened.status, opened.step, opened.complete_epochs) == ("completed", 430, 10)
    assert opened.final["test"].negative_elbo == 151.2
    assert json.loads((run.path / "run.json").read_text())["dataset"]["name"] == "digits"


def test_that_a_manifest_that_cannot_be_written_stays_as_it_was(run, failing_write):
    failing_write(errno.EROFS)
    with pytest.raises(OutputError, match="read-only"):
        run.update_manifest(status="training")
    assert run.manifest.status == "created"
    assert RunFolder.open(run.path).manifest.status == "created"


def test_that_a_manifest_of_this_format_with_unknown_keys_still_opens(run):
    path = run.path / "run.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "colour": "green"}))
    assert RunFolder.open(run.path).manifest == run.manifest


def test_that_every_manifest_has_an_identity_and_a_date_of_its_own():
    first, second = Manifest(name="a"), Manifest(name="a")
    assert first.id != second.id
    assert first.created.endswith("+00:00")


def test_that_the_spec_can_be_given_more_epochs(run, spec):
    run.update_spec(spec.replaced("training", epochs=99))
    assert RunFolder.open(run.path).spec.training.epochs == 99


def test_that_epochs_come_back_in_order(run):
    for number in (1, 2, 3):
        run.append_epoch(epoch(number))
    assert run.history() == [epoch(1), epoch(2), epoch(3)]


def test_that_a_cut_last_line_is_left_out_and_overwritten(run):
    run.append_epoch(epoch(1))
    with (run.path / "metrics.jsonl").open("a") as file:
        file.write('{"epoch": 2, "tr')
    assert run.history() == [epoch(1)]
    run.append_epoch(epoch(2, loss=90.0))
    assert run.history() == [epoch(1), epoch(2, loss=90.0)]


def test_that_a_damaged_line_in_the_middle_is_reported_with_its_number(run):
    (run.path / "metrics.jsonl").write_text('{"epoch": 1}\n{"epo\n{"epoch": 3}\n')
    with pytest.raises(RunError, match="Line 2"):
        run.history()


def test_that_epochs_after_the_resumed_one_are_forgotten(run):
    for number in (1, 2, 3):
        run.append_epoch(epoch(number))
    run.truncate_history(1)
    assert run.history() == [epoch(1)]
    run.append_epoch(epoch(2, loss=80.0))
    assert [record["train"]["negative_elbo"] for record in run.history()] == [100.0, 80.0]


def test_that_metrics_on_a_full_disk_are_an_output_error(run, monkeypatch):
    from vae_studio.runs import metrics

    def refuse(*arguments):
        raise OSError(errno.ENOSPC, "refused")

    monkeypatch.setattr(metrics.Path, "open", refuse)
    with pytest.raises(OutputError, match="disk is full"):
        run.append_epoch(epoch(1))


def test_that_the_history_of_a_run_without_metrics_is_empty(run):
    (run.path / "metrics.jsonl").unlink()
    assert run.history() == []
    run.append_epoch(epoch(1))
    assert len(run.history()) == 1


def test_that_two_jobs_cannot_train_the_same_run(run):
    words = "digits-001 is being trained by another process"
    with run.training(), pytest.raises(RunError, match=words), RunFolder.open(run.path).training():
        pass
    with run.training():
        pass


def test_that_a_killed_process_leaves_the_run_free_and_nothing_half_written(run):
    code = (
        "import sys; from pathlib import Path; from vae_studio.runs import RunFolder, atomic_write\n"
        f"run = RunFolder.open(Path({str(run.path)!r}))\n"
        "with run.training(), atomic_write(run.path / 'checkpoints' / 'step-00000001.npz') as file:\n"
        "    file.write(b'half'); file.flush(); print('training', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "training\n"
        with pytest.raises(RunError, match="another process"), run.training():
            pass
        process.kill()
        process.wait()
    assert not list(run.path.rglob("step-*"))
    with run.training():
        assert list((run.path / "checkpoints").iterdir()) == []


def test_that_a_run_whose_folder_was_deleted_cannot_be_trained(run):
    for path in sorted(run.path.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    run.path.rmdir()
    with pytest.raises(OutputError, match="There is no folder"), run.training():
        pass


def test_that_runs_load_no_tensorflow():
    code = "import sys, vae_studio.runs; print('tensorflow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_that_a_default_spec_makes_a_run(tmp_path, manifest):
    assert RunFolder.create(tmp_path / "x", manifest, RunSpec()).spec == RunSpec()
