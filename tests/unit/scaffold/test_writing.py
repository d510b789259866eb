"""The files of a new plugin: complete, of one piece, and never over what is there."""

import ast
import tomllib

import pytest

from vae_studio.api import Kind, OutputError
from vae_studio.scaffold import Draft, write_plugin
from vae_studio.scaffold import writing as writing_module
from vae_studio.scaffold.installing import install_arguments, install_command

DRAFTS = [Draft(kind, "my_plugin") for kind in Kind]


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.kind.value)
def test_that_the_distribution_is_complete_and_registers_its_entry_point(draft, tmp_path):
    made = write_plugin(draft, tmp_path / "not yet there")
    assert made.folder == tmp_path / "not yet there" / draft.distribution
    assert {str(p.relative_to(made.folder)) for p in made.folder.rglob("*") if p.is_file()} == set(made.files)
    project = tomllib.loads((made.folder / "pyproject.toml").read_text())
    assert project["project"]["entry-points"] == {draft.kind.group: {"my_plugin": f"{draft.package}:PLUGIN"}}
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == [f"src/{draft.package}"]
    for file in made.folder.rglob("*.py"):
        ast.parse(file.read_text())
    assert not any("$" in file.read_text() for file in made.folder.rglob("*") if file.is_file())


def test_that_the_listed_module_imports_no_tensorflow(tmp_path):
    for draft in DRAFTS:
        made = write_plugin(draft, tmp_path)
        assert "import tensorflow" not in (made.folder / "src" / draft.package / "__init__.py").read_text()


def test_that_a_folder_with_something_in_it_is_left_alone(tmp_path):
    draft = DRAFTS[0]
    folder = tmp_path / draft.distribution
    folder.mkdir()
    write_plugin(draft, tmp_path)
    (folder / "README.md").write_text("my own words")
    with pytest.raises(OutputError, match="exists already"):
        write_plugin(draft, tmp_path)
    assert (folder / "README.md").read_text() == "my own words"


def test_that_nothing_is_left_behind_where_the_files_cannot_be_written(tmp_path, monkeypatch):
    texts = {**writing_module.contents(DRAFTS[0]), "README.md/below": ""}
    monkeypatch.setattr(writing_module, "contents", lambda draft: texts)
    with pytest.raises(OutputError):
        write_plugin(DRAFTS[0], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_that_a_file_in_the_place_of_the_folder_is_told_of(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="no folder"):
        write_plugin(DRAFTS[0], tmp_path / "file")


def test_that_the_command_to_install_names_the_environment_or_is_that_of_pip(tmp_path, monkeypatch):
    monkeypatch.setattr("vae_studio.scaffold.installing.distributions", lambda **_: iter(()))
    monkeypatch.setattr("shutil.which", lambda name: "/bin/uv")
    assert install_arguments(tmp_path)[:4] == ("/bin/uv", "pip", "install", "--python")
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert install_arguments(tmp_path) is None
    assert install_command(tmp_path).startswith("pip install --editable ")


def test_that_a_home_folder_that_there_is_not_is_told_in_words(tmp_path):
    with pytest.raises(OutputError, match="no home folder for ~nobody-is-called-this"):
        write_plugin(DRAFTS[0], "~nobody-is-called-this/plugins")
