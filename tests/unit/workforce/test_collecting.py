"""The garbage collector waits for more objects, and goes back to what it was."""

import gc

import pytest

from service.workforce.collecting import MANY, few_collections


def test_thresholds_are_raised_until_the_last_block_is_left():
    usual = gc.get_threshold()
    with few_collections():
        assert gc.get_threshold() == MANY
        with few_collections():
            assert gc.get_threshold() == MANY
        assert gc.get_threshold() == MANY
        assert gc.isenabled()
    assert gc.get_threshold() == usual


def test_they_go_back_after_a_fault_too():
    usual = gc.get_threshold()
    with pytest.raises(KeyError), few_collections():
        raise KeyError
    assert gc.get_threshold() == usual
