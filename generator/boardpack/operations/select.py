"""Which editions are meant: the newest of each pack, unless told otherwise; and which sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from boardpack.adapters.workspace import Workspace
from boardpack.analysis.period_words import read_period_words
from boardpack.errors import CannotRun
from boardpack.findings import name_choices, suggest_word
from boardpack.model.instance import EditionId, Instance
from boardpack.model.pack import Pack
from boardpack.model.period import Cadence, is_period
from boardpack.model.signoff import Subject
from boardpack.operations.choices import require_choice

if TYPE_CHECKING:
    from boardpack.analysis.edition import Edition

UNREADABLE = "the instance cannot be read; see what is wrong with: boardpack check"


@dataclass(frozen=True, slots=True)
class Selection:
    """The editions that are meant; of `unreadable_packs` nothing is known."""

    editions: tuple[EditionId, ...]
    unreadable_packs: tuple[str, ...] = ()


def select_editions(workspace: Workspace, pack: str | None, period: str | None) -> Selection:
    """Return the editions that are meant: the newest of each pack unless told otherwise."""
    if workspace.instance is None:
        return Selection(())
    unreadable_packs = _find_unreadable_packs(workspace)
    if pack is None:
        newest_editions = dict(workspace.instance.edition_ids)
        if not newest_editions and not unreadable_packs and not workspace.findings:
            raise CannotRun(f"no edition has been opened. {_advise_on_opening(workspace.instance)}")
        return Selection(tuple(newest_editions.items()), unreadable_packs)
    if pack in unreadable_packs:
        return Selection((), (pack,))
    periods = _list_periods(workspace.instance, pack)
    if period is None:
        return Selection(((pack, periods[-1]),))
    if period not in periods:
        raise CannotRun(
            f"'{pack}' has no edition '{period}'; there is {name_choices(periods)}"
            + _describe_opening(workspace.instance, pack, period)
        )
    return Selection(((pack, period),))


def select_readable_editions(
    workspace: Workspace, pack: str | None, period: str | None
) -> Selection:
    """Return the editions that are meant; CannotRun where none of them can be read."""
    selection = select_editions(workspace, pack, period)
    if not selection.editions:
        raise CannotRun(UNREADABLE)
    return selection


def require_instance(workspace: Workspace) -> Instance:
    """Return what the files of a workspace mean; CannotRun where they cannot be read."""
    if workspace.instance is None:
        raise CannotRun(UNREADABLE)
    return workspace.instance


def require_edition(workspace: Workspace, pack: str | None, period: str | None) -> None:
    """Raise CannotRun, with the editions that there are, where none or half of one is named."""
    instance = require_instance(workspace)
    if pack and period:
        return
    periods = _list_periods(instance, pack) if pack else []
    editions = [f"{pack} {known_period}" for known_period in reversed(periods)] or [
        f"{known_pack} {newest}" for known_pack, newest in dict(instance.edition_ids).items()
    ]
    raise CannotRun(f"say which edition, pack and period; there is {name_choices(editions)}")


def require_whole_registers(workspace: Workspace, paths: tuple[str, ...], missing: str) -> Instance:
    """Return what the files mean; CannotRun where one under `paths` was not read whole.

    `missing` is what would not be there.
    """
    faults = [
        finding
        for finding in workspace.findings
        if finding.is_error and finding.place.path.startswith(paths)
    ]
    if workspace.instance is None or faults:
        where = f" ({faults[0].place})" if faults else ""
        raise CannotRun(
            f"a register cannot be read whole{where}, and {missing} would be missing; see what is "
            "wrong with: boardpack check"
        )
    return workspace.instance


def require_pack(instance: Instance, pack: str) -> Pack:
    """Return a pack by its id; CannotRun where there is none, or it cannot be read."""
    if pack not in instance.packs:
        _refuse_other_things(instance, pack)
    require_choice("pack", pack, sorted(instance.packs))
    return instance.packs[pack]


def _refuse_other_things(instance: Instance, name: str) -> None:
    """Raise CannotRun where what should be a pack is one that cannot be read, or something else."""
    choices = f"there is {name_choices(sorted(instance.packs))}"
    path = f"data/packs/{name}.yml"
    if path in instance.unread:
        raise CannotRun(f"{path} cannot be read; see what is wrong with: boardpack check")
    if period := _read_period(name):
        fitting = [id for id, known in instance.packs.items() if is_period(period, known.cadence)]
        example = f", such as: {fitting[0]} {period}" if fitting else ""
        raise CannotRun(f"'{name}' is a period; the pack comes before it{example}; {choices}")
    if _is_section(instance, name):
        raise CannotRun(f"there is no pack '{name}'; {choices}; a section is named after --section")


def analyse_selection(workspace: Workspace, selection: Selection) -> tuple[Edition, ...]:
    """Return the chosen editions with their figures."""
    # Imported here, because it takes a while and to choose needs none of it.
    from boardpack.analysis.edition import analyse_edition

    instance = require_instance(workspace)
    return tuple(analyse_edition(instance, *edition_id) for edition_id in selection.editions)


def is_meant(sections: Sequence[str], candidate: Subject) -> bool:
    """Return whether a section is named, with its service or without, or none is named."""
    return not sections or bool({candidate.section, candidate.name} & set(sections))


def refuse_unknown_sections(sections: Sequence[str], due_subjects: Sequence[Subject]) -> None:
    """Raise CannotRun where a name is that of no section that is due."""
    for name in sections:
        if not any(is_meant([name], due_subject) for due_subject in due_subjects):
            # By the name without a service where they were asked so: those would be many.
            names = [due.name if "/" in name else due.section for due in due_subjects]
            choices = list(dict.fromkeys(names))
            raise CannotRun(
                f"no section that is due is called '{name}'; there is {name_choices(choices)}"
                f"{suggest_word(name, choices)}; see them with: boardpack signoff status"
            )


def _list_periods(instance: Instance, pack: str) -> list[str]:
    require_pack(instance, pack)
    periods = [period for pack_id, period in instance.edition_ids if pack_id == pack]
    if not periods:
        advice = _advise_on_opening(instance, pack)
        raise CannotRun(f"'{pack}' has no edition yet. {advice}")
    return periods


def _read_period(word: str) -> str:
    """Return the period that a word names where a pack should stand, or nothing."""
    period = read_period_words(word) or word
    return period if any(is_period(period, cadence) for cadence in Cadence) else ""


def _is_section(instance: Instance, name: str) -> bool:
    sections = {section.id for pack in instance.packs.values() for section in pack.sections}
    return name.rpartition("/")[2] in sections


def _advise_on_opening(instance: Instance, pack: str = "") -> str:
    """Return how an edition is opened, with a pack and a period that fit each other."""
    packs = [pack] if pack else sorted(instance.packs)
    if not packs:
        return "There is no pack either: data/packs/ holds no file"
    cadence = instance.packs[packs[0]].cadence
    periods = {
        file.period
        for dataset in instance.datasets.values()
        for file in dataset.files
        if is_period(file.period, cadence)
    }
    example = max(periods, default=cadence.example)
    return (
        "Open whatever is under way: boardpack new; "
        f"or a pack and a period: boardpack new {packs[0]} {example}"
    )


def _describe_opening(instance: Instance, pack: str, period: str) -> str:
    """Return how an edition is opened; nothing where no edition can be called so."""
    if not is_period(period, instance.packs[pack].cadence):
        return ""
    return f". To open it: boardpack new {pack} {period}"


def _find_unreadable_packs(workspace: Workspace) -> tuple[str, ...]:
    """Return the packs that exist and are written for, but whose definition cannot be read."""
    readable_packs = workspace.instance.packs if workspace.instance else {}
    used_packs = {path.split("/")[1] for path in workspace.tree if path.startswith("content/")}
    return tuple(
        sorted(
            pack
            for pack in used_packs
            if f"data/packs/{pack}.yml" in workspace.tree and pack not in readable_packs
        )
    )
