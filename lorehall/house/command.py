"""`lorehall`: the host's command line.

A subcommand is a module with a sentence as its docstring, `arguments(parser)` and `run(given) -> int`. It is imported
only when it is called for, after Django is set up; raise `Complaint` in it for what the host must hear in a sentence.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from lorehall import __version__
from lorehall.house.complaint import Complaint
from lorehall.house.config import PREFIX, Nonsense
from lorehall.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Command:
    """Where a subcommand lives and what it does. `settings` it also takes as options, besides `--data`."""

    module: str
    about: str
    settings: tuple[str, ...] = ()
    bare: bool = False  # it sets up Django by itself, or not at all


# One line for every subcommand; who adds one, adds a line.
COMMANDS: dict[str, Command] = {
    "serve": Command(
        "lorehall.house.commands.serve",
        "serve the pages and do the work behind them",
        settings=("HOST", "PORT", "WEB", "WEB_THREADS", "WORKERS"),
    ),
    "check": Command("lorehall.house.commands.check", "say what is wrong with this installation", bare=True),
    "migrate": Command("lorehall.house.commands.migrate", "bring the database up to date"),
    "demo": Command("lorehall.house.demo.command", "load the demo community, and say how to sign in to it"),
    "import": Command("lorehall.exchange.command", "bring a community's history in"),
    "export": Command("lorehall.exchange.export_command", "give a community's library back"),
    "reindex": Command("lorehall.house.commands.reindex", "write the index that search looks into anew"),
    "facts": Command("lorehall.house.commands.facts", "see facts that were not delivered, and try again"),
    "jobs": Command("lorehall.house.commands.jobs", "see jobs that failed, and try again"),
    "version": Command("lorehall.house.commands.version", "say which version this is", bare=True),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code: 0 done, 1 something is wrong, 2 could not begin."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lorehall.house.settings")
    try:
        return _run(words)
    except (Nonsense, Complaint, ImproperlyConfigured) as error:
        return _say(str(error))
    except Refused as error:
        return _say(error.message)
    except DatabaseError as error:
        return _say(f"The database refused: {str(error).strip().splitlines()[0]}")
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our words has gone, such as `head`.
        sys.stderr.close()
        return 1


def _run(words: Sequence[str]) -> int:
    name = next((word for word in words if not word.startswith("-")), "")
    command = COMMANDS.get(name)
    if command is None:
        parser, _ = _parsers()
        parser.parse_args(words)  # says what it must, and ends here unless there were no words
        parser.print_help()
        return 2
    parser, one = _parsers(name)
    early, _ = _options(argparse.ArgumentParser(add_help=False, allow_abbrev=False), command).parse_known_args(words)
    # Options that are settings: put there before anything reads the settings.
    os.environ.update({f"{PREFIX}{key.upper()}": value for key, value in vars(early).items() if value is not None})
    if not command.bare:
        django.setup()
    module = importlib.import_module(command.module)
    module.arguments(one)
    return int(module.run(parser.parse_args(words)))


def _parsers(chosen: str = "") -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
    """The parser of all words, and the one of the chosen subcommand in it."""
    parser = argparse.ArgumentParser(prog="lorehall", description="A home for communities of practice.")
    parser.add_argument("--version", action="version", version=__version__)
    subcommands = parser.add_subparsers(dest="command", metavar="COMMAND")
    one = parser
    for name, command in COMMANDS.items():
        made = subcommands.add_parser(
            name, help=command.about, description=f"{command.about.capitalize()}.", allow_abbrev=False
        )
        if name == chosen:
            one = made
            _options(made, command)
    return parser, one


def _options(parser: argparse.ArgumentParser, command: Command) -> argparse.ArgumentParser:
    for setting in ("DATA", *command.settings):
        parser.add_argument(
            f"--{setting.lower().replace('_', '-')}", metavar=setting, help=f"the same as {PREFIX}{setting}"
        )
    return parser


def _say(sentence: str) -> int:
    print(f"lorehall: {sentence}", file=sys.stderr)  # noqa: T201 - this is a command
    return 2


if __name__ == "__main__":
    sys.exit(main())
