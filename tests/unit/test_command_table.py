"""The table of commands: each is registered by the module that it names, and by no other."""

from __future__ import annotations

import argparse

import pytest

from service import cli


def commands(parser: argparse.ArgumentParser) -> list[str]:
    [found] = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    return list(found.choices)


def test_the_whole_command_line_has_all_commands_in_their_order() -> None:
    assert commands(cli.parser()) == [*cli.COMMANDS, "openapi"]
    assert commands(cli.parser("nonsense")) == [*cli.COMMANDS, "openapi"]


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_a_command_is_registered_by_its_module(command: str) -> None:
    of_its_module = [
        each for each, module in cli.COMMANDS.items() if module == cli.COMMANDS[command]
    ]
    assert commands(cli.parser(command)) == [*of_its_module, "openapi"]
