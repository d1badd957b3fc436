"""A small model, taught once on invented firms of the small country."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.assign.learned.learned_assigner import LearnedAssigner
from ingest.assign.learned.model_file import Model
from ingest.assign.learned.teach import learning
from ingest.assign.learned.teach.learning import Lesson, Teacher
from tests.support.small import Country

PLACES = "东西南北中金银铜铁玉"
KINDS: tuple[tuple[str, str, str, str], ...] = (  # name, scope, segments, role
    ("{}重工有限公司", "桥式起重机、门式起重机制造、销售", "equipment.crane", "maker"),
    ("{}起重设备厂", "起重机械制造；起重机安装", "equipment.crane;equipment.service", "maker"),
    ("{}起重机销售部", "起重机、电动机、五金销售", "", "trader"),
    ("{}电机有限公司", "起重用电动机、变频电机制造", "equipment.motor", "maker"),
    ("{}面粉有限公司", "面粉、小麦粉加工、销售", "green_food.flour", "maker"),
    ("{}粮油商行", "面粉、挂面、百货零售", "", "trader"),
    ("{}面业有限公司", "挂面、方便面生产、销售", "green_food.noodles", "maker"),
    ("{}隔膜科技有限公司", "锂电隔膜、湿法隔膜生产", "battery_ev.separator", "maker"),
    ("{}能源有限公司", "锂离子电池、动力电池制造、销售", "battery_ev.cell", "maker"),
    ("{}银行门市部", "银行业务", "", "branch"),
    ("{}起重机维修有限公司", "起重机维修、起重机检测", "equipment.service", "service"),
    ("{}早餐工程有限公司", "早餐工程、食品连锁超市", "green_food.retail", "service"),
)


class Firm(NamedTuple):
    name: str
    scope: str
    segments: tuple[str, ...]
    role: str


def firms() -> list[Firm]:
    """Ten of each kind, each with a name of its own."""
    return [
        Firm(name.format(f"新乡市{a}{b}"), scope, tuple(s for s in segments.split(";") if s), role)
        for i, a in enumerate(PLACES)
        for b, (name, scope, segments, role) in zip(PLACES[i:] + PLACES[:i] + "山河", KINDS, strict=True)
    ]


class Taught(NamedTuple):
    """A model with what it was taught by."""

    teacher: Teacher
    lessons: Sequence[Lesson]
    model: Model

    def assigner(self, quick: bool = False) -> LearnedAssigner:
        return LearnedAssigner(self.teacher.words, self.model, quick=quick)


def teach(place: Path) -> Taught:
    """Fewer trees than a real model: there is little to learn here."""
    teacher = Teacher(Country(place).assigner())
    lessons = [teacher.lesson(*firm) for firm in firms()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "TREES", learning.TREES | {"max_iter": 80, "learning_rate": 0.1})
        return Taught(teacher, lessons, learning.learn(teacher, lessons))
