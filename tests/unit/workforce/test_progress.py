"""How far an import has come."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from service.workforce import progress_notes
from service.workforce.progress import Phase, Progress, ProgressBoard, ReferenceInUse

ROOT = Path(__file__).parents[3]
AT_WORK = """
import sys
from service.workforce.progress import Phase, ProgressBoard
progress = ProgressBoard().begin(sys.argv[1])
progress.at(Phase.STORING, 12)
print("working", flush=True)
sys.stdin.readline()
progress.at(Phase.DONE, 99)
print("done", flush=True)
sys.stdin.readline()
"""


def test_a_fresh_import_has_received_nothing_yet():
    progress = ProgressBoard().begin("a")
    assert (progress.phase, progress.rows, progress.over) == (Phase.RECEIVED, 0, False)


def test_the_board_shows_how_far_it_has_come_under_both_names():
    board = ProgressBoard()
    progress = board.begin("reference")
    progress.reading(1_000)
    board.also_as("id of the return", progress)
    progress.at(Phase.STORING, 5)
    for name in ("reference", "id of the return"):
        assert (board.of(name).phase, board.of(name).rows) == (Phase.STORING, 5)
    assert board.of("unknown") is None


def test_an_import_without_a_reference_is_not_on_the_board():
    board = ProgressBoard()
    assert isinstance(board.begin(None), Progress)
    assert board.of("None") is None


@pytest.mark.parametrize("end", [Phase.DONE, Phase.FAILED])
def test_a_reference_is_free_again_when_its_import_is_over(end):
    board = ProgressBoard()
    first = board.begin("a")
    with pytest.raises(ReferenceInUse):
        board.begin("a")
    first.at(end)
    assert board.begin("a") is not first


def test_old_and_too_many_entries_are_forgotten(monkeypatch):
    board = ProgressBoard()
    monkeypatch.setattr(board, "KEPT_AT_MOST", 2, raising=False)
    for name in "abcd":
        board.begin(name)
    assert [name for name in "abcd" if board.of(name)] == ["c", "d"]
    monkeypatch.setattr(board, "KEPT_SECONDS", -1.0, raising=False)
    assert board.of("d") is None


@pytest.fixture
def another_process():
    """``start(reference)``: a process that works on an import and waits for a line to go on."""
    started = []

    def start(reference):
        process = subprocess.Popen(
            [sys.executable, "-c", AT_WORK, reference],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout.readline() == "working\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def shown(board, reference):
    known = board.of(reference)
    return (known.phase, known.rows)


def test_another_process_of_the_machine_tells_how_far_it_is(another_process):
    """| the other process | shown here    | the reference |
    | stores row 12     | storing, 12   | in use        |
    | has ended         | done, 99      | free          |"""
    board, reference = ProgressBoard(), str(uuid4())
    other = another_process(reference)
    assert shown(board, reference) == (Phase.STORING, 12)
    with pytest.raises(ReferenceInUse):
        board.begin(reference)
    other.stdin.write("\n")
    other.stdin.flush()
    assert other.stdout.readline() == "done\n"
    assert shown(board, reference) == (Phase.DONE, 99)
    assert not board.begin(reference).over


def test_an_import_whose_process_was_killed_has_failed(another_process):
    board, reference = ProgressBoard(), str(uuid4())
    other = another_process(reference)
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert shown(board, reference) == (Phase.FAILED, 12)
    assert board.begin(reference).phase is Phase.RECEIVED


@pytest.fixture
def notes(tmp_path, monkeypatch):
    monkeypatch.setattr(progress_notes.tempfile, "gettempdir", lambda: str(tmp_path))
    return tmp_path / f"scorecard-progress-{os.getuid()}"


def test_a_folder_that_others_may_write_to_is_not_used(notes):
    notes.mkdir(mode=0o777)
    notes.chmod(0o777)
    board, reference = ProgressBoard(), str(uuid4())
    board.begin(reference)
    assert (list(notes.iterdir()), ProgressBoard().of(reference)) == ([], None)


@pytest.mark.parametrize("said", ["", "{}", "[]", '{"phase": "x", "rows": 1, "process": 1}'])
def test_a_note_that_cannot_be_read_is_no_note(notes, said):
    reference = str(uuid4())
    progress_notes.write(reference, Phase.DONE, 1)
    assert shown(ProgressBoard(), reference) == (Phase.DONE, 1)
    (notes / reference).write_text(said)
    assert ProgressBoard().of(reference) is None


def test_notes_of_long_ago_are_cleared(notes):
    reference = str(uuid4())
    progress_notes.write(reference, Phase.DONE, 1)
    os.utime(notes / reference, (0, 0))
    assert progress_notes.read(reference) is None
    ProgressBoard().begin(str(uuid4()))
    assert not (notes / reference).exists()
