"""Event files that TensorBoard reads, read back with TensorFlow alone."""

import pytest
import tensorflow as tf
from tensorflow.core.util import event_pb2

from vae_studio.evaluation.figures import Figures
from vae_studio.training.epoch_records import EpochRecords
from vae_studio.training.events import EpochMetrics
from vae_studio.training.tensorboard import EventFiles


def epoch(number, validated=True):
    figures = Figures.of(100.0 - number, 5.0, (2.0, 3.0), "nats")
    return EpochMetrics(
        epoch=number,
        step=10 * number,
        train=figures,
        validation=figures if validated else None,
        objective=104.0,
        beta=0.5,
        effective_beta=None,
        learning_rate=0.001,
        active_units=2 if validated else None,
        seconds=1.0,
        images_per_second=1000.0,
    )


def events_in(folder):
    """Return the events of a folder's files, in the order in which TensorBoard reads them."""
    paths = sorted(str(path) for path in folder.iterdir())
    return [event_pb2.Event.FromString(record.numpy()) for record in tf.data.TFRecordDataset(paths)]


def shown(folder):
    """Return the series that TensorBoard shows: a start makes it forget its epoch and the later ones."""
    series = {}
    for event in events_in(folder):
        if event.HasField("session_log"):
            assert event.session_log.status == event_pb2.SessionLog.START
            series = {
                tag: {step: value for step, value in values.items() if step < event.step}
                for tag, values in series.items()
            }
        for value in event.summary.value:
            series.setdefault(value.tag, {})[event.step] = value.simple_value
    return series


def test_that_the_figures_of_each_epoch_are_written_by_split(tmp_path):
    files = EventFiles(tmp_path, 1)
    for number in (1, 2):
        files.write(epoch(number))
    files.close()
    train, validation = (shown(tmp_path / "tensorboard" / split) for split in ("train", "validation"))
    assert train["negative_elbo"] == {1: 104.0, 2: 103.0}
    assert train["kl_per_dimension/z2"] == {1: 3.0, 2: 3.0}
    assert train["kl_weight"] == {1: 0.5, 2: 0.5}
    assert train["learning_rate"][1] == pytest.approx(0.001)
    assert "effective_beta" not in train
    assert validation["reconstruction"] == {1: 99.0, 2: 98.0}
    assert validation["active_units"] == {1: 2.0, 2: 2.0}


def test_that_files_open_with_the_version_that_tensorboard_wants(tmp_path):
    files = EventFiles(tmp_path, 1)
    files.write(epoch(1))
    first, start, *_ = events_in(tmp_path / "tensorboard" / "train")
    assert first.file_version == "brain.Event:2"
    assert start.step == 1


def test_that_figures_are_on_disk_before_the_files_are_closed(tmp_path):
    EventFiles(tmp_path, 1).write(epoch(1))
    assert shown(tmp_path / "tensorboard" / "train")["objective"] == {1: 104.0}


def test_that_a_run_without_validation_has_no_such_files(tmp_path):
    EventFiles(tmp_path, 1).write(epoch(1, validated=False))
    assert [path.name for path in (tmp_path / "tensorboard").iterdir()] == ["train"]


def test_that_a_run_that_goes_on_takes_back_the_epochs_it_repeats(tmp_path):
    first = EventFiles(tmp_path, 1)
    for number in (1, 2, 3):
        first.write(epoch(number))
    again = EventFiles(tmp_path, 2)
    again.write(epoch(2).model_copy(update={"objective": 7.0}))
    assert shown(tmp_path / "tensorboard" / "train")["objective"] == {1: 104.0, 2: 7.0}


class Folder:
    """A run folder of nothing but a path."""

    def __init__(self, path):
        self.path = path

    def history(self):
        return []


def test_that_a_disk_that_takes_no_files_costs_a_warning_and_no_more(tmp_path):
    from vae_studio.api import TrainingSpec

    (tmp_path / "tensorboard").write_text("in the way")
    (tmp_path / "epochs").write_text("in the way")
    told = []
    records = EpochRecords(Folder(tmp_path), TrainingSpec(), told.append)
    for number in (1, 2):
        records.keep(epoch(number), {})
    records.close()
    assert [event.type for event in told] == ["warning", "warning"]
    assert "weights of the epochs" in told[0].message
    assert "TensorBoard" in told[1].message


def test_that_a_disk_that_is_full_at_the_end_costs_a_warning_and_closes_every_file(tmp_path):
    from vae_studio.api import TrainingSpec

    closed, told = [], []

    class Writer:
        def close(self):
            closed.append(self)
            raise OSError("No space left on device")

    records = EpochRecords(Folder(tmp_path), TrainingSpec(keep_epochs=0), told.append)
    records._files._writers = {"train": Writer(), "validation": Writer()}
    records.close()
    assert len(closed) == 2
    (warning,) = told
    assert "TensorBoard" in warning.message
    assert "No space left" in warning.message
    records.close()
    assert len(told) == 1
