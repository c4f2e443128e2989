"""The areas in which measures are benchmarked."""

from __future__ import annotations

from enum import StrEnum


class Area(StrEnum):
    """The six areas in which the performance framework benchmarks, in its order."""

    PATIENT_EXPERIENCE = "patient-experience"
    QUALITY = "quality-and-safety"
    EFFICIENCY = "efficiency-and-productivity"
    EFFECTIVENESS = "effectiveness"
    WORKFORCE = "workforce"
    COST = "cost-and-price"
