"""The command line: which commands there are, and what the process says at its end."""

from __future__ import annotations

import argparse
import errno
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, TextIO

from boardpack import __version__
from boardpack.errors import CannotRun, Exit

COMMANDS = {
    "init": "Write a new instance, or the worked example, into an empty folder.",
    "add": "Add a service, dataset, measure, section or person to the files.",
    "new": "Open an edition: empty submissions where there are none yet, new notes in the others.",
    "take": "Read a workbook or CSV as it comes into a dataset, and keep it beside its figures.",
    "meeting": "Open the notes of a meeting: its headings, open actions, and what the edition "
    "escalates.",
    "status": "Show how far every section has come, and who owes what by when.",
    "calendar": "Write a year of deadlines and meetings: a page, and calendar feeds by role and "
    "committee.",
    "chase": "Tell everybody in one message what they owe, and line managers what is late.",
    "check": "Say what is missing or wrong, where, and who can mend it; shut the gate if need be.",
    "signoff": "Show what is signed off, sign it, object to it, or see what changed since.",
    "build": "Make the site and the PDFs of the editions.",
    "publish": "Publish a signed edition for good, as one version of the site, with its proof.",
    "circulate": "Send a proved publication to all who get it; a correction says what changed.",
    "verify": "Prove what was published from the clone alone, and say what is taken on trust.",
    "anchor": "Sign in a tag what was published: proof against whoever keeps the pages.",
    "form": "Install the editor of the form in the browser, which the next build then writes.",
    "serve": "Build, then show the site on this computer while files change.",
    "demo": "Play a month of the example: chased, signed, published, sent, corrected, proved.",
    "data": "Write every figure of the editions to one file for analysts.",
    "matrix": "Show who does what for each section: source, figures, narrative, signature.",
    "rules": "List every rule with its code and what to do.",
    "codeowners": "Write CODEOWNERS: whom GitHub asks to review what, by the appointments.",
    "schemas": "Write the JSON Schemas by which editors complete and check the files.",
    "upgrade": "Write files of former versions as they are written today, and say what changed.",
}
"""Every command and its one sentence of help; the module of the same name is imported on use."""

ABOUT = "Turn a directorate's narratives and data into checked, signed-off report packs."
EXITS = "Exit status: 0 clear, 1 the gate is shut, 2 cannot run, 3 an error in boardpack itself."


def main(
    argv: Sequence[str] | None = None, out: TextIO | None = None, err: TextIO | None = None
) -> int:
    """Run one command and return the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    from boardpack.adapters.terminal import open_plain_stream

    out, err = open_plain_stream(out or sys.stdout), open_plain_stream(err or sys.stderr)
    try:
        return _run_command(arguments, out)
    except CannotRun as reason:
        print(f"boardpack: {reason}", file=err)
        return Exit.CANNOT_RUN
    except KeyboardInterrupt:
        print("boardpack: interrupted", file=err)
        return Exit.INTERRUPTED
    # It is an OSError too, so it must be asked about before that.
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter would complain again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.CANNOT_RUN
    except OSError as error:
        print(f"boardpack: {_format_os_error(error)}", file=err)
        return Exit.CANNOT_RUN
    except Exception as error:
        return _report_bug(error, arguments, err)


def _run_command(argv: Sequence[str], out: TextIO) -> int:
    # What is read lives to the end; looking through it for garbage takes a tenth of the time.
    gc.set_threshold(100_000)
    # numpy would begin a thread for each processor, for products of matrices that we never form.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        args = _parse_words(argv)
    except _TextRequest as request:
        print(request.text, file=out)
        return Exit.CLEAR
    from boardpack.adapters.terminal import replace_unencodable

    replace_unencodable(out)
    status = int(import_module(f"boardpack.commands.{args.command}").run(args, out))
    # What waits in the buffer would else fail at the interpreter's end, past what `main` handles.
    out.flush()
    return status


def _parse_words(argv: Sequence[str]) -> argparse.Namespace:
    args, unknown = build_parser(argv).parse_known_args(argv)
    if unknown:
        # The help of the command itself lists what could be meant; boardpack's own does not.
        command = " ".join(("boardpack", args.command, *filter(None, [vars(args).get("action")])))
        raise CannotRun(f"unrecognized arguments: {' '.join(unknown)}; see {command} --help")
    return args


class _TextRequest(Exception):  # noqa: N818  (a request, not an error)
    """Somebody asked for the help or the version."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class _Help(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        raise _TextRequest(parser.format_help().rstrip())


class _Version(argparse.Action):
    def __call__(self, *_: object) -> NoReturn:
        raise _TextRequest(f"boardpack {__version__}")


class _Completion(argparse.Action):
    def __call__(self, _: object, __: object, shell: object, ___: object = None) -> NoReturn:
        # Imported here, because nobody else needs it.
        from shtab import complete

        raise _TextRequest(complete(build_parser(tuple(COMMANDS)), str(shell)).rstrip())


class _Parser(argparse.ArgumentParser):
    """A parser that leaves printing and exiting to `main`, and takes no shortened options."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, allow_abbrev=False)
        self.add_argument("-h", "--help", action=_Help, nargs=0, help="show this and stop")

    def error(self, message: str) -> NoReturn:
        raise CannotRun(f"{message}; see {self.prog} --help")


def build_parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser for some words: only the commands among them are imported."""
    top_parser = _Parser(prog="boardpack", description=ABOUT, epilog=EXITS)
    top_parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    top_parser.add_argument(
        "--print-completion",
        action=_Completion,
        choices=("bash", "zsh", "tcsh"),
        help="show what a shell needs to complete these words, and stop",
    )
    _add_root_option(top_parser, None)
    commands = top_parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, help_words in COMMANDS.items():
        command = commands.add_parser(name, help=help_words, description=help_words)
        # With a default of its own, a command would overwrite the -C that stood before its name.
        _add_root_option(command, argparse.SUPPRESS)
        # The name may be an option's value, too: then a module too many is imported, no more.
        if name in argv:
            import_module(f"boardpack.commands.{name}").add_arguments(command)
    return top_parser


def _add_root_option(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "-C",
        "--root",
        metavar="DIR",
        type=Path,
        default=default,
        help="folder of the instance; else the nearest one upwards with data/directorate.yml",
    )


_DISK_WORDS = {
    **dict.fromkeys(
        (errno.ENOSPC, errno.EDQUOT),
        "the disk is full; free some space and run the command again, nothing is half written",
    ),
    errno.EROFS: "the disk may only be read; work in a folder that may be written to",
    errno.EACCES: "the right to this file or folder is missing; ask whoever looks after it",
}


def _format_os_error(error: OSError) -> str:
    # Of two names, as a copy has, the second is where it went.
    name = error.filename2 or error.filename
    words = _DISK_WORDS.get(error.errno or 0) or error.strerror or str(error)
    return f"{name}: {words}" if name else words


def _report_bug(error: Exception, argv: Sequence[str], err: TextIO) -> int:
    if os.environ.get("BOARDPACK_DEBUG") == "1":
        from traceback import print_exception

        print_exception(error, file=err)
        return Exit.OUR_BUG
    from boardpack.adapters.bug_report import write_report

    print(f"boardpack: an error in boardpack itself: {type(error).__name__}: {error}", file=err)
    print(write_report(error, argv, __version__), file=err)
    return Exit.OUR_BUG
