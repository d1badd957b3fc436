"""Targets of the office: found, saved, claimed by a team, introduced, needed by local firms."""
