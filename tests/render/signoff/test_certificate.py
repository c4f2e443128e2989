"""The certificate says who signed what, and only a publication has one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from boardpack.model.signoff import Evidence
from boardpack.render.edition_view import EditionView
from boardpack.render.pdf.documents import plan_documents
from boardpack.render.signoff.certificate import SignedSection, build_certificate_view
from boardpack.render.site.navigation import build_navigation
from boardpack.render.site.plan import plan_pages
from support.books import Parsed, book_of, converted, staged
from support.certificates import certificate_of, published, second, verdict_of
from support.instances import FEEDBACK_ROWS, WAIVERS, minimal

PAGE = "certificate.md"


@cache
def review() -> EditionView:
    return book_of(minimal())


@cache
def publication() -> EditionView:
    return published(review())


def with_verdict(section: str, **how: object) -> EditionView:
    """Return a publication in which a section of Cannock Chase was signed otherwise."""
    entry = next(
        e for e in review().edition.list_service_entries("cannock-chase") if e.section.id == section
    )
    other = verdict_of(entry, **how)  # type: ignore[arg-type]
    kept = certificate_of(review().edition).verdicts
    place = (other.subject.service, other.subject.section)
    return published(
        review(),
        verdicts=tuple(other if (v.subject.service, v.subject.section) == place else v
                       for v in kept),
    )  # fmt: skip


def row(book: EditionView, section: str) -> SignedSection:
    shown = build_certificate_view(book)
    assert shown is not None
    cannock = next(one for one in shown.services if one.service == "cannock-chase")
    return next(one for one in cannock.rows if one.section == section)


def test_the_certificate_says_who_signed_each_section_when_and_on_what_evidence() -> None:
    page = converted(staged(publication())[PAGE])
    text = spoken(page)
    assert "Published 14 December 2018, 16:00 UTC" in text
    assert "Made from commit 0123456789ab " in text
    assert "Revision 1, the first publication" in text
    assert (
        "Access Director of Cannock Chase Service director 12 December 2018, 09:30 UTC "
        "from the signer's clock SSH signature"
    ) in text
    assert "The signing keys attest who signed." in text
    assert "boardpack verify monthly-2018-11" in text
    links = Parsed(page).attributes("a", "href")
    assert {"manifest.json", "SHA256SUMS"} <= set(links)


def spoken(html: str) -> str:
    """Return the words of a page with a blank between its cells."""
    return " ".join(Parsed(html.replace("<", " <")).text.split())


def test_the_certificate_lists_every_signed_section_once_with_its_digest() -> None:
    page = Parsed(converted(staged(publication())[PAGE]))
    certificate = publication().certificate
    assert certificate is not None
    titles = [whole for whole in page.attributes("code", "title") if len(whole) == 64]
    assert sorted(titles) == sorted(v.subject.digest for v in certificate.verdicts)
    assert titles[0][:12] in page.text
    assert titles[0] not in page.text


def test_every_table_of_the_certificate_has_a_caption_and_scopes() -> None:
    page = converted(staged(publication())[PAGE])
    elements = [tag for tag, _ in Parsed(page).elements]
    assert elements.count("table") == elements.count("caption") == 4
    assert all("scope" in a for tag, a in Parsed(page).elements if tag == "th")


def test_a_deputy_is_shown_as_deputy_for_whom() -> None:
    book = with_verdict("access", actor="finance-manager", deputy_for="director-cannock")
    page = staged(book)[PAGE]
    assert "Finance manager<br/>Service director, deputy for Director of Cannock Chase" in page


def test_a_github_review_is_shown_with_its_pull_request() -> None:
    evidence = Evidence("github", "example/primary-care", pull=42, review=7)
    book = with_verdict("access", actor="director-cannock", evidence=evidence)
    assert row(book, "access").evidence == (
        "GitHub review 7 of pull request 42 in example/primary-care"
    )


@pytest.mark.parametrize(
    ("account", "name"), [("1001", "Director of Cannock Chase"), ("77", "account 77")]
)
def test_who_has_no_id_is_known_by_the_number_of_the_account(account: str, name: str) -> None:
    assert row(with_verdict("access", actor="", account=account), "access").name == name


def test_a_person_who_signs_twice_is_counted_once() -> None:
    shown = build_certificate_view(publication())
    assert shown is not None
    assert shown.people == "3 people"
    own = build_certificate_view(publication(), ("seisdon",))
    assert own is not None
    assert own.people == "1 person"


def test_a_waived_section_is_marked_with_the_reason_that_was_signed() -> None:
    waiver = "monthly,2018-11,cannock-chase,feedback,No survey,director-cannock,2019-01-31\n"
    rows = minimal()[FEEDBACK_ROWS].decode().splitlines(keepends=True)
    kept = "".join(one for one in rows if "cannock-chase" not in one)
    tree = {**minimal(), FEEDBACK_ROWS: kept.encode()}
    book = published(book_of({**tree, WAIVERS: tree[WAIVERS] + waiver.encode()}))
    page = staged(book)[PAGE]
    assert "<strong>Waived.</strong> No survey Granted by Director of Cannock Chase" in page
    assert row(book, "access").waived == ""


def test_a_revision_says_its_reason_and_what_it_stands_in_place_of() -> None:
    book = replace(review(), certificate=second(certificate_of(review().edition)))
    pages = staged(book)
    for page in (pages[PAGE], pages["index.md"], plan_documents(book)[0].make()):
        text = spoken(page)
        assert "A row of the appointments was wrong." in text
        assert "n place of monthly-2018-11" in text


def test_the_home_page_of_a_publication_says_since_when_and_who_and_leads_to_the_certificate() -> (
    None
):
    page = converted(staged(publication())["index.md"])
    text = Parsed(page).text
    assert "Published 14 December 2018 · signed off by 3 people · certificate" in text
    assert "certificate.html" in Parsed(page).attributes("a", "href")


def test_only_a_publication_has_a_certificate() -> None:
    assert PAGE not in staged(review())
    assert "certificate" not in staged(review())["index.md"]
    assert PAGE not in str(build_navigation(review()))
    assert {"Sign-off certificate": PAGE} in build_navigation(publication())[-1]["Reference"]
    assert all('id="certificate"' not in one.make() for one in plan_documents(review()))


def test_the_links_of_the_certificate_lead_to_the_sections() -> None:
    found = staged(publication())
    for href in Parsed(converted(found[PAGE])).attributes("a", "href"):
        path, _, section = href.partition("#")
        if path.startswith("services/"):
            page = converted(found[path.replace(".html", ".md")])
            assert section in Parsed(page).attributes("h2", "id")


def test_a_document_certifies_its_own_sections_before_its_glossary() -> None:
    made = {one.path: one.make() for one in plan_documents(publication())}
    own = certified(made["seisdon.html"])
    assert "Director of Seisdon Peninsula" in own
    assert "Director of Cannock Chase" not in own
    assert "signed off by 1 person: certificate" in Parsed(made["seisdon.html"]).text
    whole = certified(made["directorate.html"])
    assert "Director of Seisdon Peninsula" in whole
    assert "Director of Cannock Chase" in whole
    for html in made.values():
        assert 0 < html.index('<h2 id="certificate">') < html.find('<h2 id="glossary">') or (
            'id="glossary"' not in html
        )


def certified(html: str) -> str:
    return html.partition('<h2 id="certificate">')[2].partition("</section>")[0]


def test_a_document_for_review_says_so_in_front_and_at_the_foot_of_every_page() -> None:
    for document in plan_documents(review()):
        html = document.make()
        assert "FOR REVIEW: not signed off, not a publication" in html
        assert '@bottom-left{content:"FOR REVIEW' in html
        assert '<body class="review">' in html
    for document in plan_documents(publication()):
        assert "FOR REVIEW" not in document.make()


def test_a_page_changes_with_the_certificate_only_where_it_shows_it() -> None:
    revised = replace(review(), certificate=second(certificate_of(review().edition)))
    # A correction is compared with what it corrects.
    assert changed(publication(), revised) == {"index.md", "compare.md", PAGE}
    # What is published has no timetable: it is over. Others can be published beside it, with which
    # pages of services offer to compare it.
    services = {f"services/{name}.md" for name in ("cannock-chase", "seisdon", "directorate")}
    assert changed(review(), publication()) == {
        "index.md", "compare.md", PAGE, "timetable.md", *services,
    }  # fmt: skip


def changed(one: EditionView, other: EditionView) -> set[str]:
    before = {output.path: output.key for output in plan_pages(one)}
    after = {output.path: output.key for output in plan_pages(other)}
    return {path for path in before | after if before.get(path) != after.get(path)}


def test_a_document_changes_with_what_it_shows_of_the_certificate() -> None:
    other = with_verdict("access", actor="finance-manager", deputy_for="director-cannock")
    assert reprinted(publication(), other) == {"cannock-chase.html", "directorate.html"}
    everything = {one.path for one in plan_documents(review())}
    assert reprinted(review(), publication()) == everything


def reprinted(one: EditionView, other: EditionView) -> set[str]:
    before = {output.path: output.key for output in plan_documents(one)}
    return {output.path for output in plan_documents(other) if before[output.path] != output.key}


def test_nothing_on_a_certificate_becomes_markup() -> None:
    nasty = "x<script>alert(1)</script>{: onclick=alert(1) }"
    book = published(review(), reason=nasty, supersedes=nasty, revision=2, assurance=(nasty,))
    found = staged(book)
    for html in (
        converted(found[PAGE]),
        converted(found["index.md"]),
        plan_documents(book)[0].make(),
    ):
        parsed = Parsed(html)
        assert "script" not in [tag for tag, _ in parsed.elements]
        assert not [name for _, a in parsed.elements for name in a if name.startswith("on")]
        assert "alert(1)" in parsed.text
