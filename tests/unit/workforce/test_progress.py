"""How far an import has come."""

import pytest

from service.workforce.progress import Phase, Progress, ProgressBoard, ReferenceInUse


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
