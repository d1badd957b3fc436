"""What a firm is in a segment, whether it still works, and which firms a source could have listed: closed words."""

from __future__ import annotations

from typing import Literal

# What a firm is in a segment. '' is not told: stored before roles were, and given one by the next build.
Role = Literal["", "maker", "grower", "service", "trader", "cooperative", "branch", "other"]
ROLES: tuple[Role, ...] = ("maker", "grower", "service", "trader", "cooperative", "branch", "other")
ROLE_CODES: tuple[Role, ...] = ("", *ROLES)  # a role as a small number is its place in here

# dissolved 注销, revoked 吊销, moved_out 迁出, suspended 停业.
Status = Literal["active", "dissolved", "revoked", "moved_out", "suspended", "unknown"]
STATUSES: tuple[Status, ...] = ("active", "dissolved", "revoked", "moved_out", "suspended", "unknown")
# Firms of any other status are out of supply, gaps, lists and coverage; they stay as history.
COUNTED_STATUSES: tuple[Status, ...] = ("active", "unknown")

# register: every registered firm of a place; above_scale 规上; listed: on a stock exchange; roll: chosen by somebody
# (a list of high-tech firms, members of an association); '' is not told.
Scope = Literal["", "register", "above_scale", "listed", "roll"]
SCOPES: tuple[Scope, ...] = ("register", "above_scale", "listed", "roll")

# 不从事 · 从事 · 角色（是经销商）· 已停业 · 另有名称.
CorrectionKind = Literal["not", "does", "role", "closed", "alias"]
CORRECTION_KINDS: tuple[CorrectionKind, ...] = ("not", "does", "role", "closed", "alias")
