from __future__ import annotations

import ast
import errno
import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest

import boardpack as package
from boardpack import __version__
from boardpack.cli import COMMANDS, build_parser, main
from boardpack.commands import rules
from support.instances import DIRECTORATE, PACK, edited, minimal, with_file
from support.running import boardpack, put

ROOT = Path(package.__file__).parents[2]
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "generator")}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_one_sentence_of_help_in_the_table_and_in_its_file(name: str) -> None:
    module = import_module(f"boardpack.commands.{name}")
    assert COMMANDS[name] == module.HELP
    assert re.fullmatch(r"[A-Z][^.]*\.", COMMANDS[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    ran = boardpack(name, "--help")
    assert ran.status == 0
    assert ran.out.startswith(f"usage: boardpack {name} ")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_names_every_command(name: str) -> None:
    assert f"boardpack {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_file_with_a_run_function_is_in_the_table() -> None:
    found = set()
    folder = ROOT / "generator/boardpack/commands"
    for path in [*folder.glob("*.py"), *folder.glob("*/__init__.py")]:
        names = [
            n.name
            for n in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(n, ast.FunctionDef)
        ]
        command = path.parent.name if path.stem == "__init__" else path.stem
        found |= {command} if "run" in names else set()
    assert found == set(COMMANDS)


def test_only_the_command_that_is_meant_is_imported() -> None:
    code = "import sys; import boardpack.cli as c; c.main(['--help']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    loaded = done.stdout.splitlines()[-1].split()
    assert not [name for name in loaded if name.startswith("boardpack.commands")]
    assert "pydantic" not in loaded


def test_help_lists_every_command() -> None:
    ran = boardpack("--help")
    assert ran.status == 0
    assert all(name in ran.out for name in COMMANDS)


def test_the_version_is_that_of_the_distribution() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]
    assert build["version"]["path"] == "generator/boardpack/__init__.py"
    assert boardpack("--version") == (0, f"boardpack {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "the following arguments are required: COMMAND; see boardpack --help"),
        (["chek"], "invalid choice: 'chek'"),
        (
            ["check", "--formt=json"],
            "unrecognized arguments: --formt=json; see boardpack check --help",
        ),
        (
            ["status", "--pack", "monthly"],
            "unrecognized arguments: --pack; see boardpack status --help",
        ),
        (["check", "--format", "xml"], "argument --format: invalid choice: 'xml'"),
        (["init"], "the following arguments are required: DIR; see boardpack init --help"),
        (["check", "-C", "/no/such/folder"], "there is no folder /no/such/folder"),
    ],
)
def test_bad_arguments_are_a_sentence_and_exit_2(words: list[str], said: str) -> None:
    ran = boardpack(*words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("boardpack: ")
    assert said in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("name", ["check", "status", "schemas"])
def test_a_folder_without_an_instance_is_a_sentence_and_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert boardpack(name) == (
        2,
        "",
        "boardpack: neither this folder nor one above it holds data/directorate.yml; go to an "
        "instance, name one with -C DIR, or make one with: boardpack init DIR\n",
    )
    assert boardpack(name, "-C", tmp_path).err == (
        f"boardpack: {tmp_path} holds no data/directorate.yml; make an instance with: "
        "boardpack init DIR\n"
    )


def test_the_instance_is_found_from_a_folder_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(minimal(), tmp_path)
    monkeypatch.chdir(tmp_path / "content/monthly")
    assert boardpack("check").status == 0


def test_the_root_may_be_named_before_or_after_the_command(tmp_path: Path) -> None:
    put(minimal(), tmp_path)
    assert boardpack("-C", tmp_path, "check").status == 0
    assert boardpack("check", "--root", tmp_path).status == 0


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Make `boardpack rules` stop in whatever way a test asks for."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return monkeypatch


def failing(error: BaseException) -> object:
    def run(*_: object) -> int:
        raise error

    return run


def test_an_error_of_ours_is_exit_3_and_a_report_to_be_sent(
    broken: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken.setattr(rules, "run", failing(ValueError("odd")))
    ran = boardpack("rules")
    (report,) = tmp_path.glob("boardpack-error-*.md")
    assert ran.status == 3
    assert ran.err == (
        "boardpack: an error in boardpack itself: ValueError: odd\n"
        f"A report is in {report}: read it, remove what is private, and send it to us.\n"
    )
    text = report.read_text()
    assert text.startswith("## boardpack stopped with ValueError\n\n- command: `boardpack rules`\n")
    assert "Traceback (most recent call last):" in text


def test_an_error_of_ours_shows_its_traceback_to_those_who_mend_it(
    broken: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken.setenv("BOARDPACK_DEBUG", "1")
    broken.setattr(rules, "run", failing(ValueError("odd")))
    ran = boardpack("rules")
    assert ran.status == 3
    assert ran.err.startswith("Traceback (most recent call last):")
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_is_exit_130(broken: pytest.MonkeyPatch) -> None:
    broken.setattr(rules, "run", failing(KeyboardInterrupt()))
    assert boardpack("rules") == (130, "", "boardpack: interrupted\n")


@pytest.mark.parametrize(
    ("number", "names", "words"),
    [
        (errno.ENOSPC, ("/data/x",), "/data/x: the disk is full; free some space and run"),
        (errno.ENOSPC, ("/shipped/x", None, "/build/x"), "/build/x: the disk is full"),
        (errno.ENOSPC, (), "the disk is full"),
        (errno.EROFS, ("/data/x",), "/data/x: the disk may only be read; work in a folder"),
        (errno.EACCES, ("/data/x",), "/data/x: the right to this file or folder is missing; ask"),
        (errno.EIO, ("/data/x",), "/data/x: Input/output error\n"),
    ],
)
def test_a_disk_that_refuses_is_a_sentence_and_exit_2(
    broken: pytest.MonkeyPatch, number: int, names: tuple[str, ...], words: str
) -> None:
    broken.setattr(rules, "run", failing(OSError(number, os.strerror(number), *names)))
    ran = boardpack("rules")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"boardpack: {words}")


@pytest.mark.rotating
def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m boardpack rules | head -1"
    done = subprocess.run(
        command, env=ENVIRONMENT, shell=True, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_a_word_that_is_also_a_command_is_still_a_word() -> None:
    args = build_parser(["check", "status"]).parse_args(["check", "status"])
    assert (args.command, args.pack) == ("check", "status")


@pytest.mark.rotating
def test_what_a_console_cannot_show_stops_nothing(tmp_path: Path) -> None:
    put(edited(minimal(), PACK, "Monthly pack", "Päck \N{MINUS SIGN}"), tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "boardpack", "-C", tmp_path, "status"],
        env={**ENVIRONMENT, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.startswith(b"P?ck ?, November 2018\n")


def test_an_unreadable_directorate_is_exit_2_in_every_command(tmp_path: Path) -> None:
    put(with_file(minimal(), DIRECTORATE, "title: [\n"), tmp_path)
    ran = boardpack("-C", tmp_path, "check")
    assert ran.status == 2
    assert ran.out.startswith("data/directorate.yml:")
    assert ran.out.endswith("boardpack cannot judge until this is mended.\n")
    assert boardpack("-C", tmp_path, "status") == (
        2,
        "",
        "boardpack: the instance cannot be read; see what is wrong with: boardpack check\n",
    )


def test_main_reads_the_words_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["boardpack", "--version"])
    out = StringIO()
    assert main(out=out) == 0
    assert out.getvalue() == f"boardpack {__version__}\n"


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (("boardpack", "sign"), "signoff"),
        (("boardpack", "signoff", "a"), "approve"),
        (("boardpack", "signoff", "approve", "--se"), "--section"),
        (("boardpack", "add", "me"), "measure"),
    ],
)
def test_bash_completes_what_was_begun(
    tmp_path: Path, words: tuple[str, ...], completed: str
) -> None:
    script = tmp_path / "completion"
    script.write_text(boardpack("--print-completion", "bash").out)
    code = (
        f"source {script}; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
        f"_shtab_boardpack boardpack {words[-1]} {words[-2]}; echo ${{COMPREPLY[*]}}"
    )
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [completed]


@pytest.mark.parametrize("shell", ["zsh", "tcsh"])
def test_other_shells_are_told_of_every_command(shell: str) -> None:
    ran = boardpack("--print-completion", shell)
    assert ran.status == 0
    assert all(name in ran.out for name in COMMANDS)
