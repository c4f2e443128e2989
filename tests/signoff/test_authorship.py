from __future__ import annotations

from boardpack.adapters.forges.table import find_account_id
from boardpack.findings import Place
from boardpack.model.directorate import Person
from boardpack.model.signoff import Authorship
from boardpack.signoff.authorship import Contribution, find_authorship, find_changed_sections

HERE = Place("data/people.csv", 2)
PEOPLE = (
    Person("director", "Director", "1001", HERE, ("director@example.org",)),
    Person("manager", "Manager", "1002", HERE, ("manager@example.org", "other@example.org")),
    Person("nameless", "Nameless", "", HERE),
)
ACCESS = ("cannock-chase", "access")


def by(*emails: str) -> Authorship:
    return find_authorship([Contribution(ACCESS, emails)], PEOPLE, find_account_id)[ACCESS]


def test_a_section_is_changed_when_its_text_is_like_none_before() -> None:
    assert find_changed_sections({"a": "x", "b": "y"}, [{"a": "x", "b": "z"}]) == {"b"}


def test_a_merge_changes_only_what_no_parent_said() -> None:
    sides = [{"a": "mine", "b": "y"}, {"a": "theirs", "b": "y"}]
    assert find_changed_sections({"a": "mine", "b": "y"}, sides) == set()
    assert find_changed_sections({"a": "both", "b": "y"}, sides) == {"a"}


def test_taking_text_away_is_a_change_and_so_is_the_first_text() -> None:
    assert find_changed_sections({}, [{"a": "x"}]) == {"a"}
    assert find_changed_sections({"a": "x"}, []) == {"a"}
    assert find_changed_sections({}, []) == set()


def test_people_are_known_by_any_of_their_addresses_in_any_letters() -> None:
    assert by("OTHER@example.org", "Director@Example.org").people == {"manager", "director"}


def test_an_account_is_known_by_its_number_whatever_its_name() -> None:
    assert by("1001+old-name@users.noreply.github.com").people == {"director"}
    stranger = "77+director@users.noreply.github.com"
    assert by(stranger) == Authorship(frozenset(), frozenset({stranger}))


def test_an_address_of_nobody_is_listed_as_it_is() -> None:
    assert by("x@example.org", "manager@example.org") == Authorship(
        frozenset({"manager"}), frozenset({"x@example.org"})
    )
    assert by("").unknown == {""}


def test_all_who_ever_wrote_a_section_are_its_authors() -> None:
    written = [
        Contribution(ACCESS, ("director@example.org",)),
        Contribution(ACCESS, ("manager@example.org",)),
    ]
    assert find_authorship(written, PEOPLE, find_account_id)[ACCESS].people == {
        "director",
        "manager",
    }
