"""Findings shown in five ways; none of them knows how a finding came about."""
