"""The pages and PDFs of a publication made again, from the commit that it names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.files import compute_engine_digest, write_atomically
from boardpack.adapters.git import history, plumbing
from boardpack.adapters.pdf.workers import DocumentPrinter
from boardpack.adapters.workspace import open_workspace
from boardpack.errors import CannotRun
from boardpack.operations.build import EditionBuilder
from boardpack.operations.build_settings import read_build_settings
from boardpack.operations.check import check_editions
from boardpack.operations.committed import JUDGED_PATHS
from boardpack.operations.publication import MustNotLeak
from boardpack.operations.publication_source import build_publication_site
from boardpack.operations.publications import abbreviate_names
from boardpack.operations.select import select_readable_editions
from boardpack.publish.manifest import Manifest
from boardpack.publish.proof import list_differing_files
from boardpack.publish.verification import Certainty, Remark


def rebuild_publication(root: Path, manifest: Manifest, printer: DocumentPrinter) -> Remark:
    """Return whether the same pages and PDFs come out again, byte for byte."""
    source = manifest.commit[:12]
    if manifest.generator.engine != compute_engine_digest():
        return Remark(
            Certainty.OPEN,
            "Its pages were not made again: only the boardpack that published it "
            f"({manifest.generator.version}, engine {manifest.generator.engine[:12]}) makes them "
            "byte for byte.",
        )
    if not history.has_commit(root, manifest.commit):
        return Remark(
            Certainty.OPEN, f"Its pages were not made again: this clone lacks commit {source}."
        )
    with TemporaryDirectory(prefix="boardpack-") as name:
        files = plumbing.read_files_at(root, manifest.commit, *JUDGED_PATHS)
        try:
            rebuilt_files = _build_site(Path(name), files, manifest, printer)
        except CannotRun as error:
            return Remark(Certainty.OPEN, f"Its pages were not made again: {error}.")
        except MustNotLeak as leak:
            words = f"Its pages were not made again: {leak.findings[0].what}."
            return Remark(Certainty.OPEN, words)
    differing = list_differing_files(manifest, rebuilt_files)
    if differing:
        return Remark(
            Certainty.WRONG,
            f"from commit {source} other pages come out: {abbreviate_names(differing)}",
        )
    return Remark(
        Certainty.PROVED,
        f"Its {len(rebuilt_files)} pages and files come out the same again from commit {source}.",
    )


def _build_site(
    folder: Path, files: Mapping[str, bytes], manifest: Manifest, printer: DocumentPrinter
) -> dict[str, bytes]:
    for path, data in files.items():
        write_atomically(folder / path, data)
    workspace = open_workspace(folder)
    check_report = check_editions(
        workspace, select_readable_editions(workspace, manifest.pack, manifest.period)
    )
    builder = EditionBuilder(read_build_settings(folder, locate_build_folder(folder)), printer)
    (edition,) = check_report.editions
    return build_publication_site(
        builder, workspace, edition, check_report.findings, manifest.certificate
    )
