"""MNIST found on the machine or downloaded, from a server on this machine."""

import gzip
import hashlib
import socket
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from vae_studio.api import DataError, DataSpec
from vae_studio.data import embedded_datasets, load_dataset, mnist
from vae_studio.data.download import RemoteFile
from vae_studio.data.idx_folder import find_idx_files
from vae_studio.data.mnist import download_mnist, locate_mnist
from vae_studio.data.progress import ReadingCancelledError, Reporter


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture
def serve(monkeypatch):
    """Serve a folder over HTTP on this machine; gives the base address."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    servers = []

    def start(folder):
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def nobody(monkeypatch):
    """The address of a port on which nobody listens."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """An empty cache, and no other place where MNIST might lie."""
    folder = tmp_path / "cache" / "mnist"
    monkeypatch.setattr(mnist, "cache_folder", lambda: folder)
    monkeypatch.delenv("VAE_STUDIO_DATA", raising=False)
    monkeypatch.delenv("VAE_STUDIO_MNIST_URL", raising=False)
    return folder


@pytest.fixture
def small_files(small_mnist, monkeypatch):
    """The small files as those that a download expects."""
    files = find_idx_files(small_mnist)
    paths = [files.train_images, files.train_labels, files.test_images, files.test_labels]
    remote = tuple(remote_file(path) for path in paths)
    monkeypatch.setattr(mnist, "FILES", remote)
    return remote


def remote_file(path):
    content = path.read_bytes()
    return RemoteFile(path.name, len(content), hashlib.sha256(gzip.decompress(content)).hexdigest())


def test_that_mnist_is_downloaded_once_with_progress_and_read(
    serve, small_mnist, small_files, cache, monkeypatch
):
    monkeypatch.setenv("VAE_STUDIO_MNIST_URL", serve(small_mnist) + "/")
    seen = []
    dataset = load_dataset(DataSpec(source="mnist"), seen.append)
    assert (dataset.name, len(dataset), len(dataset.splits.test)) == ("mnist", 25, 5)
    assert {path.name for path in cache.iterdir()} == {file.name for file in small_files}
    bytes_done = [report.done for report in seen if report.phase == "downloading"]
    total = sum(file.size for file in small_files)
    assert bytes_done == sorted(bytes_done)
    assert bytes_done[-1] == total
    monkeypatch.setenv("VAE_STUDIO_MNIST_URL", "http://127.0.0.1:1")
    assert load_dataset(DataSpec(source="mnist")).fingerprint == dataset.fingerprint


def test_that_only_missing_files_are_downloaded(serve, small_mnist, small_files, tmp_path):
    folder = tmp_path / "half"
    download_mnist(folder, Reporter(), serve(small_mnist))
    kept = folder / small_files[0].name
    stamp = kept.stat().st_mtime_ns
    (folder / small_files[1].name).unlink()
    download_mnist(folder, Reporter(), serve(small_mnist))
    assert kept.stat().st_mtime_ns == stamp
    assert (folder / small_files[1].name).is_file()


def test_that_another_compression_of_the_same_content_is_accepted(serve, small_mnist, small_files, tmp_path):
    path = small_mnist / small_files[0].name
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), 1, mtime=5))
    assert download_mnist(tmp_path / "new", Reporter(), serve(small_mnist)) == tmp_path / "new"


def test_that_a_wrong_checksum_is_refused_and_leaves_no_file(serve, small_mnist, small_files, tmp_path):
    (small_mnist / "train-images-idx3-ubyte.gz").write_bytes(
        (small_mnist / "t10k-images-idx3-ubyte.gz").read_bytes()
    )
    with pytest.raises(
        DataError, match=r"train-images-idx3-ubyte\.gz does not hold .* SHA-256 checksum"
    ) as caught:
        download_mnist(tmp_path / "new", Reporter(), serve(small_mnist))
    assert "digits" in caught.value.remedy
    assert list((tmp_path / "new").iterdir()) == []


def test_that_a_truncated_download_is_refused(serve, small_mnist, small_files, tmp_path):
    path = small_mnist / "train-images-idx3-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(DataError, match="no complete gzip file"):
        download_mnist(tmp_path / "new", Reporter(), serve(small_mnist))


def test_that_a_file_that_the_server_lacks_is_named_with_the_answer(serve, small_mnist, small_files, tmp_path):
    (small_mnist / "train-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(DataError, match=r"train-labels-idx1-ubyte\.gz could not .* the server answered 404"):
        download_mnist(tmp_path / "new", Reporter(), serve(small_mnist))


def test_that_being_offline_names_the_other_ways_and_leaves_the_other_sources_alone(cache, nobody, monkeypatch):
    monkeypatch.setenv("VAE_STUDIO_MNIST_URL", nobody)
    with pytest.raises(DataError, match=r"MNIST is not on this machine, .* server cannot be reached") as caught:
        load_dataset(DataSpec(source="mnist"))
    assert "$VAE_STUDIO_DATA" in caught.value.remedy
    assert "digits" in caught.value.remedy
    assert len(load_dataset(DataSpec(source="digits"))) == 1797


def test_that_the_second_server_serves_when_the_first_does_not(
    serve, small_mnist, small_files, cache, nobody, monkeypatch
):
    monkeypatch.setattr(mnist, "SERVERS", (nobody, serve(small_mnist)))
    assert len(load_dataset(DataSpec(source="mnist"))) == 25


def test_that_a_download_can_be_cancelled_and_leaves_no_file(serve, small_mnist, small_files, tmp_path):
    with pytest.raises(ReadingCancelledError):
        download_mnist(tmp_path / "new", Reporter(cancelled=lambda: True), serve(small_mnist))
    assert list((tmp_path / "new").iterdir()) == []


def test_that_a_folder_that_cannot_be_made_is_an_error_in_words(serve, small_mnist, small_files, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match=r"could not be downloaded into .*file.*: Not a directory"):
        download_mnist(tmp_path / "file" / "mnist", Reporter(), serve(small_mnist))


@pytest.mark.parametrize("sub_folder", ["", "mnist"])
def test_that_mnist_is_found_in_the_users_own_folder(small_mnist, cache, monkeypatch, sub_folder):
    own = small_mnist if not sub_folder else small_mnist.rename(small_mnist.with_name("mnist")).parent
    monkeypatch.setenv("VAE_STUDIO_DATA", str(own))
    assert locate_mnist() == own / sub_folder
    assert len(load_dataset(DataSpec(source="mnist"))) == 25
    assert embedded_datasets()[1].available
    assert str(own) in embedded_datasets()[1].detail


def test_that_an_incomplete_folder_is_not_taken_for_mnist(small_mnist, cache, monkeypatch):
    (small_mnist / "t10k-labels-idx1-ubyte.gz").unlink()
    monkeypatch.setenv("VAE_STUDIO_DATA", str(small_mnist))
    assert locate_mnist() is None


def test_that_the_catalogue_says_what_has_to_be_downloaded(cache):
    digits, large, *_ = embedded_datasets()
    assert (digits.name, digits.available) == ("digits", True)
    assert (large.name, large.available) == ("mnist", False)
    assert large.detail == "downloaded on first use (12 MB)"


@pytest.mark.mnist
def test_that_the_complete_mnist_agrees_with_the_checksums(serve, mnist_folder, cache, tmp_path):
    if not (mnist_folder / "train-images-idx3-ubyte.gz").is_file():
        pytest.skip("the complete MNIST is not compressed here")
    download_mnist(tmp_path / "new", Reporter(), serve(mnist_folder))
    assert find_idx_files(tmp_path / "new").complete
