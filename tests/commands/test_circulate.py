"""What is published goes to those who get it, once; a correction to those who had the first."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path

import pytest

from boardpack.adapters.mail.smtp import open_mail_server
from boardpack.commands.sending import conclude_sending, show_or_send
from boardpack.errors import CannotRun
from boardpack.model.message import Message, Outcome
from boardpack.operations.build import EditionBuilder
from boardpack.operations.circulate import (
    CirculationPlan,
    NotProved,
    list_recent_versions,
    plan_circulation,
)
from boardpack.operations.deliver import deliver_messages
from boardpack.operations.pages_options import PagesOptions
from boardpack.operations.send import OUTBOX, SendingOptions
from boardpack.operations.sent_record import read_runs, read_sent
from boardpack.operations.verify import verify_publications
from support.instances import APPOINTMENTS, CANNOCK, DIRECTORATE, PACK, Files, edited, minimal
from support.mail_server import answering, serving, settings_for
from support.publications import VERSION, believed, clone, published, quick_make
from support.running import Ran, boardpack, git, put

pytestmark = pytest.mark.rotating

REVISED = f"{VERSION}-r2"
DAY = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
"""After the publication, which is made while these tests run."""
LATER = DAY + timedelta(days=4)
LAST_DAY = DAY.date() + timedelta(days=1)
DAY_WORDS = f"{DAY.day} {DAY:%B %Y}"
DIRECTORS = ["director-cannock", "director-seisdon"]
CIRCULATION = """
circulation:
  to: [service-director, director-of-primary-care]
  asks: ["What we ask"]
  document: seisdon
"""


def circulating() -> Files:
    """Return the smallest instance, whose publications are circulated."""
    # Marks at its end and capitals do not matter, here or to the rule that looks for it.
    asks = "### What we Ask:\n\nMoney.\n\n### Action plan"
    tree = edited(minimal(), CANNOCK, "### Action plan", asks)
    about = "about: Two services that are made up.\n"
    more = "site_url: https://example.org/packs/\nmail_from: reports@example.org\n"
    tree = edited(tree, DIRECTORATE, about, about + more)
    return edited(tree, PACK, "cadence: monthly\n", f"cadence: monthly{CIRCULATION}")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a month that was published; alter nothing in it."""
    folder = tmp_path_factory.mktemp("circulated")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(EditionBuilder, "build_edition", quick_make)
        assert published(clone(circulating(), folder)).status == 0
    return folder


@pytest.fixture
def root(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a clone of that month, for one test to alter."""
    monkeypatch.setattr(EditionBuilder, "build_edition", quick_make)
    shutil.copytree(first, tmp_path, symlinks=True, dirs_exist_ok=True)
    return tmp_path / "clone"


def plan(root: Path, version: str = VERSION, moment: datetime = DAY) -> CirculationPlan:
    verify = partial(verify_publications, evidence_check=believed)
    planned = plan_circulation(root, version, PagesOptions("gh-pages"), moment.date(), verify)
    assert isinstance(planned, CirculationPlan), planned
    return planned


def circulate(root: Path, version: str = VERSION, moment: datetime = DAY) -> list[Message]:
    """Send a version by a real mail server; return the messages that were still to be sent."""
    messages = plan(root, version, moment).messages
    handler = answering()
    with serving(handler), open_mail_server(settings_for(handler)) as server:
        sent = {row.key for row in deliver_messages(root, messages, server, moment)}
    return [message for message in messages if message.key in sent]


def correct(root: Path, reason: str, old: str, new: str) -> None:
    put({CANNOCK: (root / CANNOCK).read_bytes().replace(old.encode(), new.encode())}, root)
    # The record of what was sent is on no branch here, as with the workflow it is on another.
    git(root, "commit", "--quiet", "--message", reason, "--", ".", ":!data/sent")
    git(root, "push", "--quiet", "origin", "main")
    assert published(root, "--reason", reason).status == 0


def name_recipients(messages: list[Message] | tuple[Message, ...]) -> list[str]:
    return [message.recipient.person for message in messages]


def test_every_holder_of_a_role_of_the_pack_is_sent_it_once_however_many_roles_they_hold(
    root: Path,
) -> None:
    row = "director-cannock,director-of-primary-care,directorate,2018-04-01,,\n"
    with (root / APPOINTMENTS).open("a") as register:
        register.write(row)
    assert name_recipients(plan(root).messages) == [*DIRECTORS, "primary-care-director"]


def test_the_message_says_where_it_is_and_what_is_asked(root: Path) -> None:
    text = plan(root).messages[0].text
    assert text == (
        "Monthly pack, November 2018 is published and signed off.\n"
        "Nothing is escalated.\n"
        "\n"
        f"Read it: https://example.org/packs/{VERSION}/\n"
        "The whole of it is attached as a PDF.\n"
        f"To prove from a clone that it is what was signed: boardpack verify {VERSION}\n"
        "\n"
        "What is asked\n"
        "- Cannock Chase: Money.\n"
        "\n"
        "You get this because you are Service director (Example primary care).\n"
    )


def test_whoever_stands_in_is_sent_it_beside_whoever_is_away(root: Path) -> None:
    since, until = DAY.date() - timedelta(days=4), DAY.date() + timedelta(days=6)
    row = f"manager-seisdon,service-director,seisdon,{since},{until},director-seisdon\n"
    with (root / APPOINTMENTS).open("a") as register:
        register.write(row)
    assert "manager-seisdon" in name_recipients(plan(root).messages)
    assert "manager-seisdon" not in name_recipients(
        plan(root, moment=DAY + timedelta(days=7)).messages
    )


def test_the_pdf_goes_along_while_it_is_small_enough_and_is_linked_when_it_is_not(
    root: Path,
) -> None:
    (attachment,) = plan(root).messages[0].attachments
    assert attachment.name == f"{VERSION}-seisdon.pdf"
    assert attachment.content.startswith(b"%PDF-")
    size = len(attachment.content) / 1000
    document = "document: seisdon\n"
    limit = f"{document}  largest_kilobytes: {int(size)}\n"
    put(edited(circulating(), PACK, document, limit), root)
    message = plan(root).messages[0]
    assert message.attachments == ()
    assert f"https://example.org/packs/{VERSION}/pdf/seisdon.pdf" in message.text


def test_a_second_run_sends_nothing(root: Path) -> None:
    assert name_recipients(circulate(root)) == [*DIRECTORS, "primary-care-director"]
    assert circulate(root) == []


def test_a_correction_goes_to_those_who_had_the_first_and_says_what_changed(root: Path) -> None:
    circulate(root)
    # She left between the two, and has the wrong one.
    register = (
        (root / APPOINTMENTS)
        .read_text()
        .replace(
            "director-seisdon,service-director,seisdon,2018-04-01,",
            f"director-seisdon,service-director,seisdon,2018-04-01,{LAST_DAY}",
        )
    )
    put({APPOINTMENTS: register.encode()}, root)
    correct(root, "The line was the third", "second line", "third line")
    messages = circulate(root, REVISED, LATER)
    assert name_recipients(messages) == [
        "director-cannock", "primary-care-director", "director-seisdon",
    ]  # fmt: skip
    assert messages[2].subject == "Correction: Monthly pack, November 2018 (revision 2)"
    assert (
        f"It corrects {VERSION}, which you were sent on {DAY_WORDS}: use this one instead.\n"
        "Why: The line was the third\n"
    ) in messages[2].text
    assert "What changed\n- Cannock Chase, Patient feedback: narrative\n" in messages[2].text
    assert "You get this because you were sent what it corrects" in messages[2].text


def test_whoever_missed_a_revision_is_told_all_that_changed_since_theirs(root: Path) -> None:
    circulate(root)
    correct(root, "The line was the third", "second line", "third line")
    correct(root, "More money", "Money.", "More money.")
    text = circulate(root, f"{VERSION}-r3", LATER)[0].text
    assert f"It corrects {VERSION}, which" in text
    assert "Why: The line was the third\nWhy: More money\n" in text


@pytest.mark.parametrize("about", ["monthly-2018-10", f"{VERSION}-r2", "nothing-known"])
def test_a_record_of_another_version_is_not_believed(root: Path, about: str) -> None:
    circulate(root)
    correct(root, "The line was the third", "second line", "third line")
    record = root / "data/sent/monthly/2018-11.csv"
    record.write_text(record.read_text().replace(f",{VERSION},", f",{about},"))
    text = circulate(root, REVISED, LATER)[0].text
    assert f"It corrects {VERSION}, " in text
    assert "What changed\n- Cannock Chase, Patient feedback: narrative\n" in text


def test_a_version_that_was_corrected_is_not_circulated(root: Path) -> None:
    correct(root, "The line was the third", "second line", "third line")
    with pytest.raises(CannotRun, match=f"was corrected: circulate {REVISED} instead"):
        plan(root)


def test_what_does_not_verify_is_shown_and_nobody_is_sent_it(root: Path) -> None:
    # Its approvals are made up, as whoever verifies it finds out.
    ran = boardpack("-C", root, "circulate", VERSION, "--send")
    assert ran.status == 1
    assert f"{VERSION} is not proved, so nobody was sent it." in ran.out
    assert read_sent(root).rows == ()
    not_proved = plan_circulation(root, VERSION, PagesOptions("gh-pages"), DAY.date())
    assert isinstance(not_proved, NotProved)


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        (PACK, "[service-director, director-of-primary-care]", "[]", "nobody is to be sent it"),
        (PACK, "document: seisdon", "document: summary", "no monthly-2018-11/pdf/summary.pdf"),
        (APPOINTMENTS, "person,role", "person;role", "a register cannot be read whole"),
    ],
)
def test_who_gets_it_and_what_goes_along_is_never_guessed(
    root: Path, path: str, old: str, new: str, words: str
) -> None:
    put({path: (root / path).read_text().replace(old, new).encode()}, root)
    with pytest.raises(CannotRun, match=words):
        plan(root)


def show(root: Path, *, is_sending: bool, mail_from: str = "reports@example.org") -> Ran:
    planned, out = plan(root), StringIO()
    options = SendingOptions(is_sending, OUTBOX, root / "build/outbox")
    rows = show_or_send(root, planned.messages, planned.sent, mail_from, options, DAY, out)
    status = conclude_sending(root, "circulate", rows, options, DAY)
    return Ran(status, out.getvalue(), "")


def test_without_send_all_is_shown_and_nobody_is_told(root: Path) -> None:
    ran = show(root, is_sending=False)
    assert ran.status == 0
    assert "To director-cannock: Monthly pack, November 2018\n" in ran.out
    assert ran.out.endswith("3 messages would be sent; nobody was told anything. To send: --send\n")
    assert not (root / "data/sent").exists()


def test_an_outbox_has_a_mail_for_each_and_the_next_run_says_that_they_were_sent(
    root: Path,
) -> None:
    assert show(root, is_sending=True).out.startswith("director-cannock: sent\n")
    assert len(list((root / "build/outbox").glob("*.eml"))) == 3
    assert show(root, is_sending=True) == (0, "3 messages were sent before.\n", "")
    assert [(run.job, run.sent, run.unsent) for run in read_runs(root)] == [
        ("circulate", 3, 0),
        ("circulate", 0, 0),
    ]


def test_a_directorate_without_an_address_of_its_own_sends_nothing(root: Path) -> None:
    with pytest.raises(CannotRun, match="add mail_from"):
        show(root, is_sending=True, mail_from="")


def test_whoever_has_no_address_shuts_the_gate_until_they_have_one(root: Path) -> None:
    register = (root / "data/people.csv").read_text().replace(",seisdon.director@example.org", ",")
    put({"data/people.csv": register.encode()}, root)
    ran = show(root, is_sending=True)
    assert ran.status == 1
    words = "not sent yet; the next run tries again: director-seisdon has no e-mail address"
    assert words in ran.out
    git(root, "checkout", "--", "data/people.csv")
    assert show(root, is_sending=True).status == 0
    assert [row.outcome for row in read_sent(root).rows if row.to == "director-seisdon"] == [
        Outcome.DEFERRED,
        Outcome.SENT,
    ]


def list_recent(root: Path, day: date) -> tuple[str, ...]:
    return list_recent_versions(root, PagesOptions("gh-pages"), day)


def test_without_a_version_all_that_is_new_and_stands_uncorrected_is_circulated(
    root: Path,
) -> None:
    day = datetime.now(UTC).date()
    assert list_recent(root, day) == (VERSION,)
    assert list_recent(root, day + timedelta(days=14)) == (VERSION,)
    correct(root, "The line was the third", "second line", "third line")
    assert list_recent(root, day) == (REVISED,)


def test_without_a_version_nothing_old_and_nothing_that_goes_to_nobody_is_circulated(
    root: Path,
) -> None:
    day = datetime.now(UTC).date()
    assert list_recent(root, day + timedelta(days=15)) == ()
    to = "[service-director, director-of-primary-care]"
    put({PACK: (root / PACK).read_text().replace(to, "[]").encode()}, root)
    assert list_recent(root, day) == ()


def test_a_run_without_anything_to_send_is_recorded_too(root: Path) -> None:
    ran = boardpack("-C", root, "circulate", "--send", "--at", "2019-06-03T09:00")
    assert ran == (0, "In the last 14 days nothing was published to be sent.\n", "")
    assert [(run.job, run.sent) for run in read_runs(root)] == [("circulate", 0)]
