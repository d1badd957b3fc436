"""Who acts: teams, leaders (by office), introducers, investment ambassadors, liaison offices."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.casework.base import Row

# What ties an introducer to the target.
RELATIONS = {
    "buyer": "采购方",
    "supplier": "供应商",
    "association_post": "协会任职",
    "alumni": "校友",
    "home_town": "同乡",
    "ambassador": "招商大使",
    "liaison": "驻外联络处",
    "other": "其他",
}
# What became of an introduction.
RESULTS = {"": "待核", "contacted": "已牵线", "met": "已会面", "project": "已成项目", "none": "未成"}
CONSENT = {"asked": "已征询，待答复", "given": "同意引荐", "refused": "婉拒", "not_asked": "尚未征询"}


class Team(Row):
    """专班或小组: may own targets and travel."""

    __tablename__ = "team"

    name: Mapped[str] = mapped_column(unique=True)
    chain: Mapped[str] = mapped_column(default="")  # chain id it answers for
    region: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class Leader(Row):
    """带队领导, known by office (副市长, 发改委主任)."""

    __tablename__ = "leader"

    office: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")  # left empty unless the office itself enters it
    note: Mapped[str] = mapped_column(default="")


class Introducer(Row):
    """引荐人: a person by office, a firm or a body that can introduce us."""

    __tablename__ = "introducer"

    name: Mapped[str]  # office or organisation
    kind: Mapped[str] = mapped_column(default="office")  # office | firm | ambassador | liaison
    region: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    introductions: Mapped[list[Introduction]] = relationship(back_populates="introducer")


class Introduction(Row):
    """An introduction: relation, consent, last contact, outcome. The target is a saved one, or one that is not saved
    yet, by its name and, where it is in the graph, its id (`ref`)."""

    __tablename__ = "introduction"

    introducer_id: Mapped[int] = mapped_column(ForeignKey("introducer.id"), index=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    ref: Mapped[str] = mapped_column(default="")
    relation: Mapped[str] = mapped_column(default="other")  # a key of RELATIONS
    consent: Mapped[str] = mapped_column(default="not_asked")  # a key of CONSENT
    last_contact: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="")  # a key of RESULTS
    outcome: Mapped[str] = mapped_column(default="")  # in words
    introducer: Mapped[Introducer] = relationship(back_populates="introductions")


class Ambassador(Row):
    """招商大使, by office and organisation, with the ties on which they can introduce us. Lists are separated by ;"""

    __tablename__ = "ambassador"

    name: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")
    home_town: Mapped[str] = mapped_column(default="")  # six digits
    alumni: Mapped[str] = mapped_column(default="")  # schools
    ties: Mapped[str] = mapped_column(default="")  # firms and bodies the ambassador knows, by their own account
    note: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    chains: Mapped[str] = mapped_column(default="")
    since: Mapped[date | None]
    until: Mapped[date | None]


class LiaisonOffice(Row):
    """驻外招商联络处 (深圳, 上海, 郑州航空港)."""

    __tablename__ = "liaison_office"

    name: Mapped[str] = mapped_column(unique=True)
    region: Mapped[str] = mapped_column(default="")
    covers: Mapped[str] = mapped_column(default="")  # six digits of the provinces it looks after, separated by ;
    head: Mapped[str] = mapped_column(default="")  # who heads it, by office
    note: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
