"""What is remembered of the user: folders, recent things, what was dismissed."""

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from vae_studio.gui.file_dialogs import open_file, save_file
from vae_studio.gui.opening import DATASETS, RUNS, Opening
from vae_studio.gui.preferences import MOST_RECENT, Preferences
from vae_studio.gui.recent_menus import RecentMenus


def kept(tmp_path) -> Preferences:
    return Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


def test_that_folders_recents_and_dismissals_are_there_the_next_day(tmp_path):
    first = kept(tmp_path)
    first.remember_folder("figures", tmp_path)
    first.add_recent(DATASETS, "digits")
    first.dismiss("tour")
    first._settings.sync()
    second = kept(tmp_path)
    assert second.folder("figures") == tmp_path
    assert second.recent(DATASETS) == ("digits",)
    assert second.dismissed("tour")
    second.forget()
    assert second.folder("figures") is None
    assert second.recent(DATASETS) == ()
    assert not second.dismissed("tour")


def test_that_the_newest_is_first_and_the_list_is_short(tmp_path):
    preferences = kept(tmp_path)
    for number in range(MOST_RECENT + 3):
        preferences.add_recent(RUNS, f"/runs/{number}")
    preferences.add_recent(RUNS, "/runs/5")
    found = preferences.recent(RUNS)
    assert found[0] == "/runs/5"
    assert len(found) == MOST_RECENT == len(set(found))


def test_that_a_folder_that_is_gone_is_forgotten(tmp_path):
    preferences = Preferences()
    preferences.remember_folder("runs", tmp_path / "gone")
    assert preferences.folder("runs") is None


def test_that_a_dialog_opens_where_it_was_used_last_and_stops_nothing(tmp_path, qtbot):
    preferences, window, chosen = Preferences(), QWidget(), []
    qtbot.addWidget(window)
    (tmp_path / "data").mkdir()
    preferences.remember_folder("datasets", tmp_path / "data")
    dialog = open_file(preferences, window, "datasets", "Open", "Tables (*.csv)", chosen.append)
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert dialog.directory().absolutePath() == str(tmp_path / "data")
    dialog.setDirectory(str(tmp_path))
    dialog.fileSelected.emit(str(tmp_path / "rows.csv"))
    dialog.done(QFileDialog.DialogCode.Accepted)
    assert chosen == [tmp_path / "rows.csv"]
    assert preferences.folder("datasets") == tmp_path


def test_that_a_file_to_write_gets_the_ending_of_its_kind(tmp_path, qtbot):
    preferences, window = Preferences(), QWidget()
    qtbot.addWidget(window)
    kinds = "Table (*.csv);;Arrays (*.npz)"
    dialog = save_file(preferences, window, "codes", "Save", tmp_path / "codes.csv", kinds, lambda _: None)
    assert dialog.defaultSuffix() == "csv"
    assert dialog.directory().absolutePath() == str(tmp_path)
    dialog.filterSelected.emit("Arrays (*.npz)")
    assert dialog.defaultSuffix() == "npz"


def test_that_recent_datasets_and_runs_are_offered_and_taken(quiet_studio, tmp_path, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    datasets, runs = QMenu(window), QMenu(window)
    menus = RecentMenus(quiet_studio, Opening(quiet_studio, window), datasets, runs)
    assert not datasets.isEnabled()
    quiet_studio.preferences.add_recent(DATASETS, "digits")
    quiet_studio.preferences.add_recent(RUNS, str(tmp_path))
    quiet_studio.preferences.add_recent(RUNS, str(tmp_path / "deleted"))
    assert datasets.isEnabled()
    assert [action.text() for action in runs.actions() if action.text()] == [
        f"{tmp_path.name} — {tmp_path.parent}",
        "Clear the lists",
    ]
    with qtbot.waitSignal(quiet_studio.dataset_changed, timeout=60_000):
        datasets.actions()[0].trigger()
    assert quiet_studio.dataset.name == "digits"
    runs.actions()[-1].trigger()
    assert quiet_studio.preferences.recent(RUNS) == ()
    menus.refresh()
    assert not runs.isEnabled()
