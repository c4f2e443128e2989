"""Signatures: whose, of what, for what, and when."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.adapters import ssh
from boardpack.adapters.ssh import (
    NAMESPACE,
    SigningKey,
    find_signature_fault,
    find_usual_key,
    sign_message,
)
from boardpack.errors import CannotRun
from support.running import git

MESSAGE = b'{"action":"approve"}\n'
TIME = "2018-12-12T09:30:00Z"
NOT_THEIRS = "the signature is not by a key that allowed_signers gives this person"


class Key(NamedTuple):
    file: Path
    public: str


def make_key(folder: Path, name: str, passphrase: str = "") -> Key:
    file = folder / name
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "", "-f", str(file)]
    subprocess.run(words, check=True)
    return Key(file, file.with_suffix(".pub").read_text().strip())


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Key]:
    folder = tmp_path_factory.mktemp("keys")
    return {name: make_key(folder, name) for name in ("director", "other")}


@pytest.fixture(scope="module")
def signature(keys: dict[str, Key]) -> bytes:
    return sign_message(SigningKey(keys["director"].file), MESSAGE)


def allowed(key: Key, person: str = "director", options: str = "") -> bytes:
    return f"{person} {options} {key.public}\n".encode()


def test_a_signature_of_the_person_holds(keys: dict[str, Key], signature: bytes) -> None:
    assert (
        find_signature_fault(MESSAGE, signature, "director", TIME, allowed(keys["director"]), b"")
        == ""
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "", "\n\n# the directors\n"])
@pytest.mark.parametrize("start", ["", "\ufeff", "# the directors\n"])
def test_the_lists_of_keys_may_come_from_any_editor(
    keys: dict[str, Key], signature: bytes, start: str, end: str
) -> None:
    listed = f"{start}director {keys['director'].public}{end}".encode()
    revoked = f"{start}{keys['other'].public}{end}".encode()
    assert find_signature_fault(MESSAGE, signature, "director", TIME, listed, revoked) == ""
    revoked = f"{start}{keys['director'].public}{end}".encode()
    assert "revoked" in find_signature_fault(MESSAGE, signature, "director", TIME, listed, revoked)


def test_a_person_may_have_several_keys(keys: dict[str, Key], signature: bytes) -> None:
    both = allowed(keys["other"]) + allowed(keys["director"])
    assert find_signature_fault(MESSAGE, signature, "director", TIME, both, b"") == ""


@pytest.mark.parametrize("listed", ["other", "nobody"])
def test_a_key_that_is_not_the_person_s_does_not_hold(
    keys: dict[str, Key], signature: bytes, listed: str
) -> None:
    given_keys = allowed(keys["director"], "somebody-else")
    given_keys += allowed(keys["other"]) if listed == "other" else b""
    assert find_signature_fault(MESSAGE, signature, "director", TIME, given_keys, b"") == NOT_THEIRS


def test_without_allowed_signers_no_signature_holds(signature: bytes) -> None:
    assert find_signature_fault(MESSAGE, signature, "director", TIME, b"", b"") == NOT_THEIRS
    assert (
        find_signature_fault(MESSAGE, signature, "director", TIME, b"\xff\0garbage\n", b"")
        == NOT_THEIRS
    )


def test_a_signature_of_something_else_does_not_hold(
    keys: dict[str, Key], signature: bytes
) -> None:
    fault = find_signature_fault(
        MESSAGE + b" ", signature, "director", TIME, allowed(keys["director"]), b""
    )
    assert fault == "the signature is of something else"


def test_a_signature_for_git_does_not_hold(
    keys: dict[str, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(ssh, "NAMESPACE", "git")
        other = sign_message(SigningKey(keys["director"].file), MESSAGE)
    fault = find_signature_fault(MESSAGE, other, "director", TIME, allowed(keys["director"]), b"")
    assert fault == "the signature was made for another purpose"


def test_a_key_that_is_allowed_for_git_only_does_not_hold(
    keys: dict[str, Key], signature: bytes
) -> None:
    for_git = allowed(keys["director"], options='namespaces="git"')
    assert find_signature_fault(MESSAGE, signature, "director", TIME, for_git, b"")
    ours = allowed(keys["director"], options=f'namespaces="git,{NAMESPACE}"')
    assert find_signature_fault(MESSAGE, signature, "director", TIME, ours, b"") == ""


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ('valid-after="20181201Z",valid-before="20181231Z"', ""),
        ('valid-before="20181212Z"', "the key was no longer good at that time"),
        ('valid-after="20181213Z"', "the key was not good yet at that time"),
        ('valid-before="20181212093100Z"', ""),
        ('valid-before="20181212092900Z"', "the key was no longer good at that time"),
    ],
)
def test_a_key_holds_while_it_is_good(
    keys: dict[str, Key], signature: bytes, options: str, fault: str
) -> None:
    listed = allowed(keys["director"], options=options)
    assert find_signature_fault(MESSAGE, signature, "director", TIME, listed, b"") == fault


def test_the_time_is_utc_wherever_this_runs(
    keys: dict[str, Key], signature: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    listed = allowed(keys["director"], options='valid-before="20181212093100Z"')
    assert find_signature_fault(MESSAGE, signature, "director", TIME, listed, b"") == ""


def test_a_revoked_key_does_not_hold_and_another_s_revocation_changes_nothing(
    keys: dict[str, Key], signature: bytes
) -> None:
    listed = allowed(keys["director"])
    fault = "its key was revoked as compromised, or the list of revoked keys is unreadable"
    for revoked in (keys["director"].public.encode() + b"\n", b"garbage\n"):
        assert find_signature_fault(MESSAGE, signature, "director", TIME, listed, revoked) == fault
    for revoked in (keys["other"].public.encode(), b"", b"\n", b"# none\n"):
        assert find_signature_fault(MESSAGE, signature, "director", TIME, listed, revoked) == ""


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_signature_with_one_byte_changed_holds_only_if_it_says_the_same(
    keys: dict[str, Key], signature: bytes, data: st.DataObject
) -> None:
    start, end = signature.index(b"\n") + 1, signature.rindex(b"\n-----END")
    place = data.draw(st.integers(start, end - 3).filter(lambda n: signature[n] != 10))
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    byte = data.draw(st.sampled_from(letters).filter(lambda one: one != signature[place]))
    altered = signature[:place] + bytes([byte]) + signature[place + 1 :]
    assert find_signature_fault(MESSAGE, altered, "director", TIME, allowed(keys["director"]), b"")


@pytest.mark.parametrize("altered", [b"", b"no signature", b"-----BEGIN SSH SIGNATURE-----\n"])
def test_what_is_no_signature_does_not_hold(keys: dict[str, Key], altered: bytes) -> None:
    assert find_signature_fault(MESSAGE, altered, "director", TIME, allowed(keys["director"]), b"")


def test_a_key_that_is_not_there_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="there is no key"):
        sign_message(SigningKey(tmp_path / "none"), MESSAGE)


def test_a_file_that_is_no_key_is_a_refusal_in_ssh_s_words(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("nothing")
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(CannotRun, match="ssh-keygen did not sign with"):
        sign_message(SigningKey(tmp_path / "key"), MESSAGE)


def test_without_ssh_keygen_it_is_said_where_it_comes_from(
    keys: dict[str, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CannotRun, match="it comes with OpenSSH"):
        sign_message(SigningKey(keys["director"].file), MESSAGE)


def home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (folder / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    return folder


def test_the_usual_key_is_the_one_that_git_signs_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = home(tmp_path / "home", monkeypatch)
    (at / ".ssh/id_ed25519").touch()
    (at / "mine").touch()
    git(tmp_path, "init", "--quiet")
    assert find_usual_key(tmp_path) == SigningKey(at / ".ssh/id_ed25519")
    git(tmp_path, "config", "user.signingKey", "~/mine")
    assert find_usual_key(tmp_path) == SigningKey(at / "mine")


def test_without_any_key_it_is_said_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home(tmp_path / "home", monkeypatch)
    git(tmp_path, "init", "--quiet")
    with pytest.raises(CannotRun, match="ssh-keygen -t ed25519 -f"):
        find_usual_key(tmp_path)


@pytest.fixture
def agent(
    tmp_path: Path, keys: dict[str, Key], monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Key]]:
    """Hold the director's key in an agent, and nowhere else."""
    socket = tmp_path / "agent"
    process = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL)
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
    try:
        for _ in range(200):
            if socket.exists():
                break
            time.sleep(0.02)
        subprocess.run(["ssh-add", "-q", str(keys["director"].file)], check=True)
        yield keys
    finally:
        process.terminate()
        process.wait()


@pytest.mark.parametrize("form", ["key::{public}", "key::{public} my laptop", "{public}"])
def test_git_s_literal_names_a_key_that_an_agent_holds(
    tmp_path: Path, agent: dict[str, Key], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    home(tmp_path / "home", monkeypatch)
    git(tmp_path, "init", "--quiet")
    literal = form.format(public=agent["director"].public)
    git(tmp_path, "config", "user.signingKey", literal)
    key = find_usual_key(tmp_path)
    assert str(key) == literal.removeprefix("key::")
    made = sign_message(key, MESSAGE)
    listed = allowed(agent["director"])
    assert find_signature_fault(MESSAGE, made, "director", TIME, listed, b"") == ""


def test_the_public_half_in_a_file_names_a_key_that_an_agent_holds(
    tmp_path: Path, agent: dict[str, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    home(tmp_path / "home", monkeypatch)
    (tmp_path / "mine.pub").write_text(agent["director"].public)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.signingKey", str(tmp_path / "mine.pub"))
    made = sign_message(find_usual_key(tmp_path), MESSAGE)
    listed = allowed(agent["director"])
    assert find_signature_fault(MESSAGE, made, "director", TIME, listed, b"") == ""


@pytest.mark.parametrize("literal", ["key::ssh-ed25519 AAAA", "key::", "key::nonsense"])
def test_a_literal_that_no_agent_holds_is_a_refusal_that_says_what_to_type(
    tmp_path: Path, agent: dict[str, Key], literal: str
) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.signingKey", literal)
    with pytest.raises(CannotRun, match="ssh-add -L"):
        sign_message(find_usual_key(tmp_path), MESSAGE)


def test_a_key_for_openpgp_says_nothing_of_ssh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = home(tmp_path / "home", monkeypatch)
    (at / ".ssh/id_ed25519").touch()
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.signingKey", "0123456789ABCDEF")
    assert find_usual_key(tmp_path) == SigningKey(at / ".ssh/id_ed25519")


def test_a_file_that_git_would_sign_with_and_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = home(tmp_path / "home", monkeypatch)
    (at / ".ssh/id_ed25519").touch()
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "gpg.format", "ssh")
    git(tmp_path, "config", "user.signingKey", "~/none")
    with pytest.raises(CannotRun, match=r"user\.signingKey is ~/none, which is no file"):
        find_usual_key(tmp_path)
