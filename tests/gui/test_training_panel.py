"""The Training dock, driven through its controls."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication

from vae_studio.api import TrainingSpec
from vae_studio.evaluation.figures import Figures
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.training.curve_axis import tick_words
from vae_studio.gui.training.dimension_bars import COLUMNS_HEIGHT, DimensionBars
from vae_studio.gui.training.panel import TrainingPanel
from vae_studio.training.events import EpochMetrics, Finished, PhaseStarted, Started, StepMetrics

TRAINING_MS = 180_000


@pytest.fixture
def panel(quiet_studio, theme, qtbot):
    panel = TrainingPanel(quiet_studio, theme)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.header)
    panel.build_curves()
    return panel


def figures(elbo):
    return Figures(negative_elbo=elbo, reconstruction=elbo - 5, kl=5.0, kl_per_dimension=(3.0, 2.0))


def tell(studio, *events):
    for event in events:
        studio.training_event.emit(event)


STARTED = Started(run="r", parameters=1, epochs=4, steps_per_epoch=10, step=0)
STEP = StepMetrics(
    step=5,
    epoch=1,
    epoch_step=5,
    figures=figures(300.0),
    effective_beta=0.4,
    images_per_second=900.0,
    seconds_left=7.0,
)
EPOCH = EpochMetrics(
    epoch=1,
    step=10,
    train=figures(200.0),
    validation=figures(190.0),
    objective=200.0,
    beta=0.5,
    effective_beta=0.45,
    learning_rate=0.001,
    active_units=1,
    seconds=3.0,
    images_per_second=1000.0,
)


def test_that_the_fields_are_those_of_the_training_section(panel, quiet_studio, qtbot):
    for name in ("epochs", "batch_size", "learning_rate", "seed", "optimiser"):
        assert panel.settings.editor(name).read() == getattr(quiet_studio.spec.training, name)
        assert TrainingSpec.model_fields[name].description in panel.settings.editor(name).toolTip()
    panel.settings.editor("epochs").setValue(7)
    panel.settings.editor("optimiser").setCurrentIndex(1)
    assert quiet_studio.spec.training.epochs == 7
    assert quiet_studio.spec.training.optimiser == "rmsprop"


def test_that_the_fields_follow_the_spec(panel, quiet_studio):
    quiet_studio.set_section("training", batch_size=64, seed=9)
    assert panel.settings.editor("batch_size").read() == 64
    assert panel.settings.editor("seed").read() == 9


def test_that_train_says_why_it_cannot(panel):
    assert not panel.buttons.train.isEnabled()
    assert panel.buttons.train.toolTip() == "No dataset is loaded."


def test_that_the_loop_is_chosen_beside_the_other_settings(panel, quiet_studio, qtbot):
    assert panel.settings.loop.value() == "studio"
    qtbot.mouseClick(panel.settings.loop.button("keras"), Qt.MouseButton.LeftButton)
    assert quiet_studio.spec.training.loop == "keras"
    quiet_studio.set_section("training", loop="studio")
    assert panel.settings.loop.value() == "studio"
    panel.settings.set_locked(True)
    assert not panel.settings.loop.isEnabled()


def test_that_the_learning_rate_schedule_is_chosen_in_the_menu(panel, quiet_studio):
    panel.menu.schedules["cosine"].trigger()
    assert quiet_studio.spec.training.schedule == "cosine"


def test_that_the_curves_have_a_point_before_the_first_epoch_is_complete(panel, quiet_studio):
    tell(quiet_studio, STARTED, STEP)
    panel.curves.redraw()
    assert panel.curves.elbo.figure_text("train") == "train 300.0"
    assert panel.curves.elbo.figure_text("val") == "val"
    assert panel.progress.title.text() == "Epoch 1 of 4"


def test_that_a_complete_epoch_is_drawn_with_its_validation_kl_and_beta(panel, quiet_studio):
    tell(quiet_studio, STARTED, STEP, EPOCH)
    panel.curves.redraw()
    curves = panel.curves
    assert curves.elbo.figure_text("train") == "train 200.0"
    assert curves.elbo.figure_text("val") == "val 190.0"
    assert curves.reconstruction.figure_text("val") == "val 185.0"
    assert curves.kl.figure_text("KL") == "KL 5.00"
    assert curves.kl.figure_text("β") == "β 0.45"
    assert curves.dimensions.values == (3.0, 2.0)
    assert curves.dimensions.active.text() == "1 / 2 active units"


def test_that_the_effective_beta_is_live_and_neutral_where_the_weight_means_what_it_says(panel, quiet_studio):
    shown = panel.curves.effective_beta
    assert shown.isHidden()
    tell(quiet_studio, STARTED, STEP)
    panel.curves.redraw()
    assert shown.value.text() == "0.40"
    assert not shown.isHidden()
    assert shown.caution.isHidden()
    tell(quiet_studio, EPOCH)
    panel.curves.redraw()
    assert shown.value.text() == "0.45"
    assert shown.value.property("tone") == "text"


def test_that_a_strategy_whose_options_mislead_turns_the_effective_beta_amber_with_its_words(
    panel, quiet_studio
):
    words = "It sums over the batch: effective β is 128 here. Choose another reduction."
    panel.curves.set_caution(words)
    tell(quiet_studio, STARTED, STEP.model_copy(update={"effective_beta": 128.2}))
    panel.curves.redraw()
    shown = panel.curves.effective_beta
    assert shown.value.text() == "128.20"
    assert shown.value.property("tone") == "warn"
    assert shown.caution.text() == "It sums over the batch: effective β is 128 here"
    assert words in shown.toolTip()


def test_that_an_autoencoder_has_a_mean_squared_error_no_elbo_and_no_kl(panel, quiet_studio):
    error = Figures(negative_elbo=None, reconstruction=0.04321, kl=None, unit="mean squared error")
    epoch = EPOCH.model_copy(update={"train": error, "validation": error, "effective_beta": None})
    tell(quiet_studio, STARTED, epoch)
    panel.curves.redraw()
    curves = panel.curves
    assert (curves.elbo.title.text(), curves.elbo.unit.text()) == ("Mean squared error", "")
    assert curves.elbo.figure_text("val") == "val 0.0432"
    assert curves.reconstruction.isHidden()
    assert curves.kl.figure_text("KL") == "KL —"
    assert curves.kl.words.text() == "No KL: not a VAE"
    assert curves.effective_beta.isHidden()
    assert curves.dimensions.isHidden()


def test_that_the_curves_of_a_vae_come_back_after_those_of_an_autoencoder(panel, quiet_studio):
    error = Figures(negative_elbo=None, reconstruction=0.04, kl=None, unit="mean squared error")
    tell(quiet_studio, STARTED, EPOCH.model_copy(update={"train": error, "validation": error}))
    panel.curves.redraw()
    panel._on_run(None)
    tell(quiet_studio, STARTED, EPOCH)
    panel.curves.redraw()
    assert panel.curves.elbo.title.text() == "Negative ELBO"
    assert panel.curves.elbo.figure_text("val") == "val 190.0"
    assert not panel.curves.reconstruction.isHidden()
    assert panel.curves.kl.words.isHidden()


def test_that_curves_are_redrawn_one_after_another_however_many_events_come(
    panel, quiet_studio, qtbot, monkeypatch
):
    drawn = []
    for plot in (panel.curves.elbo, panel.curves.kl):
        monkeypatch.setattr(plot, "set_epochs", drawn.append)
    tell(quiet_studio, STARTED, *[STEP] * 100)
    assert drawn == []
    qtbot.waitUntil(lambda: not panel.curves._timer.isActive())
    assert drawn == [4, 4]


def test_that_the_pointer_reads_out_every_plot_at_its_epoch(panel, quiet_studio):
    tell(
        quiet_studio,
        STARTED,
        EPOCH,
        EPOCH.model_copy(update={"epoch": 2, "train": figures(150.0), "beta": 1.0}),
    )
    panel.curves.redraw()
    panel.curves.kl.pointed.emit(1.1)
    assert panel.curves.elbo.figure_text("train") == "train 200.0"
    assert panel.curves.kl.figure_text("β") == "β 0.45"
    panel.curves.kl.pointed.emit(float("nan"))
    assert panel.curves.elbo.figure_text("train") == "train 150.0"


def test_that_beta_is_the_effective_one_wherever_it_is_known(panel, quiet_studio):
    tfp = EPOCH.model_copy(update={"beta": 1.0, "effective_beta": 128.0})
    tell(
        quiet_studio,
        STARTED,
        EPOCH.model_copy(update={"effective_beta": None}),
        tfp.model_copy(update={"epoch": 2}),
    )
    panel.curves.redraw()
    epochs, values = panel.curves.kl.items.curves["β"].getData()
    assert (epochs.tolist(), values.tolist()) == ([1, 2], [0.5, 128])
    assert panel.curves.kl.figure_text("β") == "β 128.00"
    assert panel.curves.effective_beta.value.text() == "128.00"
    assert panel.curves.kl.plot.axes["right"]._tickLevels == [[(0.0, "0"), (128.0, "128")]]


@pytest.mark.parametrize(
    ("values", "spacing", "words"),
    [
        ([0.05, 0.055], 0.005, ["0.050", "0.055"]),
        ([0.0, 0.00002], 0.00002, ["0", "2.0e−5"]),
        ([10_000.0, 12_000.0], 2000.0, ["10\u2009000", "12\u2009000"]),
        ([-0.5, 0.0], 0.5, ["−0.5", "0.0"]),
    ],
)
def test_that_ticks_have_the_decimals_that_their_range_needs(values, spacing, words):
    assert tick_words(values, spacing) == words


def test_that_the_ticks_of_a_squared_error_fit_beside_the_plot(panel, qtbot):
    axis = panel.curves.elbo.plot.axes["left"]
    room = axis.width() - axis.style["tickTextOffset"][0]
    assert QFontMetrics(axis.style["tickFont"]).horizontalAdvance("0.0575") < room
    right = panel.curves.kl.plot.axes["right"]
    room = right.width() - right.style["tickTextOffset"][0]
    assert QFontMetrics(right.style["tickFont"]).horizontalAdvance("1280") < room


def test_that_the_plots_line_up_and_share_their_epochs(panel, quiet_studio, qtbot):
    tell(quiet_studio, STARTED, EPOCH)
    panel.resize(328, 800)
    with qtbot.waitExposed(panel):
        panel.show()
    plots = (panel.curves.elbo.plot, panel.curves.reconstruction.plot, panel.curves.kl.plot)
    boxes = [plot.box for plot in plots]
    lefts = {round(box.mapToScene(QPointF(0, 0)).x()) for box in boxes}
    assert len(lefts) == 1
    assert len({tuple(box.viewRange()[0]) for box in boxes}) == 1


def test_that_the_curves_change_their_colours_with_the_theme(panel, theme):
    before = panel.curves.elbo.items.curves["train"].opts["pen"].color()
    theme.set_mode("light")
    assert panel.curves.elbo.items.curves["train"].opts["pen"].color() == theme.colour("series_train") != before


@pytest.mark.parametrize(("count", "height"), [(2, 40), (8, 160), (9, COLUMNS_HEIGHT), (500, COLUMNS_HEIGHT)])
def test_that_many_dimensions_are_columns_and_few_are_rows(theme, qtbot, count, height):
    bars = DimensionBars(theme)
    qtbot.addWidget(bars)
    bars.show_values([1.0] * count, active=count)
    assert bars._bars.height() == height
    bars.resize(296, 200)
    assert not bars.grab().isNull()


def test_that_set_up_shows_what_it_does_and_for_how_long(panel, quiet_studio, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(panel.set_up, "_clock", lambda: now[0])
    quiet_studio.core_phase.emit("Loading TensorFlow…")
    quiet_studio._desk.conductor._set_state(StudioState.PREPARING)
    now[0] = 106.25
    quiet_studio.core_phase.emit("")
    tell(quiet_studio, PhaseStarted(phase="building"))
    now[0] = 107.0
    tell(quiet_studio, PhaseStarted(phase="reading", detail="Bringing 96 examples into memory"))
    assert panel.set_up.words() == [
        "Import TensorFlow 6.2 s",
        "Build the model 0.8 s",
        "Read the dataset… 0.0 s",
        "Compile the training step",
    ]
    assert not panel.set_up.isHidden()
    tell(quiet_studio, PhaseStarted(phase="compiling"), STARTED)
    assert panel.progress.title.text() == "Compiling…"
    tell(quiet_studio, PhaseStarted(phase="training"))
    assert panel.set_up.isHidden()


def test_that_tensorboard_is_offered_as_a_command_to_copy(panel, quiet_studio, monkeypatch, tmp_path):
    run = SimpleNamespace(path=tmp_path / "my run")
    monkeypatch.setattr(type(quiet_studio), "run", property(lambda _: run))
    panel.menu.refresh()
    assert not panel.menu.tensorboard.isEnabled()
    assert panel.menu.tensorboard.toolTip() == "This run has written nothing for TensorBoard"
    (run.path / "tensorboard").mkdir(parents=True)
    panel.menu.refresh()
    notices = []
    quiet_studio.notice.connect(notices.append)
    panel.menu.tensorboard.trigger()
    notices[0].on_action()
    command = f"tensorboard --logdir '{run.path / 'tensorboard'}'"
    assert notices[0].text == f"In a terminal: {command}"
    assert QGuiApplication.clipboard().text() == command


def test_that_the_buttons_follow_a_run_from_train_to_new_run(studio, theme, qtbot):
    panel = TrainingPanel(studio, theme)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.header)
    buttons = panel.buttons
    panel.settings.editor("epochs").setValue(100_000)
    qtbot.mouseClick(buttons.train, Qt.MouseButton.LeftButton)
    assert buttons.train.text() == "Preparing…"
    assert not panel.settings.editor("epochs").isEnabled()
    assert panel.header.hint.text() == "Settings locked"

    qtbot.waitUntil(lambda: studio.state is StudioState.TRAINING, timeout=TRAINING_MS)
    assert buttons.train.text() == "Training…"
    assert not buttons.train.isEnabled()
    qtbot.waitUntil(lambda: panel.progress.title.text().startswith("Epoch"), timeout=TRAINING_MS)
    qtbot.mouseClick(buttons.pause, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: studio.state is StudioState.PAUSED, timeout=TRAINING_MS)
    assert buttons.train.text() == "Continue"
    assert buttons.train.isEnabled()
    assert not buttons.pause.isEnabled()
    assert not panel.settings.editor("epochs").isEnabled()
    panel.live.kl_weight.setValue(2.0)
    qtbot.keyClick(panel.live.kl_weight, Qt.Key.Key_Return)

    qtbot.mouseClick(buttons.train, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: studio.state is StudioState.TRAINING, timeout=TRAINING_MS)
    with qtbot.waitSignal(
        studio.training_event,
        check_params_cb=lambda event: isinstance(event, EpochMetrics),
        timeout=TRAINING_MS,
    ):
        pass
    with qtbot.waitSignal(
        studio.training_event, check_params_cb=lambda event: isinstance(event, Finished), timeout=TRAINING_MS
    ):
        qtbot.mouseClick(buttons.stop, Qt.MouseButton.LeftButton)
        assert buttons.train.text() == "Stopping…"
    qtbot.waitUntil(lambda: studio.state is StudioState.IDLE, timeout=TRAINING_MS)
    assert not buttons.continue_.isHidden()
    assert buttons.train.isHidden()
    assert panel.progress.title.text().startswith("Stopped after epoch")
    assert panel.settings.editor("epochs").isEnabled()
    assert [mark.words for mark in panel._history.marks] == ["KL weight 2"]
    assert [change["kl_weight"] for change in studio.run.folder.adjustments()] == [2.0]
    assert panel._history.last.beta == 2.0
    assert "KL weight 2" in panel.live.hint.text()

    panel.settings.editor("seed").setValue(99)
    assert buttons.continue_.isHidden()
    assert buttons.train.text() == "Train"


def test_that_an_opened_run_shows_its_epochs(studio_with_run, theme, tiny_run, qtbot):
    panel = TrainingPanel(studio_with_run, theme)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.header)
    panel.build_curves()
    studio_with_run.run_changed.emit(studio_with_run.run)
    last = tiny_run.history[-1]
    qtbot.waitUntil(lambda: panel.progress.title.text() == "Trained for 2 of 2 epochs")
    assert panel.curves.elbo.figure_text("train") == f"train {last['train']['negative_elbo']:.1f}"
    assert panel.menu.show_folder.isEnabled()
