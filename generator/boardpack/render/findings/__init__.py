"""Findings shown in four ways; none of them knows how a finding came about."""
