"""Precedent and ground: how much speaks for a project of a segment here, and what forbids it."""
