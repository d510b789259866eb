from pathlib import Path

from vae_studio.data import collect_image_files


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def names(files, folder):
    return [path.relative_to(folder).as_posix() for path in files]


def test_that_folders_are_searched_at_every_depth_in_the_order_of_names(tmp_path):
    touch(tmp_path, "b/2.PNG", "b/1.jpeg", "a/deep/er/x.tiff", "c.webp", "c.bmp", "notes.txt", "x.npy", "y.gif")
    assert names(collect_image_files([tmp_path]), tmp_path) == [
        "a/deep/er/x.tiff",
        "b/1.jpeg",
        "b/2.PNG",
        "c.bmp",
        "c.webp",
    ]


def test_that_hidden_files_and_folders_are_left_out(tmp_path):
    touch(tmp_path, ".hidden.png", "._seen.png", ".git/x.png", "__MACOSX/seen.png", "seen.png")
    assert names(collect_image_files([str(tmp_path)]), tmp_path) == ["seen.png"]


def test_that_files_given_by_name_are_kept_whatever_they_are_called_and_none_comes_twice(tmp_path):
    touch(tmp_path, "z.txt", "in/a.png")
    given = [tmp_path / "z.txt", tmp_path / "in" / "a.png", tmp_path / "in", Path("/does/not/exist.png")]
    assert collect_image_files(given) == [given[0], given[1], given[3]]


def test_that_a_loop_of_links_ends(tmp_path):
    touch(tmp_path, "a/x.png")
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    assert names(collect_image_files([tmp_path]), tmp_path) == ["a/x.png"]
