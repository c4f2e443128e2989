"""Accounts at GitHub, and the addresses that it makes up for them."""

from __future__ import annotations

import re

from boardpack.adapters.forges.github.fields import (
    JsonObject,
    read_number,
    read_object,
    read_string,
    read_value,
)
from boardpack.findings import escape_unprintable
from boardpack.signoff.forge import Account, AccountKind, CommitAccounts

_KINDS = {"User": AccountKind.PERSON, "Bot": AccountKind.PROGRAM}
# Only the form with a number: the older one has just a login, which may pass to somebody else.
_MADE_UP_ADDRESS = re.compile(r"(?P<account>[0-9]+)\+[^@]+@users\.noreply\.github\.com")


def read_account(data: JsonObject, topic: str, key: str = "user") -> Account:
    """Return the account that an answer names; null is one that is gone."""
    if read_value(data, key, topic) is None:
        return Account()
    user = read_object(data, key, topic)
    login = escape_unprintable(read_string(user, "login", topic))
    account_id = str(read_number(user, "id", topic))
    kind = _KINDS.get(read_string(user, "type", topic), AccountKind.OTHER)
    return Account(account_id, login, kind)


def read_commit_accounts(data: JsonObject, commit: str) -> CommitAccounts:
    """Return the accounts that the answer about a commit names."""
    return CommitAccounts(_read_id(data, "author", commit), _read_id(data, "committer", commit))


def find_account_id(email: str) -> str:
    """Return the id of the account for which GitHub made an address up; else nothing."""
    match = _MADE_UP_ADDRESS.fullmatch(email)
    return match["account"] if match else ""


def _read_id(data: JsonObject, key: str, commit: str) -> str:
    topic = f"commit {commit}"
    # GitHub says {} for an author that it cannot tell.
    if not read_value(data, key, topic):
        return ""
    return str(read_number(read_object(data, key, topic), "id", topic))
