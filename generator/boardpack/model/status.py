"""Whether a writer has finished a submission or a paper."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Whether the writer has finished."""

    DRAFT = "draft"
    READY = "ready"
