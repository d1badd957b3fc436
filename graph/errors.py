"""Every exception of liantu. A message is one sentence a person can act on; the payload is for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

LONGEST_NAME = 40  # characters of a name nobody knows that a message repeats


class LiantuError(Exception):
    """Base of all errors that are the fault of input or surroundings, not of the code.

    `exit_code` is what the command line returns: 1 for a failure, 2 for a wrong call.
    """

    exit_code = 1


class UnknownName(LiantuError):
    """An id, code or name that does not exist; carries the nearest ones that do."""

    exit_code = 2

    def __init__(self, what: str, given: str, suggestions: Sequence[str] = ()) -> None:
        self.what, self.given, self.suggestions = what, given, list(suggestions)
        shown = given if len(given) <= LONGEST_NAME else given[:LONGEST_NAME] + "…"
        hint = f" Did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"unknown {what} {shown!r}.{hint}")


class EndedName(UnknownName):
    """An id that ended and that several took the place of; `suggestions` has them, best first."""

    def __init__(self, what: str, given: str, heirs: Sequence[str]) -> None:
        super().__init__(what, given, heirs)
        shown = given if len(given) <= LONGEST_NAME else given[:LONGEST_NAME] + "…"
        self.args = (f"the {what} {shown!r} has ended; these took its place: {', '.join(heirs)}. Name one of them.",)


class DemandNode(LiantuError):
    """A segment that only buys, where a firm to recruit was asked for; `suppliers` are ids of who sells to it."""

    exit_code = 2

    def __init__(self, segment: str, name: str, suppliers: Sequence[str]) -> None:
        self.segment, self.name, self.suppliers = segment, name, list(suppliers)
        hint = f" Name a segment that supplies it: {', '.join(self.suppliers)}." if self.suppliers else ""
        super().__init__(
            f"{segment} ({name}) is a demand node: it stands for buyers, and there is nothing to recruit.{hint}"
        )


class InvalidArgument(LiantuError):
    """An option whose value cannot be used."""

    exit_code = 2


class InvalidCatalogue(LiantuError):
    """A chain catalogue that breaks its rules; `problems` lists all of them, each with its file."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        head = "; ".join(self.problems[:10])
        more = f"; and {len(self.problems) - 10} more" if len(self.problems) > 10 else ""
        super().__init__(f"the chain catalogue has {len(self.problems)} error(s): {head}{more}")


class InvalidData(LiantuError):
    """A shipped table with rows that cannot be used; all of them are named."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__(f"data/ has {len(self.problems)} row(s) that cannot be used: {'; '.join(self.problems[:10])}")


class UnreadableFile(LiantuError):
    """A file that is missing, empty, too large, of another format or in an unknown encoding."""

    def __init__(self, file: str, why: str, mend: str) -> None:
        self.file, self.why, self.mend = file, why, mend
        super().__init__(f"{file}: {why}; {mend}")


class UnwritableFile(UnreadableFile):
    """A file that cannot be written. reason: `full` (the disk is), `barred` (no permission, read-only) or `other`."""

    def __init__(self, file: str, reason: str, why: str, mend: str) -> None:
        super().__init__(file, why, mend)
        self.reason = reason


class MissingColumn(LiantuError):
    """A table without a column that is needed. likely: the one whose cells let one think that it is this one."""

    def __init__(
        self, file: str, column: str, found: Sequence[str], likely: str = "", rows: Sequence[int] = (1,)
    ) -> None:
        self.file, self.column, self.found, self.likely = file, column, list(found), likely
        shown = ", ".join(self.found[:12]) or "none"
        where = f"row {'–'.join(str(r) for r in dict.fromkeys((rows[0], rows[-1])))}" if rows else "the file"
        hint = f"; {likely!r} may be it: confirm it with --mapping" if likely else ""
        super().__init__(
            f"{file}: {where} has no column {column!r} (columns found: {shown}); add it or rename the one that holds it"
            + hint
        )


class BadCell(Exception):
    """A cell that cannot be used: code of the problem, field, value. Caught by whoever reads the row, and noted
    there."""

    def __init__(self, code: str, field: str = "", value: str = "", **said: str | int) -> None:
        self.code, self.field, self.value, self.args_of_sentence = code, field, value, said
        super().__init__(code)


class StoreError(LiantuError):
    """The store is missing, locked, of another version or cannot be written."""


FaultKind = Literal[
    "locked",
    "full",
    "read_only",
    "barred",
    "damaged",
    "disk",
    "foreign",
    "empty",
    "unmerged",
    "absent",
    "newer",
    "older",
    "other",
]


class StoreFault(StoreError):
    """A store's file that is absent, locked, full, read-only, damaged, of another version …; `kind` says which."""

    def __init__(self, kind: FaultKind, message: str) -> None:
        self.kind: FaultKind = kind
        super().__init__(message)


class StoreUnavailable(StoreError):
    """The graph server cannot be reached, or does not answer in time; the same call may work in a moment."""


class TemplateField(LiantuError):
    """A document template that names a field its paper does not have."""

    def __init__(self, file: str, fields: Sequence[str], known: Sequence[str]) -> None:
        self.file, self.fields, self.known = file, list(fields), list(known)
        super().__init__(
            f"{file}: the template names {', '.join(self.fields)}, which this paper does not have; "
            f"use one of {', '.join(self.known)}, or restore the shipped template"
        )


class HeldByOthers(LiantuError):
    """A target, or its group, that another team already holds."""

    def __init__(self, name: str, held: str, team: str, since: date | None) -> None:
        self.name, self.held, self.team, self.since = name, held, team, since
        who = f"由{team}负责" if team else "已有专班负责"
        when = f"（自 {since.isoformat()} 起）" if since else ""
        through = "" if held == name else f"与“{held}”同属一个集团，"
        super().__init__(f"“{name}”{through}{who}{when}；请先与其商定，或请其移交。")


class NoEncoder(LiantuError):
    """A new text must be encoded and this system has no encoder. What ships is encoded already."""

    def __init__(self) -> None:
        super().__init__(
            "本机还没有语义模型：随附内容可以照常使用，新的文字须先运行 `liantu encoder --fetch` / no encoder is "
            "installed here: what ships works, but new texts need one; run `liantu encoder --fetch`"
        )


class UnfitVectors(LiantuError):
    """A file of vectors that is cut, scribbled over, or of another model."""

    def __init__(self, file: str, why: str) -> None:
        self.file, self.why = file, why
        super().__init__(
            f"{file}: {why}; 未使用，有关文字将重新编码 / it is not used, and its texts are encoded anew; restore the "
            "file, or make it again with `make vectors`"
        )


class EndsMissing(StoreError):
    """A relationship whose ends are not in the graph yet; the load makes room for them and writes it again."""
