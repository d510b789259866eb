"""The Plugins dialog, with a registry of its own behind it."""

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from vae_studio.api import Kind
from vae_studio.gui.plugin_desk import Scanned, difference_words
from vae_studio.gui.plugins_dialog import PluginsDialog
from vae_studio.gui.plugins_dialog.dialog import show_plugins_dialog
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.registry.records import PluginStatus, RescanResult
from vae_studio.registry.registry import Registry
from vae_studio.runs.plugin_use import PluginUse
from vae_studio.session import Session

TRACEBACK = """Traceback (most recent call last):
  File "head.py", line 9, in <module>
    from vae_studio.api import DecoderHead
ImportError: cannot import name 'DecoderHead'
from 'vae_studio.api'. Did you mean: 'Decoder'?
"""
SPEC = (
    "from vae_studio.api import Kind, Params, PluginSpec, parameter\n"
    "PLUGIN = PluginSpec(kind=Kind.PRIOR, name={name!r}, label={label!r}, summary='A prior.', "
    "build='acme:build', api_version={version})\n"
)


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Return what makes a folder look to Python as if a distribution with one prior had been installed."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(site)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def install(distribution, name, label="Acme", version=1):
        package = distribution.replace("-", "_")
        info = site / f"{package}-2.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 2.0\n")
        (info / "entry_points.txt").write_text(f"[vae_studio.priors]\n{name} = {package}:PLUGIN\n")
        (site / f"{package}.py").write_text(SPEC.format(name=name, label=label, version=version))

    yield install
    for module in [name for name in sys.modules if name.startswith("acme")]:
        del sys.modules[module]


@pytest.fixture
def make_studio(tmp_path, qtbot):
    """Make studios whose choices of plugins are those of this test."""
    made = []

    def make():
        studio = Studio(Session(Registry(tmp_path / "plugins.toml"), tmp_path / "runs"))
        made.append(studio)
        return studio

    yield make
    for studio in made:
        studio.shutdown()


@pytest.fixture
def studio(make_studio):
    studio = make_studio()
    studio.registry.mark_broken(Kind.DECODER, "dense", "ImportError: cannot import name", TRACEBACK)
    return studio


@pytest.fixture
def make_dialog(qtbot):
    def make(studio):
        dialog = PluginsDialog(studio, Theme("dark"))
        qtbot.addWidget(dialog)
        return dialog

    return make


@pytest.fixture
def dialog(studio, make_dialog):
    return make_dialog(studio)


def names(dialog):
    return [(record.kind, record.name) for record in dialog.tree.shown()]


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def press_and_wait(qtbot, studio, button):
    """Press a button that has plugins imported, and wait until that is done."""
    with qtbot.waitSignal(studio.plugins.busy, check_params_cb=lambda busy: not busy):
        press(qtbot, button)


def test_that_every_plugin_is_listed_by_kind(dialog, studio):
    assert names(dialog) == [(record.kind, record.name) for record in studio.registry.records]
    model = dialog.tree.model()
    groups = [model.index(row, 0).data() for row in range(model.rowCount())]
    counts = [sum(record.kind is kind for record in studio.registry.records) for kind in Kind]
    words = ["Encoders", "Decoders", "Priors", "KL strategies"]
    assert groups == [f"{word}  {count}" for word, count in zip(words, counts, strict=True)]


def test_that_the_first_problem_is_in_view(dialog):
    assert dialog.tree.current().name == "dense"
    assert dialog.side.detail.state.text() == "Broken"
    said = dialog.side.detail.explanation.text()
    assert said.startswith("ImportError: cannot import name. It is left out of the Decoder list")


def test_that_a_duplicate_is_the_first_problem_where_nothing_is_broken(install, make_studio, make_dialog):
    install("acme-mixture", "mixture")
    dialog = make_dialog(make_studio())
    assert dialog.tree.current().distribution == "acme-mixture"


def test_that_the_report_holds_what_an_author_needs(dialog, qtbot):
    assert dialog.side.detail.failure.text.toPlainText() == TRACEBACK.rstrip()
    press(qtbot, dialog.side.detail.failure.copy_button)
    report = QGuiApplication.clipboard().text()
    assert report.startswith("Decoder: dense\nDistribution: vae-studio ")
    assert "Python: 3." in report
    assert report.endswith(TRACEBACK.rstrip())


def test_that_a_plugin_in_order_shows_its_parameters_and_no_traceback(dialog, studio):
    assert dialog.tree.select(studio.registry.record(Kind.ENCODER, "conv").key)
    detail = dialog.side.detail
    assert (detail.title.text(), detail.state.text()) == ("Convolutional", "Available")
    assert detail.retry_button.isHidden()
    assert detail.failure.isHidden()
    entry = detail.facts.values["Entry point"].text()
    assert entry == "vae_studio.encoders : conv = vae_studio_builtins.conv_encoder:PLUGIN"
    assert detail.facts.values["Needs"].text() == "images"
    assert re.fullmatch(r"Today \d\d:\d\d:\d\d, in .+ m?s", detail.facts.values["Last tried"].text())
    assert ["encoder.kernel", "5 px", "From 1 to 31 px"] in detail.parameters.table.rows()


def test_that_a_plugin_for_another_contract_says_which_it_speaks(install, make_studio, make_dialog):
    install("acme-later", "later", label="From the future", version=7)
    dialog = make_dialog(make_studio())
    detail = dialog.side.detail
    assert detail.title.text() == "From the future"
    assert detail.facts.values["Needs"].text() == "plugin contract 7; this studio speaks 1"
    assert detail.facts.values["Needs"].property("tone") == "error"


def test_that_trying_again_mends_what_can_be_mended_and_tells_the_panels(dialog, studio, qtbot):
    with qtbot.waitSignal(studio.plugins_changed):
        press(qtbot, dialog.side.detail.retry_button)
    assert studio.registry.record(Kind.DECODER, "dense").status is PluginStatus.AVAILABLE
    assert dialog.side.detail.state.text() == "Available"
    assert dialog.tree.current().name == "dense"


def test_that_a_rescan_keeps_the_selection_and_says_what_came_and_how_long_it_took(
    dialog, studio, install, qtbot
):
    dialog.tree.select(studio.registry.record(Kind.PRIOR, "standard_normal").key)
    install("acme-prior", "acme")
    with qtbot.waitSignal(studio.notice) as noticed:
        press(qtbot, dialog.rescan_button)
    total = len(studio.registry.records)
    shown = dialog.summary.text()
    assert shown.startswith(f"Scanned {total} plugins from 2 distributions in ")
    assert "Prior acme is new" in shown
    assert "Prior acme is new" in noticed.args[0].text
    assert dialog.tree.current().name == "standard_normal"


def test_that_a_key_rescans(dialog, studio, qtbot):
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    with qtbot.waitSignal(studio.plugins.scanned):
        qtbot.keyClick(dialog, Qt.Key.Key_F5)


def test_that_differences_are_named_up_to_a_few_and_then_counted(studio):
    records = studio.registry.records
    assert difference_words(RescanResult()) == "Nothing has changed."
    assert difference_words(RescanResult(removed=records[:1])) == "Encoder conv is gone."
    assert difference_words(RescanResult(added=records[:5])).endswith(
        "decoder conv is new, and 2 more changed."
    )


def test_that_chips_filter_by_state_and_count(dialog, studio, qtbot):
    chip = dialog.filter.chip(PluginStatus.BROKEN)
    assert chip.text() == "Broken  1"
    assert dialog.filter.chip(PluginStatus.DUPLICATE).isHidden(), "no plugin has this state"
    press(qtbot, chip)
    assert names(dialog) == [(Kind.DECODER, "dense")]
    press(qtbot, dialog.filter.chip(None))
    assert len(names(dialog)) == len(studio.registry.records)


def test_that_words_filter_by_name_kind_and_distribution(dialog, qtbot):
    dialog.filter.search.setText("kl mont")
    assert names(dialog) == [(Kind.KL_STRATEGY, "monte_carlo")]
    dialog.filter.search.setText("nowhere")
    assert names(dialog) == []
    assert dialog.side.detail.title.text() == "No plugin selected"


def test_that_return_in_the_filter_presses_no_button(dialog, studio, qtbot):
    scanned = []
    studio.plugins.scanned.connect(scanned.append)
    dialog.show()
    qtbot.keyClicks(dialog.filter.search, "conv")
    qtbot.keyClick(dialog.filter.search, Qt.Key.Key_Return)
    assert not studio.plugins.is_busy
    assert scanned == []


def test_that_a_filter_whose_last_plugin_is_mended_shows_all_again(dialog, studio, qtbot):
    press(qtbot, dialog.filter.chip(PluginStatus.BROKEN))
    press_and_wait(qtbot, studio, dialog.side.detail.retry_button)
    assert len(names(dialog)) == len(studio.registry.records)


def test_that_a_disabled_plugin_stays_so_after_a_restart_until_it_is_enabled(
    dialog, studio, make_studio, make_dialog, qtbot
):
    key = studio.registry.record(Kind.PRIOR, "gaussian").key
    dialog.tree.select(key)
    press_and_wait(qtbot, studio, dialog.side.detail.enabling_button)
    assert dialog.side.detail.state.text() == "Disabled"
    assert dialog.filter.chip(PluginStatus.DISABLED).text() == "Disabled  1"
    later = make_studio()
    again = make_dialog(later)
    again.tree.select(key)
    assert again.side.detail.enabling_button.text() == "Enable"
    press_and_wait(qtbot, later, again.side.detail.enabling_button)
    assert later.registry.record(*key).status is PluginStatus.AVAILABLE
    assert make_studio().registry.record(*key).status is PluginStatus.AVAILABLE


def test_that_a_choice_that_cannot_be_kept_is_told_of_in_the_dialog(dialog, studio, tmp_path, qtbot):
    (tmp_path / "plugins.toml").write_text("disabled = 3")
    dialog.tree.select(studio.registry.record(Kind.PRIOR, "gaussian").key)
    with qtbot.waitSignal(studio.plugins.failed):
        press(qtbot, dialog.side.detail.enabling_button)
    assert "plugins.toml cannot be read" in dialog.summary.text()
    assert dialog.side.detail.state.text() == "Available"


def test_that_a_name_claimed_twice_can_be_given_to_the_other(install, make_studio, make_dialog, qtbot):
    install("acme-mixture", "mixture", label="Acme mixture")
    studio = make_studio()
    dialog = make_dialog(studio)
    note = dialog.side.duplicate
    assert note.title.text() == "Mixture of Gaussians is provided twice"
    assert note.words.text() == "The built-in one is used."
    (button,) = note.buttons
    assert button.text() == "Use acme-mixture instead"
    press_and_wait(qtbot, studio, button)
    assert studio.registry.get(Kind.PRIOR, "mixture").label == "Acme mixture"
    assert note.words.text() == "That of acme-mixture is used."
    assert [button.text() for button in note.buttons] == ["Use the built-in one instead"]
    assert make_studio().registry.provenance(Kind.PRIOR, "mixture").distribution == "acme-mixture"


def test_that_nothing_is_said_of_duplicates_where_there_are_none(dialog):
    assert dialog.side.duplicate.isHidden()


def test_that_the_runs_that_use_a_plugin_are_listed_and_opened(dialog, studio, monkeypatch, qtbot):
    folder = Path("/runs/first")
    use = PluginUse(folder, "first", "2026-01-02T10:00:00+00:00", 12, "0.1.0")
    dialog.side.take_uses({("prior", "gaussian", "vae-studio"): (use,)})
    opened = []
    monkeypatch.setattr(studio, "open_run", opened.append)
    dialog.tree.select(studio.registry.record(Kind.PRIOR, "gaussian").key)
    uses = dialog.side.detail.uses
    assert uses.heading.text() == "1 run uses it"
    assert uses.table.rows() == [["first", "12", "0.1.0", "2026-01-02"]]
    uses.table.setCurrentItem(uses.table.topLevelItem(0))
    qtbot.keyClick(uses.table, Qt.Key.Key_Return)
    uses.table.itemDoubleClicked.emit(uses.table.topLevelItem(0), 0)
    assert opened == [folder, folder]
    dialog.tree.select(studio.registry.record(Kind.PRIOR, "mixture").key)
    assert uses.words.text() == "No run of the workspace uses it."


class FileManager(QObject):
    """Takes the place of the desktop's."""

    def __init__(self):
        super().__init__()
        self.shown = []

    @Slot(QUrl)
    def show_folder(self, url):
        self.shown.append(Path(url.toLocalFile()))


@pytest.fixture
def file_manager():
    manager = FileManager()
    QDesktopServices.setUrlHandler("file", manager, "show_folder")
    yield manager
    QDesktopServices.unsetUrlHandler("file")


def test_that_the_folder_of_a_plugins_source_is_shown(dialog, studio, file_manager, qtbot):
    dialog.tree.select(studio.registry.record(Kind.ENCODER, "conv").key)
    press(qtbot, dialog.side.detail.files_button)
    assert [folder.name for folder in file_manager.shown] == ["vae_studio_builtins"]


def begin(dialog, kind, name, folder):
    action = next(action for action in dialog.new_button.menu().actions() if action.text() == kind.label)
    action.trigger()
    form = dialog.side.form
    form.folder.setText(str(folder))
    form.name.setText(name)
    return form


def test_that_a_name_that_cannot_be_is_refused_beside_the_field(dialog, tmp_path):
    form = begin(dialog, Kind.PRIOR, "", tmp_path)
    assert form.kind.currentText() == "Prior"
    assert not form.create_button.isEnabled()
    assert form.name_problem.isHidden(), "an empty name is no mistake yet"
    form.name.setText("gaussian")
    assert "named 'gaussian' already" in form.name_problem.text()
    assert form.name.property("error") == "true"
    form.kind.setCurrentText("KL strategy")
    assert form.create_button.isEnabled()
    assert f"Writes {tmp_path / 'vae-studio-gaussian-kl'}" in form.preview.text()


def test_that_a_new_plugin_is_written_installed_found_and_selected(
    dialog, studio, tmp_path, install, monkeypatch, qtbot
):
    form = begin(dialog, Kind.PRIOR, "brand_new", tmp_path)
    done = dialog.side.written
    press(qtbot, form.create_button)
    qtbot.waitUntil(lambda: dialog.side.currentWidget() is done)
    project = tmp_path / "vae-studio-brand-new-prior"
    assert (project / "pyproject.toml").is_file()
    press(qtbot, done.copy_button)
    assert str(project) in QGuiApplication.clipboard().text()
    # In place of pip: a process that does nothing, beside a distribution that appears meanwhile.
    monkeypatch.setattr(
        "vae_studio.gui.plugins_dialog.written_page.install_arguments", lambda _: (sys.executable, "-c", "")
    )
    install("vae-studio-brand-new-prior", "brand_new", label="Brand new")
    with qtbot.waitSignal(studio.plugins.scanned):
        press(qtbot, done.install_button)
    assert dialog.tree.current().name == "brand_new"
    assert dialog.side.detail.title.text() == "Brand new"
    assert dialog.side.currentWidget() is not done
    sys.modules.pop("vae_studio_brand_new_prior")


def test_that_an_installation_that_fails_shows_what_was_said(dialog, tmp_path, monkeypatch, qtbot):
    form = begin(dialog, Kind.ENCODER, "brand_new", tmp_path)
    press(qtbot, form.create_button)
    done = dialog.side.written
    qtbot.waitUntil(lambda: dialog.side.currentWidget() is done)
    code = "print('no matching distribution'); raise SystemExit(1)"
    monkeypatch.setattr(
        "vae_studio.gui.plugins_dialog.written_page.install_arguments", lambda _: (sys.executable, "-c", code)
    )
    press(qtbot, done.install_button)
    qtbot.waitUntil(lambda: "could not be installed" in done.outcome.text())
    assert done.output.toPlainText() == "no matching distribution"


def test_that_closing_the_dialog_ends_an_installation(dialog, tmp_path, monkeypatch, qtbot):
    form = begin(dialog, Kind.ENCODER, "brand_new", tmp_path)
    press(qtbot, form.create_button)
    done = dialog.side.written
    qtbot.waitUntil(lambda: dialog.side.currentWidget() is done)
    endless = (sys.executable, "-c", "import signal; signal.pause()")
    monkeypatch.setattr("vae_studio.gui.plugins_dialog.written_page.install_arguments", lambda _: endless)
    press(qtbot, done.install_button)
    dialog.show()
    dialog.close()
    assert done.install_button.isVisibleTo(done)
    assert "cancelled" in done.outcome.text()


def test_that_a_home_folder_that_there_is_not_is_told_of_while_it_is_typed(dialog, tmp_path):
    form = begin(dialog, Kind.PRIOR, "mine", tmp_path)
    form.folder.setText("~nobody-is-called-this")
    assert not form.create_button.isEnabled()
    assert form.problem.text().startswith("There is no home folder for ~nobody-is-called-this.")
    form.folder.clear()
    assert not form.create_button.isEnabled()
    assert form.problem.text().startswith("There is no folder to write to.")
    form.folder.setText(str(tmp_path))
    assert form.create_button.isEnabled()
    assert form.problem.isHidden()


def test_that_a_folder_that_is_taken_is_told_of_in_the_form(dialog, tmp_path, qtbot):
    (tmp_path / "vae-studio-brand-new-prior" / "something").mkdir(parents=True)
    form = begin(dialog, Kind.PRIOR, "brand_new", tmp_path)
    press(qtbot, form.create_button)
    qtbot.waitUntil(lambda: "exists already" in form.problem.text())
    assert dialog.side.currentWidget() is form


def test_that_selecting_a_plugin_leaves_the_form_and_a_rescan_does_not(dialog, studio, tmp_path, qtbot):
    form = begin(dialog, Kind.PRIOR, "half_a_name", tmp_path)
    with qtbot.waitSignal(studio.plugins.scanned) as scanned:
        press(qtbot, dialog.rescan_button)
    assert isinstance(scanned.args[0], Scanned)
    assert dialog.side.currentWidget() is form
    dialog.tree.select(studio.registry.record(Kind.ENCODER, "conv").key)
    assert dialog.side.currentWidget() is not form


def test_that_the_dialog_stops_nothing_and_is_opened_once(studio, theme, qtbot):
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    first = show_plugins_dialog(studio, theme, window)
    assert not first.isModal()
    first.tree.select(studio.registry.record(Kind.ENCODER, "conv").key)
    assert show_plugins_dialog(studio, theme, window) is first
    assert first.tree.current().name == "dense", "the first problem is in view again"
