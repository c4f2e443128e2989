from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
import yaml

from boardpack.cli import build_parser
from support.github_description import request_faults
from support.repository import ROOT, make_targets, texts
from support.running import commit, git, put, repository

pytestmark = pytest.mark.rotating

WORKFLOWS = sorted(path for path in texts() if path.startswith(".github/workflows/"))
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+")


def read(path: str) -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as true; the base loader leaves every word as it is.
    document: dict[str, Any] = yaml.load(texts()[path], Loader=yaml.BaseLoader)
    return document


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in WORKFLOWS:
        for name, job in read(path)["jobs"].items():
            yield f"{path} {name}", job


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in jobs():
        for step in job["steps"]:
            yield f"{name}: {step['name']}", step


def test_there_are_the_workflows_that_we_look_at() -> None:
    names = [Path(path).name for path in WORKFLOWS]
    assert names == [
        "ci.yml", "intake.yml", "messages.yml", "open.yml", "publish.yml", "report.yml",
        "signoff.yml",
    ]  # fmt: skip


@pytest.mark.bad_input(39)
@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("vendor.github-workflows", ".github/workflows/*.yml"),
        ("custom.github-workflows-require-timeout", ".github/workflows/*.yml"),
        ("vendor.dependabot", ".github/dependabot.yml"),
    ],
)
def test_the_files_are_what_github_reads(schema: str, pattern: str) -> None:
    paths = [str(path) for path in sorted(ROOT.glob(pattern))]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.bad_input(39)
def test_zizmor_finds_nothing() -> None:
    zizmor = str(Path(sys.executable).parent / "zizmor")
    command = [zizmor, "--offline", "--pedantic", "--no-progress", "--quiet", ".github"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.bad_input(39)
def test_every_action_is_pinned_to_a_commit_and_says_its_version() -> None:
    used = [one for path in WORKFLOWS for one in re.findall(r"\buses: (.*)", texts()[path])]
    assert used
    assert not [one for one in used if not PINNED.fullmatch(one)]
    assert len(set(used)) == len({one.split("@")[0] for one in used})


READ = {"contents": "read"}
RIGHTS = {
    "ci.yml check": READ,
    "ci.yml dependencies": READ,
    "ci.yml materials": READ,
    "ci.yml demo": READ,
    "intake.yml read": READ,
    "intake.yml write": {"contents": "write"},
    "report.yml check": READ,
    "report.yml draft": READ,
    "signoff.yml later": {},
    "signoff.yml verdicts": {
        **READ,
        "actions": "read",
        "pull-requests": "write",
        "statuses": "write",
    },
    "messages.yml send": {"contents": "write", "pull-requests": "read", "issues": "write"},
    "open.yml open": {"contents": "write"},
    "publish.yml circulate": {"actions": "write"},
    "publish.yml gate": {**READ, "pull-requests": "read"},
    "publish.yml publish": {"contents": "write", "pull-requests": "read"},
}


@pytest.mark.bad_input(39)
def test_every_job_may_do_only_what_it_is_for() -> None:
    assert all(read(path)["permissions"] == {} for path in WORKFLOWS)
    given = {name.removeprefix(".github/workflows/"): job["permissions"] for name, job in jobs()}
    assert given == RIGHTS


def test_what_publishes_waits_for_its_environment_and_is_never_cut_short() -> None:
    publish = read(".github/workflows/publish.yml")
    assert publish["jobs"]["publish"]["environment"] == "publication"
    assert publish["concurrency"]["cancel-in-progress"] == "false"
    assert publish["jobs"]["gate"]["if"] == (
        "github.ref_name == github.event.repository.default_branch"
    )


def test_only_steps_that_ask_github_get_its_token() -> None:
    given = [name.split(": ")[1] for name, step in steps() if "GITHUB_TOKEN" in step.get("env", {})]
    assert given == [
        "Commit figures and originals, and nothing else",
        "Take up the record of what was sent",
        "Send what is to be sent",
        "Keep the record of what was sent",
        "Open the editions that are under way",
        "Ask the gate",
        "Publish what the gate let through",
        "Release each publication that has no release yet, with its PDFs",
        "Start the messages",
        "Fetch what is proposed, as Git objects only",
        "Work out the verdicts, and say them on the pull request",
    ]


WRITERS = (
    ("signoff", "verdicts"), ("messages", "send"), ("open", "open"), ("intake", "write"),
)  # fmt: skip
OWN_BRANCHES = {"open": ["git checkout --quiet -B"]}
"""A branch that begins where the default branch is: nothing of anybody else's is checked out."""


@pytest.mark.bad_input(40)
def test_a_job_that_may_write_checks_out_the_default_branch_and_nothing_else() -> None:
    for workflow, job in (
        ("signoff", "verdicts"),
        ("messages", "send"),
        ("open", "open"),
        ("intake", "write"),
    ):
        writer = read(f".github/workflows/{workflow}.yml")["jobs"][job]["steps"]
        uses = [s for s in writer if s.get("uses", "").startswith("actions/checkout@")]
        default = "${{ github.event.repository.default_branch || github.ref_name }}"
        assert [step["with"]["ref"] for step in uses] == [default]
        run = " ".join(step.get("run", "") for step in writer)
        assert not re.search(r"git (switch|merge|pull|worktree|reset)", run)
        assert re.findall(r"git checkout \S+ \S+", run) == OWN_BRANCHES.get(workflow, [])


@pytest.mark.bad_input(40)
def test_what_adds_figures_to_a_pull_request_runs_no_code_and_only_in_this_repository() -> None:
    write = read(".github/workflows/intake.yml")["jobs"]["write"]
    assert "head.repo.full_name == github.repository" in write["if"]
    run = " ".join(step.get("run", "") for step in write["steps"])
    assert not re.search(r"make |boardpack|python|pip|\./", run)


def test_a_required_check_runs_for_every_pull_request() -> None:
    # One that is left out because of its paths would be waited for without end.
    (required,) = required_checks()
    report = read(".github/workflows/report.yml")
    assert required["context"] in {job["name"] for job in report["jobs"].values()}
    assert report["on"] == {"pull_request": ""}


@pytest.mark.bad_input(39)
def test_no_workflow_runs_for_a_pull_request_with_the_rights_of_the_repository() -> None:
    assert not [
        path for path in WORKFLOWS if {"pull_request_target", "workflow_run"} & {*read(path)["on"]}
    ]


@pytest.mark.bad_input(39)
def test_no_checkout_leaves_its_token_behind() -> None:
    checkouts = [s for _, s in steps() if s.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)


@pytest.mark.bad_input(39)
def test_no_command_holds_text_from_outside() -> None:
    assert not [name for name, step in steps() if "${{" in step.get("run", "")]


def test_every_make_that_is_run_exists() -> None:
    run = " ".join(step.get("run", "") for _, step in steps())
    assert set(re.findall(r"make ([a-z]+)", run)) <= make_targets()


def test_ci_runs_what_a_person_runs() -> None:
    run = {step["run"] for _, step in steps() if "run" in step}
    assert {"make check", "make demo"} <= run


# The rulesets, as "Import a ruleset" takes them

RULESETS = sorted(path for path in texts() if path.startswith(".github/rulesets/"))


def ruleset(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(texts()[f".github/rulesets/{name}.json"])
    return found


def rules(name: str) -> dict[str, dict[str, Any]]:
    return {rule["type"]: rule.get("parameters", {}) for rule in ruleset(name)["rules"]}


@pytest.mark.bad_input(40)
def test_what_is_required_is_judged_by_the_code_of_the_branch_that_it_is_for() -> None:
    steps_of_check = read(".github/workflows/report.yml")["jobs"]["check"]["steps"]
    judge, report = (step["with"] for step in steps_of_check if "with" in step)
    assert (judge["path"], judge["ref"]) == ("judge", "${{ github.event.pull_request.base.sha }}")
    assert (report["path"], "ref" in report) == ("report", False)
    runs = {step["run"]: step["working-directory"] for step in steps_of_check if "run" in step}
    assert runs.pop("make install") == "judge"
    assert set(runs.values()) == {"report"}
    called = re.findall(r"[\w./]*(?=boardpack |make )", " ".join(runs))
    assert set(filter(None, called)) == {"../judge/.venv/bin/"}


def required_checks() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rules("main")["required_status_checks"]["required_status_checks"]
    return found


@pytest.mark.parametrize("path", RULESETS)
def test_github_takes_the_rulesets(path: str) -> None:
    assert request_faults("POST", "/repos/o/r/rulesets", texts()[path].encode()) == []


def test_nobody_gets_past_the_rulesets() -> None:
    assert RULESETS == [".github/rulesets/main.json", ".github/rulesets/pages.json"]
    for name in ("main", "pages"):
        assert ruleset(name)["enforcement"] == "active"
        assert ruleset(name)["bypass_actors"] == []
        assert {"deletion", "non_fast_forward"} <= rules(name).keys()


def test_an_owner_approves_each_change_and_a_push_leaves_the_approval_to_boardpack() -> None:
    asked = rules("main")["pull_request"]
    assert asked["required_approving_review_count"] == 1
    assert asked["require_code_owner_review"] is True
    assert asked["dismiss_stale_reviews_on_push"] is False
    # What is no section (guide, packs, templates, workflows) would else grow after its approval.
    assert asked["require_last_push_approval"] is True


def test_a_merge_keeps_the_commits_by_which_it_is_known_who_wrote_what() -> None:
    assert rules("main")["pull_request"]["allowed_merge_methods"] == ["merge"]


# What the steps do, by running them


class Step(NamedTuple):
    """What a step did: exit status, commands that it called, and what it wrote where."""

    status: int
    calls: list[str]
    said: str
    summary: str
    outputs: str


NOTHING: Mapping[str, str] = MappingProxyType({})
Answers = Mapping[str, tuple[int, str]]
"""Exit status and output for commands that begin so; others succeed and say nothing."""


def step_named(workflow: str, name: str) -> dict[str, Any]:
    found = read(f".github/workflows/{workflow}.yml")["jobs"].values()
    (step,) = [step for job in found for step in job["steps"] if step["name"] == name]
    return dict(step)


def ran(
    workflow: str,
    name: str,
    folder: Path,
    answers: Answers,
    env: Mapping[str, str] = NOTHING,
    stubs: Sequence[str] = (
        "bin/gh",
        "bin/git",
        ".venv/bin/boardpack",
        "judge/.venv/bin/boardpack",
    ),
) -> Step:
    """Run the text of a step in a folder where some commands only note that they were called."""
    step = step_named(workflow, name)
    assert set(env) == set(step.get("env", {})), "a step gets what it declares, and no more"
    put({path: noting(answers).encode() for path in stubs}, folder)
    for path in stubs:
        (folder / path).chmod(0o755)
    files = {"LOG": "log", "GITHUB_STEP_SUMMARY": "summary", "GITHUB_OUTPUT": "outputs"}
    for file in files.values():
        (folder / file).touch()
    place = folder / step.get("working-directory", "")
    place.mkdir(exist_ok=True)
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-euo", "pipefail", "-c", step["run"]],
        cwd=place,
        env={
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{variable: str(folder / file) for variable, file in files.items()},
            **env,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    log, summary, outputs = ((folder / file).read_text() for file in files.values())
    return Step(done.returncode, log.splitlines(), done.stdout + done.stderr, summary, outputs)


NOTED = "for word; do case $word in *' '*|'') word=\"'$word'\" ;; esac; said=\"$said $word\"; done"


def noting(answers: Answers) -> str:
    """Return a command that notes its name and arguments, then answers as it is told."""
    cases = "".join(
        f"{shlex.quote(begin)}*) printf '%s' {shlex.quote(text)}; exit {status} ;;\n"
        for begin, (status, text) in answers.items()
    )
    return (
        "#!/bin/sh\n"
        'said=$(basename "$0")\n'
        f"{NOTED}\n"
        'printf "%s\\n" "$said" >>"$LOG"\n'
        f'case "$said" in\n{cases}esac\n'
    )


CHECK = "boardpack check --changed-since abc --format"


def checked(folder: Path, says: int, sums: int) -> Step:
    answers = {
        f"{CHECK} github": (says, "::error::x\n"),
        f"{CHECK} summary": (sums, "## Missing\n"),
    }
    return ran("report", "Check what you changed", folder, answers, {"BASE": "abc"})


@pytest.mark.parametrize("status", [0, 1, 2, 3])
def test_the_summary_is_written_and_the_status_of_the_check_kept(
    tmp_path: Path, status: int
) -> None:
    step = checked(tmp_path, status, status)
    assert (step.status, step.said, step.summary) == (status, "::error::x\n", "## Missing\n")
    assert step.calls == [f"{CHECK} github", f"{CHECK} summary"]


def test_a_summary_that_cannot_be_written_is_not_a_green_tick(tmp_path: Path) -> None:
    assert checked(tmp_path, 0, 3).status == 3


CURRENT = "Compare CODEOWNERS with the register of appointments"
PREVIEW = "Show the sections that you changed"
EDITOR = "Install the editor of the form, where the report has one"
VERDICTS = "Work out the verdicts, and say them on the pull request"


def test_an_old_codeowners_warns_and_stops_nobody(tmp_path: Path) -> None:
    answers = {"boardpack codeowners --check": (1, "old\n::error::Ann\n")}
    step = ran("report", CURRENT, tmp_path, answers)
    assert step.status == 0
    assert step.said == "::warning file=.github/CODEOWNERS::old%0A::error::Ann\n"


def test_a_current_codeowners_says_nothing(tmp_path: Path) -> None:
    step = ran("report", CURRENT, tmp_path, {"boardpack codeowners": (0, "up to date\n")})
    assert (step.status, step.said) == (0, "")


def test_the_preview_is_of_what_changed(tmp_path: Path) -> None:
    step = ran("report", PREVIEW, tmp_path, {}, {"BASE": "abc"})
    assert step.calls == ["boardpack signoff preview --since abc --output build/preview"]


def with_form(folder: Path) -> Path:
    return put({"data/directorate.yml": b"form:\n  forge: github\n"}, folder)


@pytest.mark.parametrize(
    ("directorate", "calls"),
    [(b"title: x\nform:\n  forge: github\n", ["boardpack form"]), (b"title: no form:\n", [])],
)
def test_a_draft_gets_the_editor_of_the_form_where_the_report_has_one(
    tmp_path: Path, directorate: bytes, calls: list[str]
) -> None:
    put({"data/directorate.yml": directorate}, tmp_path)
    step = ran("report", EDITOR, tmp_path, {})
    assert (step.status, step.calls) == (0, calls)
    names = [
        step["name"] for step in read(".github/workflows/report.yml")["jobs"]["draft"]["steps"]
    ]
    assert names.index(EDITOR) < names.index("Build a draft")


def test_a_draft_is_built_without_the_form_when_npm_fetches_nothing(tmp_path: Path) -> None:
    step = ran("report", EDITOR, with_form(tmp_path), {"boardpack form": (2, "")})
    assert step.status == 0
    assert "::warning::The draft has no form" in step.said


def test_what_npm_fetched_is_kept_by_the_lock_of_the_editor() -> None:
    step = step_named(
        "report", "Keep what npm fetched, which is checked against the lock whenever it is used"
    )
    kept_by = re.findall(r"hashFiles\('\*\*/(.*)'\)", step["with"]["key"])
    assert [f"generator/{path}" in texts() for path in kept_by] == [True]


def test_a_review_from_a_fork_is_left_to_the_schedule_with_a_notice(tmp_path: Path) -> None:
    step = ran("signoff", "Say when the sign-off is worked out", tmp_path, {})
    assert (step.status, step.said.count("::notice::"), step.calls) == (0, 1, [])


ASKS = {"GITHUB_TOKEN": "t", "REPO": "o/r"}
FETCH = "Fetch what is proposed, as Git objects only"


def test_for_a_review_only_its_pull_request_is_fetched(tmp_path: Path) -> None:
    step = ran("signoff", FETCH, tmp_path, {}, {**ASKS, "NUMBER": "7"})
    assert step.calls == [
        "gh auth setup-git",
        "git fetch --quiet --no-tags origin refs/pull/7/head",
    ]


def test_on_schedule_every_open_pull_request_is_fetched(tmp_path: Path) -> None:
    answers = {"gh pr list": (0, "7\n9\n")}
    step = ran("signoff", FETCH, tmp_path, answers, {**ASKS, "NUMBER": "open"})
    assert [call for call in step.calls if call.startswith("git ")] == [
        "git fetch --quiet --no-tags origin refs/pull/7/head",
        "git fetch --quiet --no-tags origin refs/pull/9/head",
    ]


@pytest.mark.parametrize("begin", ["gh pr list", "gh auth", "git fetch"])
def test_what_cannot_be_fetched_stops_the_job(tmp_path: Path, begin: str) -> None:
    answers = {"gh pr list": (0, "7\n"), begin: (4, "")}
    step = ran("signoff", FETCH, tmp_path, answers, {**ASKS, "NUMBER": "open"})
    assert step.status == 4


@pytest.mark.parametrize(("says", "ends"), [(0, 0), (1, 0), (2, 2), (3, 3)])
def test_what_is_not_signed_off_is_an_answer_and_what_cannot_be_judged_a_failure(
    tmp_path: Path, says: int, ends: int
) -> None:
    env = {**ASKS, "MAIN": "main", "NUMBER": "7"}
    step = ran("signoff", VERDICTS, tmp_path, {"boardpack signoff": (says, "")}, env)
    assert step.status == ends
    assert step.calls == [
        "boardpack signoff status --provider github --repo o/r --main main --pull 7 --post"
    ]


BOTH = [{"pack": "monthly", "period": "2018-11"}, {"pack": "safety", "period": "2018-W50"}]
GATE = "--publishable --provider github --repo o/r --main main --format summary"


def gate(folder: Path, answers: Answers, **env: str) -> Step:
    given = {"EVENT": "push", "PACK": "", "PERIOD": "", "REASON": "", **env}
    said = {"boardpack status": (0, json.dumps(BOTH)), **answers}
    return ran("publish", "Ask the gate", folder, said, {**ASKS, "MAIN": "main", **given})


def test_after_a_push_the_gate_is_asked_about_the_newest_of_every_pack(tmp_path: Path) -> None:
    answers = {"boardpack check monthly": (0, "## Nothing is missing\n")}
    step = gate(tmp_path, answers)
    assert step.status == 0
    assert step.calls[0] == "boardpack status --format json"
    assert step.calls[2:] == [
        f"boardpack check monthly 2018-11 {GATE}",
        f"boardpack check safety 2018-W50 {GATE}",
    ]
    assert step.outputs == "editions=monthly/2018-11 safety/2018-W50 \n"
    assert step.summary == "## Nothing is missing\n"


def test_what_is_incomplete_is_said_quietly_and_the_rest_goes_on(tmp_path: Path) -> None:
    step = gate(tmp_path, {"boardpack check monthly": (1, "## Something is missing\n")})
    assert (step.status, step.outputs) == (0, "editions=safety/2018-W50 \n")
    assert "::notice::monthly 2018-11 is not published yet" in step.said
    assert step.summary == "## Something is missing\n"


def test_when_nothing_is_complete_nothing_is_handed_on(tmp_path: Path) -> None:
    step = gate(tmp_path, {"boardpack check": (1, "")})
    assert (step.status, step.outputs) == (0, "editions=\n")


@pytest.mark.parametrize("status", [2, 3])
def test_what_cannot_be_judged_stops_the_job_and_hands_nothing_on(
    tmp_path: Path, status: int
) -> None:
    step = gate(tmp_path, {"boardpack check": (status, "")})
    assert (step.status, step.outputs) == (status, "")


def test_a_list_of_releases_that_cannot_be_read_is_not_an_empty_one(tmp_path: Path) -> None:
    step = gate(tmp_path, {"gh release list": (1, "")})
    assert (step.status, step.outputs) == (1, "")


def test_an_instance_that_cannot_be_read_stops_the_job(tmp_path: Path) -> None:
    step = gate(tmp_path, {"boardpack status": (2, "")})
    assert step.status != 0
    assert step.outputs == ""


def test_a_push_does_not_correct_what_is_published_and_a_person_may(tmp_path: Path) -> None:
    released = {"gh release list": (0, "monthly-2018-11\n")}
    step = gate(tmp_path / "push", released)
    assert step.outputs == "editions=safety/2018-W50 \n"
    assert step.summary == "monthly 2018-11 is published already.\n"
    step = gate(tmp_path / "hand", released, EVENT="workflow_dispatch", PACK="monthly")
    assert step.outputs.startswith("editions=monthly/2018-11 ")


def test_an_edition_may_be_named(tmp_path: Path) -> None:
    named = {"EVENT": "workflow_dispatch", "PACK": "monthly", "PERIOD": "2018-11"}
    assert gate(tmp_path, {}, **named).calls[0] == "boardpack status monthly 2018-11 --format json"


def test_a_reason_is_for_one_edition(tmp_path: Path) -> None:
    step = gate(tmp_path, {}, REASON="A figure was wrong")
    assert (step.status, step.calls) == (2, [])
    assert "name its pack" in step.said


def published(folder: Path, answers: Answers, editions: str, reason: str = "") -> Step:
    env = {**ASKS, "MAIN": "main", "EDITIONS": editions, "REASON": reason}
    name = "Publish what the gate let through"
    return ran("publish", name, folder, answers, env)


def test_each_edition_that_the_gate_let_through_is_published(tmp_path: Path) -> None:
    step = published(tmp_path, {}, "monthly/2018-11 safety/2018-W50 ")
    assert step.calls[0] == "gh auth setup-git"
    assert step.calls[-2:] == [
        "boardpack publish monthly 2018-11 --provider github --repo o/r --main main",
        "boardpack publish safety 2018-W50 --provider github --repo o/r --main main",
    ]


def test_a_correction_gives_its_reason_as_one_argument(tmp_path: Path) -> None:
    step = published(tmp_path, {}, "monthly/2018-11 ", "A figure $(touch x); was wrong")
    assert step.calls[-1].endswith("--main main --reason 'A figure $(touch x); was wrong'")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("status", [1, 2, 3])
def test_a_publication_that_fails_stops_the_job(tmp_path: Path, status: int) -> None:
    answers = {"boardpack publish monthly": (status, "")}
    step = published(tmp_path, answers, "monthly/2018-11 safety/2018-W50 ")
    assert step.status == status
    assert "safety" not in step.calls[-1]


RELEASE = "Release each publication that has no release yet, with its PDFs"


def with_pages(
    folder: Path, title: str = "Monthly pack, November 2018", version: str = "monthly-2018-11"
) -> tuple[Path, str]:
    """Return a clone whose origin has one publication on its pages branch, and its commit."""
    source = repository({"data/x.csv": b"1"}, folder / "source")
    of = git(source, "rev-parse", "HEAD")
    git(source, "checkout", "--quiet", "--orphan", "gh-pages")
    about = {"manifest": "f00", "commit": of}
    versions = [
        {
            "version": version,
            "title": title,
            "aliases": ["latest"],
        },
        {"version": "by-hand", "title": "Not ours", "aliases": []},
    ]
    versions[0]["properties"] = about  # type: ignore[assignment]
    inside = {"index.html": b"a", "pdf/a b.pdf": b"%PDF", "manifest.json": b"{}", "SHA256SUMS": b""}
    pages = {f"monthly-2018-11/{path}": data for path, data in inside.items()}
    put({**pages, "versions.json": json.dumps(versions).encode()}, source)
    commit(source, "Publish")
    git(folder, "clone", "--quiet", "--bare", "source", "origin.git")
    clone = folder / "clone"
    git(folder, "clone", "--quiet", "--branch", "main", "origin.git", "clone")
    return clone, of


def released(folder: Path, answers: Answers) -> tuple[Step, str]:
    clone, of = with_pages(folder)
    return ran("publish", RELEASE, clone, answers, ASKS, ["bin/gh"]), of


def test_a_publication_is_released_with_the_pdfs_that_were_published(tmp_path: Path) -> None:
    step, of = released(tmp_path, {})
    assert (step.status, step.said) == (0, "")
    made = "build/release/monthly-2018-11"
    assert step.calls[-1] == (
        f"gh release create --repo=o/r --target={of} "
        "'--title=Monthly pack, November 2018' '--notes=Published for good. To prove it from a "
        f"clone: boardpack verify monthly-2018-11' -- monthly-2018-11 '{made}/pdf/a b.pdf' "
        f"{made}/manifest.json {made}/SHA256SUMS"
    )
    assert not [call for call in step.calls if "by-hand" in call]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("A\nmonthly-2018-10 000 Cancelled", "A monthly-2018-10 000 Cancelled"),
        ("A\r\n\u2028--repo evil", "A --repo evil"),
        ("--draft=$(touch x)", "--draft=$(touch x)"),
        ("A&amp;E &lt;pack&gt;", "A&E <pack>"),
        ("x\x00monthly-2018-10\x00y", "x monthly-2018-10 y"),
    ],
)
def test_a_title_is_one_argument_and_makes_no_other_release(
    tmp_path: Path, title: str, shown: str
) -> None:
    clone, _ = with_pages(tmp_path, title)
    step = ran("publish", RELEASE, clone, {}, ASKS, ["bin/gh"])
    made = [shlex.split(call) for call in step.calls if "release create" in call]
    assert not (clone / "x").exists()
    [words] = made
    assert [word for word in words if word.startswith("--title=")] == [f"--title={shown}"]
    assert words[words.index("--") + 1] == "monthly-2018-11"


@pytest.mark.parametrize("version", ["--draft", "monthly-2018-11\n", "../x-2018-11", "a b-2018-11"])
def test_a_version_that_boardpack_does_not_make_stops_the_job(tmp_path: Path, version: str) -> None:
    clone, _ = with_pages(tmp_path, version=version)
    step = ran("publish", RELEASE, clone, {}, ASKS, ["bin/gh"])
    assert step.status != 0
    assert "names a publication that boardpack does not make" in step.said
    assert not [call for call in step.calls if "release create" in call]


def test_a_release_that_is_there_is_left_alone(tmp_path: Path) -> None:
    step, _ = released(tmp_path, {"gh release list": (0, "monthly-2018-11\n")})
    assert step.status == 0
    assert not [call for call in step.calls if call.startswith("gh release create")]


@pytest.mark.parametrize("begin", ["gh release list", "gh release create", "gh auth"])
def test_a_release_that_cannot_be_made_stops_the_job(tmp_path: Path, begin: str) -> None:
    assert released(tmp_path, {begin: (1, "")})[0].status == 1


def test_no_pages_branch_stops_the_job(tmp_path: Path) -> None:
    clone = repository({"a": b"b"}, tmp_path / "clone")
    step = ran("publish", RELEASE, clone, {}, ASKS, ["bin/gh"])
    assert step.status != 0
    assert not [call for call in step.calls if call.startswith("gh release")]


# Messages


def test_messages_are_started_once_something_is_published(tmp_path: Path) -> None:
    env = {**ASKS, "MAIN": "main"}
    step = ran("publish", "Start the messages", tmp_path, {}, env)
    assert step.calls == ["gh workflow run messages.yml --repo o/r --ref main"]


def test_schedules_are_by_clocks_in_london_and_avoid_full_hours() -> None:
    for workflow in ("messages", "open"):
        schedule = read(f".github/workflows/{workflow}.yml")["on"]["schedule"]
        assert {entry["timezone"] for entry in schedule} == {"Europe/London"}
        minutes = {int(entry["cron"].split()[0]) for entry in schedule}
        assert not minutes & {0, 15, 30, 45}
        assert "workflow_dispatch" in read(f".github/workflows/{workflow}.yml")["on"]


def test_messages_are_sent_one_run_after_the_other_and_none_is_cut_short() -> None:
    messages = read(".github/workflows/messages.yml")
    assert messages["concurrency"] == {"group": "messages", "cancel-in-progress": "false"}
    keep = step_named("messages", "Keep the record of what was sent")
    assert keep["if"] == "always()", "what was sent is kept, whatever went wrong after it"


SETTINGS = ("HOST", "PORT", "SECURITY", "USER", "PASSWORD", "TOKEN")
SMTP = {f"BOARDPACK_SMTP_{name}": "" for name in SETTINGS}


def sent(folder: Path, answers: Answers, **env: str) -> Step:
    given = {"VIA": "smtp", "VERSION": "", "AGAIN": "", **SMTP, **env}
    name = "Send what is to be sent"
    return ran("messages", name, folder, answers, {**ASKS, "MAIN": "main", **given})


def test_what_is_published_is_circulated_before_anybody_is_chased_for_it(tmp_path: Path) -> None:
    how = "--send --via smtp --repo o/r --main main"
    assert sent(tmp_path, {}).calls == [
        f"boardpack circulate {how}",
        f"boardpack chase {how} --provider github",
    ]


def test_by_hand_a_version_and_a_person_may_be_named(tmp_path: Path) -> None:
    step = sent(tmp_path, {}, VERSION="monthly-2018-11", AGAIN="ann; rm -r .")
    how = "--send --via smtp --repo o/r --main main --again 'ann; rm -r .'"
    assert step.calls[0] == f"boardpack circulate monthly-2018-11 {how}"


@pytest.mark.parametrize(
    ("chased", "circulated", "ends"), [(0, 0, 0), (1, 0, 1), (2, 0, 2), (0, 1, 1), (1, 3, 3)]
)
def test_neither_keeps_the_other_from_being_done_nor_passes_for_a_green_tick(
    tmp_path: Path, chased: int, circulated: int, ends: int
) -> None:
    answers = {"boardpack chase": (chased, ""), "boardpack circulate": (circulated, "")}
    step = sent(tmp_path, answers)
    assert step.status == ends
    assert len(step.calls) == 2


def with_remote(folder: Path) -> Path:
    """Return a clone of a repository with a remote, as a job has it."""
    repository({"data/x.csv": b"1", "content/monthly/2018-11/a.md": b"a"}, folder / "source")
    git(folder, "clone", "--quiet", "--bare", "source", "origin.git")
    git(folder, "clone", "--quiet", "origin.git", "clone")
    return folder / "clone"


TOKEN = {"GITHUB_TOKEN": "t"}
RECORD = "data/sent/chase/2018-12.csv"


def keep(clone: Path) -> Step:
    name = "Keep the record of what was sent"
    return ran("messages", name, clone, {}, TOKEN, ["bin/gh"])


def take_up(clone: Path) -> Step:
    name = "Take up the record of what was sent"
    return ran("messages", name, clone, {}, TOKEN, ["bin/gh"])


def test_what_was_sent_is_kept_on_a_branch_of_its_own_and_taken_up_by_the_next_run(
    tmp_path: Path,
) -> None:
    first = with_remote(tmp_path)
    assert take_up(first).status == 0
    put({RECORD: b"one\n"}, first)
    assert keep(first).status == 0
    assert git(first, "log", "--format=%s", "origin/main") == "The month as it was"
    git(tmp_path, "clone", "--quiet", "origin.git", "second")
    second = tmp_path / "second"
    assert take_up(second).status == 0
    assert (second / RECORD).read_bytes() == b"one\n"
    put({RECORD: b"one\ntwo\n"}, second)
    assert keep(second).status == 0
    assert git(second, "ls-tree", "-r", "--name-only", "origin/sent") == RECORD
    assert git(second, "show", f"origin/sent:{RECORD}") == "one\ntwo"
    assert git(second, "rev-list", "--count", "origin/sent") == "2"
    assert git(second, "status", "--porcelain", "--untracked-files=no") == ""


def test_a_draft_takes_up_the_record_where_there_is_one(tmp_path: Path) -> None:
    name = "Take up the record of what was sent, by which the draft says when people were told"
    clone = with_remote(tmp_path)
    assert ran("report", name, clone, {}, {}, []).status == 0
    put({RECORD: b"one\n"}, clone)
    keep(clone)
    git(tmp_path, "clone", "--quiet", "origin.git", "second")
    assert ran("report", name, tmp_path / "second", {}, {}, []).status == 0
    assert (tmp_path / "second" / RECORD).read_bytes() == b"one\n"


def test_the_summary_says_where_everything_stands(tmp_path: Path) -> None:
    answers = {"boardpack status --format markdown": (0, "# November\n")}
    step = ran("messages", "Say where everything stands", tmp_path, answers)
    assert (step.status, step.summary) == (0, "# November\n")


def test_where_nothing_new_was_sent_nothing_is_committed(tmp_path: Path) -> None:
    clone = with_remote(tmp_path)
    assert keep(clone).status == 0
    put({RECORD: b"one\n"}, clone)
    for _ in range(2):
        assert keep(clone).status == 0
        git(clone, "fetch", "--quiet", "origin")
    assert git(clone, "rev-list", "--count", "origin/sent") == "1"


def test_a_record_that_somebody_else_pushed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    first = with_remote(tmp_path)
    put({RECORD: b"one\n"}, first)
    git(tmp_path, "clone", "--quiet", "origin.git", "second")
    put({RECORD: b"two\n"}, tmp_path / "second")
    assert keep(first).status == 0
    assert keep(tmp_path / "second").status != 0


def test_a_record_that_cannot_be_asked_for_stops_the_job_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    clone = with_remote(tmp_path)
    git(clone, "remote", "set-url", "origin", str(tmp_path / "nowhere"))
    assert take_up(clone).status != 0


# Opening an edition


def opened(clone: Path, pack: str = "", period: str = "") -> Step:
    asked = {"PACK": pack, "PERIOD": period}
    env = {**ASKS, "SERVER": "https://example.org", "MAIN": "main", **asked}
    name = "Open the editions that are under way"
    return ran("open", name, clone, {}, env, ["bin/gh", ".venv/bin/boardpack"])


def test_a_new_edition_is_pushed_to_a_branch_from_which_a_person_opens_a_pull_request(
    tmp_path: Path,
) -> None:
    clone = with_remote(tmp_path)
    put({"content/monthly/2018-12/a.md": b"", "content/safety/2018-W52/a.md": b""}, clone)
    step = opened(clone)
    assert step.status == 0
    assert step.summary.splitlines() == [
        "[Open monthly 2018-12 by a pull request]"
        "(https://example.org/o/r/compare/main...open/monthly-2018-12?expand=1)",
        "[Open safety 2018-W52 by a pull request]"
        "(https://example.org/o/r/compare/main...open/safety-2018-W52?expand=1)",
    ]
    changed = git(clone, "diff", "--name-only", "origin/main", "origin/open/safety-2018-W52")
    assert changed == "content/safety/2018-W52/a.md"


@pytest.mark.parametrize(
    ("pack", "period", "call"),
    [
        ("", "", "boardpack new"),
        ("monthly", "Dec 2018", "boardpack new monthly 'Dec 2018'"),
    ],
)
def test_a_person_may_say_which_edition_is_opened(
    tmp_path: Path, pack: str, period: str, call: str
) -> None:
    step = opened(with_remote(tmp_path), pack, period)
    assert (step.status, step.calls[0]) == (0, call)


def test_a_period_without_its_pack_opens_nothing(tmp_path: Path) -> None:
    step = opened(with_remote(tmp_path), "", "2018-12")
    assert (step.status, step.calls) == (2, [])
    assert "name the pack" in step.said


def test_a_branch_that_is_there_is_left_as_it_is_and_named_again(tmp_path: Path) -> None:
    for folder in ("clone", "again"):
        if folder == "clone":
            with_remote(tmp_path)
        else:
            git(tmp_path, "clone", "--quiet", "--branch", "main", "origin.git", folder)
        put({"content/monthly/2018-12/a.md": folder.encode()}, tmp_path / folder)
        step = opened(tmp_path / folder)
        assert (step.status, "open/monthly-2018-12" in step.summary) == (0, True)
    file = "origin/open/monthly-2018-12:content/monthly/2018-12/a.md"
    assert git(tmp_path / "clone", "show", file) == "clone"


def test_when_all_is_open_nothing_is_pushed(tmp_path: Path) -> None:
    clone = with_remote(tmp_path)
    step = opened(clone)
    assert (step.status, step.summary) == (0, "Everything that is under way is open.\n")
    assert git(clone, "ls-remote", "--heads", "origin").count("refs/heads/") == 1


def test_boardpack_takes_every_command_that_a_step_gives(tmp_path: Path) -> None:
    taken = [
        checked(tmp_path / "report", 0, 0),
        ran("report", CURRENT, tmp_path / "owners", {}),
        ran("report", PREVIEW, tmp_path / "preview", {}, {"BASE": "abc"}),
        ran("report", EDITOR, with_form(tmp_path / "form"), {}),
        ran("report", "Build a draft", tmp_path / "draft", {}),
        ran("signoff", VERDICTS, tmp_path / "signoff", {}, {**ASKS, "MAIN": "main", "NUMBER": "7"}),
        gate(tmp_path / "gate", {}, PACK="monthly", PERIOD="2018-11"),
        published(tmp_path / "publish", {}, "monthly/2018-11", "A figure was wrong"),
        sent(tmp_path / "sent", {}, VERSION="monthly-2018-11", AGAIN="ann"),
        sent(tmp_path / "all", {}),
        opened(with_remote(tmp_path / "open")),
        opened(with_remote(tmp_path / "one"), "monthly", "2018-12"),
    ]
    given = [shlex.split(call) for step in taken for call in step.calls]
    words = [call[1:] for call in given if call[0] == "boardpack"]
    assert [build_parser(one).parse_args(one).command for one in words] == [
        "check", "check", "codeowners", "signoff", "form", "build", "signoff", "status",
        "check", "check", "publish", "circulate", "chase", "circulate", "chase", "new", "new",
    ]  # fmt: skip


def test_steps_that_use_pipes_run_in_a_shell_that_minds_their_failures() -> None:
    for path in WORKFLOWS:
        run = [step.get("run", "") for job in read(path)["jobs"].values() for step in job["steps"]]
        if any("\n" in text for text in run):
            assert read(path)["defaults"]["run"]["shell"] == "bash", path


# Taking in what a pull request puts into the inbox

COMMIT = "Commit figures and originals, and nothing else"
TAKEN_IN = {
    "data/datasets/access/2018-12.csv": b"period,service,measure,value\n",
    "data/datasets/access/dataset.yml": b"title: Access\n",
    "data/originals/access/2018-12.xlsx": b"PK",
    "data/originals/access/2018-12.json": b"{}",
}


def taken_in(
    folder: Path, changes: Mapping[str, bytes], link: str = "", main: str = "main"
) -> tuple[Step, Path]:
    """Run the job that writes, after one that read changed files of a pull request so."""
    inbox = {"data/inbox/access/Dec-18.xlsx": b"PK"}
    origin = repository({"README.md": b"x"}, folder / "origin")
    git(origin, "switch", "--quiet", "--create", "proposal")
    put(inbox, origin)
    head = commit(origin, "December")
    git(origin, "switch", "--quiet", "main")
    reader = folder / "reader"
    git(folder, "clone", "--quiet", "--branch", "proposal", str(origin), str(reader))
    (reader / "data/inbox/access/Dec-18.xlsx").unlink()
    put(changes, reader)
    if link:
        (reader / link).symlink_to("/etc/passwd")
    taken = commit(reader, "Taken in")
    writer = folder / "writer"
    git(folder, "clone", "--quiet", str(origin), str(writer))
    (writer / "build").mkdir()
    git(reader, "bundle", "create", "--quiet", str(writer / "build/taken.bundle"), "HEAD^..HEAD")
    env = {"GITHUB_TOKEN": "t", "HEAD": head, "BRANCH": "proposal", "TAKEN": taken}
    env |= {"MAIN": main, "PLACE": "https://example.org/reports"}
    return ran("intake", COMMIT, writer, {}, env, ("bin/gh",)), origin


def test_figures_and_originals_are_added_to_the_pull_request_as_one_commit(tmp_path: Path) -> None:
    step, origin = taken_in(tmp_path, TAKEN_IN)
    assert step.status == 0, step.said
    names = git(origin, "ls-tree", "-r", "--name-only", "proposal").splitlines()
    assert names == ["README.md", *sorted(TAKEN_IN)]
    said = git(origin, "log", "-1", "--format=%an %s", "proposal")
    assert said == "github-actions[bot] Take in what came into the inbox"


def test_what_lies_in_the_inbox_of_the_default_branch_waits_on_a_branch_of_its_own(
    tmp_path: Path,
) -> None:
    step, origin = taken_in(tmp_path, TAKEN_IN, main="proposal")
    assert step.status == 0, step.said
    [branch] = git(origin, "branch", "--list", "--format=%(refname:short)", "intake/*").splitlines()
    inbox = git(origin, "rev-parse", "--short=12", "proposal:data/inbox")
    assert branch == f"intake/{inbox}"
    link = f"https://example.org/reports/compare/proposal...{branch}?expand=1"
    assert step.summary == f"[Propose the figures by a pull request]({link})\n"
    assert git(origin, "log", "-1", "--format=%s", "proposal") == "December"
    names = git(origin, "ls-tree", "-r", "--name-only", branch).splitlines()
    assert names == ["README.md", *sorted(TAKEN_IN)]


def test_intake_is_started_by_a_pull_request_a_person_and_each_working_morning() -> None:
    assert set(read(".github/workflows/intake.yml")["on"]) == {
        "pull_request", "schedule", "workflow_dispatch",
    }  # fmt: skip


@pytest.mark.bad_input(40)
@pytest.mark.parametrize(
    "path",
    [
        ".github/workflows/report.yml",
        "Makefile",
        "content/monthly/2018-12/cannock-chase.md",
        "data/people.csv",
        "data/signoffs/allowed_signers",
        "data/datasets/access/2018-12.csv.exe",
        "data/inbox/access/more.csv",
        "data/originals/access/2018-12.html",
    ],
)
def test_what_would_change_anything_else_is_not_added(tmp_path: Path, path: str) -> None:
    step, origin = taken_in(tmp_path, {**TAKEN_IN, path: b"x"})
    assert step.status == 1
    assert "would change more than figures and originals" in step.said
    assert git(origin, "log", "--format=%s", "proposal").splitlines()[0] == "December"


@pytest.mark.bad_input(40)
def test_a_link_is_not_added(tmp_path: Path) -> None:
    step, _ = taken_in(tmp_path, TAKEN_IN, link="data/datasets/access/2019-01.csv")
    assert step.status == 1


@pytest.mark.parametrize("status", [0, 1, 2])
def test_what_was_read_is_on_the_page_of_the_run_as_text_and_the_status_is_kept(
    tmp_path: Path, status: int
) -> None:
    answers = {"boardpack take --inbox": (status, "# no heading\n::error::x\n")}
    step = ran("intake", "Take in what is in the inbox", tmp_path, answers)
    assert (step.status, step.summary) == (status, "    # no heading\n    ::error::x\n")
