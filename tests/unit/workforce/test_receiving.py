"""Bytes on their way in: limits, hashes, full disks, things that are not files."""

import errno
import hashlib
import io
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from service.problems import StorageFull, TooLarge
from service.workforce.identity import CHUNK_BYTES
from service.workforce.receiving import Received, measured, opened, spooled, temporary_copy

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("size", [0, 1, 300_000])
def test_a_copy_is_measured_and_hashed(size):
    content = os.urandom(size)
    heard = []
    received = spooled(io.BytesIO(content), 300_000, heard.append)
    with received.file:
        assert received.file.read() == content
    assert (received.size, received.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert heard == ([] if size == 0 else [1] if size == 1 else [262_144, 300_000])


def test_one_byte_too_many_is_refused_and_nothing_is_kept(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(TooLarge) as refused:
        spooled(io.BytesIO(b"x" * 101), 100)
    assert refused.value.status == 413
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_is_measured_from_its_beginning():
    file = io.BytesIO(b"abc")
    file.seek(2)
    received = measured(file)
    assert (received.size, received.sha256) == (3, hashlib.sha256(b"abc").hexdigest())
    assert received.rewound().read() == b"abc"


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        (0, [0]),
        (5, [5]),
        (CHUNK_BYTES, [CHUNK_BYTES]),
        (2 * CHUNK_BYTES + 3, [CHUNK_BYTES, CHUNK_BYTES, 3]),
    ],
)
def test_chunks_are_numbered_and_the_last_is_known(size, sizes):
    received = Received(io.BytesIO(b"x" * size), "", size)
    chunks = list(received.chunks())
    assert [len(plain) for _, _, plain in chunks] == sizes
    assert [ordinal for ordinal, _, _ in chunks] == list(range(len(sizes)))
    assert [last for _, last, _ in chunks] == [False] * (len(sizes) - 1) + [True]


def test_a_temporary_copy_has_no_name_on_the_disk(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with temporary_copy() as file:
        file.write(b"SW123456")
        assert list(tmp_path.iterdir()) == []
    assert file.read() == b"SW123456"
    file.close()


def test_no_room_for_the_copy_is_said_and_the_limit_is_real(tmp_path):
    """A process that may write 1 MiB at most, the kernel being the disk that is full."""
    code = f"""
import io, resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({1024 * 1024}, {1024 * 1024}))
from service.problems import StorageFull
from service.workforce.receiving import spooled
try:
    spooled(io.BytesIO(b"x" * 3_000_000), 10_000_000)
except StorageFull as full:
    print(full.status, full.detail)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout == (
        "507 There is no room for a temporary copy of the file. Nothing was stored.\n"
    )
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_any_other_fault_of_the_disk_is_not_called_full():
    class Broken(io.BytesIO):
        def read(self, *_):
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output error") as raised:
        spooled(Broken(), 100)
    assert not isinstance(raised.value, StorageFull)


def test_a_good_file_is_opened(tmp_path):
    path = tmp_path / "posts.csv"
    path.write_bytes(b"post\n")
    with opened(path, 5) as file:
        assert file.read() == b"post\n"


def test_what_cannot_be_opened_is_a_finding(tmp_path):
    (tmp_path / "folder").mkdir()
    found = {
        name: opened(tmp_path / name, 10).code
        for name in ("nothing.csv", "folder", "x" * 300, "nul\x00byte")
    }
    assert found == {
        "nothing.csv": "FILE_NOT_FOUND",
        "folder": "FILE_IS_FOLDER",
        "x" * 300: "FILE_NOT_OPENED",
        "nul\x00byte": "FILE_NOT_OPENED",
    }


def test_a_huge_file_is_refused_before_a_byte_is_read(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)  # sparse: takes no room
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = opened(path, 64 * 1024 * 1024)
    assert found.code == "FILE_TOO_LARGE"
    assert "67,108,864 bytes" in found.message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000


def test_a_file_that_may_not_be_read_is_a_finding(tmp_path):
    """As another user when the tests run as root, who may read everything."""
    path = tmp_path / "secret.csv"
    path.write_bytes(b"x")
    path.chmod(0)
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from service.workforce.receiving import opened\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "print(opened(Path(sys.argv[1]), 10).code)\n"
    )
    for parent in (tmp_path, *list(tmp_path.parents)[:3]):
        parent.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert done.stdout == "FILE_NOT_ALLOWED\n"
