"""Why a trip cannot be made, or a candidate was left out: one sentence each, with what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from outreach.trip.planner.build import NEVER, Orders
from outreach.trip.planner.problem import TripProblem

KIND_WORDS = {
    "firm": "企业",
    "institute": "科研院所",
    "expert": "专家",
    "association": "行业协会",
    "appointment": "固定安排",
}


def impossible(problem: TripProblem) -> str:
    """What makes the request impossible before any search, '' where nothing does."""
    if problem.days < 1 or problem.days > 31:
        return f"行程天数应在 1 到 31 天之间，现为 {problem.days} 天。"
    if not problem.parties:
        return "至少需要一个组。"
    if problem.wake >= problem.late:
        return "每天的出发时间应早于最晚到达时间。"
    leaders = [p.leader for p in problem.parties if p.leader]
    for name in leaders:
        if leaders.count(name) > 1:
            return f"“{name}”不能同时带两个组，请另指定一位带队领导。"
    if not [c for c in problem.candidates if c.kind != "appointment"]:
        return "名单是空的，没有可拜访的对象。请先加入目标，或换一个环节。"
    if not problem.working:
        end = problem.start + timedelta(days=problem.days - 1)
        feasts = list(dict.fromkeys(name for d in range(problem.days) if (name := problem.holiday(d))))
        if not feasts:
            return f"{problem.start.isoformat()} 至 {end.isoformat()} 都是周末，没有单位接待。请改期，或允许周末拜访。"
        return (
            f"{problem.start.isoformat()} 至 {end.isoformat()} 逢{'、'.join(feasts)}放假，没有可拜访的工作日。请改期。"
        )
    orders = Orders(problem)
    for i, c in enumerate(problem.candidates):
        reason = alone(orders, i) if c.must else ""
        if reason:
            what = "固定安排" if c.kind == "appointment" else "必访"
            return f"{what}“{c.name}”无法安排：{reason}"
    if all(alone(orders, i) for i, c in enumerate(problem.candidates) if c.kind != "appointment"):
        nearest = min(range(orders.n), key=lambda i: (orders.minutes[orders.starts[0]][orders.place[i]], i))
        return f"{problem.days} 天内一家也排不进：{alone(orders, nearest)}"
    return ""


def alone(orders: Orders, node: int) -> str:
    """Why a candidate cannot be visited even on a trip of its own, '' where it can."""
    problem, c = orders.problem, orders.problem.candidates[node]
    if not c.windows:
        return "没有给出接待时间，请补上。"
    bad = next((w for w in c.windows if w[0] >= w[1]), None)
    if bad:
        return f"接待时间自相矛盾（{_hm(bad[0])} 开始、{_hm(bad[1])} 结束），请改正。"
    if c.days is not None and not [d for d in c.days if 0 <= d < problem.days]:
        return "约定的日期不在行程之内，请改期或调整行程。"
    if c.days is not None and c.kind != "appointment" and all(problem.holiday(d) for d in c.days):
        feast = next(problem.holiday(d) for d in c.days)
        return f"约定的日期逢{feast}放假，请另约工作日。"
    if max(b - a for a, b in c.windows) < c.minutes:
        longest = max(b - a for a, b in c.windows)
        return f"接待时间最长只有 {longest} 分钟，不够拜访所需的 {c.minutes} 分钟。请缩短拜访或调整接待时间。"
    if not orders.ever(node):
        return "行程内没有能拜访的时段，请改期或放宽接待时间。"
    if not orders.allowed[node]:
        return "指定的组不在这次行程里。"
    reach = [p for p in orders.allowed[node] if orders.feasible(p, [node])]
    if reach:
        return ""
    p = min(orders.allowed[node])
    if (
        orders.step(orders.leaves[p], orders.starts[p], node) >= NEVER
        and orders.minutes[orders.starts[p]][orders.place[node]] <= orders.span
    ):
        return "赶到时已过能接待的时段。请改约晚一些，或提早一天出发。"
    out = orders.minutes[orders.starts[p]][orders.place[node]]
    return f"单程约需 {_hours(out)}，在 {problem.days} 天内去了赶不回来。请增加天数，或放宽每天的起止时间。"


def why_dropped(orders: Orders, routes: Sequence[Sequence[int]], node: int) -> str:
    """Why a candidate is not in a plan."""
    problem, c = orders.problem, orders.problem.candidates[node]
    reason = alone(orders, node)
    if reason:
        return reason
    used = sum(orders.kind[n] == c.kind for r in routes for n in r)
    if used >= problem.most.get(c.kind, NEVER):
        return f"{KIND_WORDS.get(c.kind, c.kind)}已排满上限 {problem.most[c.kind]} 家。"
    fits = [hit for p in range(len(routes)) if (hit := orders.best_place(p, routes[p], node)) is not None]
    if fits:
        extra = min(hit[2] for hit in fits)
        return f"绕行约需多走 {_hours(extra)}，与其等级不相称。确需拜访请标为必访。"
    extra = min(
        orders.detour(p, routes[p], at, node) for p in sorted(orders.allowed[node]) for at in range(len(routes[p]) + 1)
    )
    if extra > 60:
        return f"最近的一站绕行也要多走 {_hours(extra)}，排进去会赶不上后面的拜访或返程。增加一天或一个组可再排。"
    feasts = list(dict.fromkeys(name for d in range(problem.days) if (name := problem.holiday(d))))
    full = f"其余工作日已排满（其间{'、'.join(feasts)}放假）" if feasts else "行程已满，没有剩余时段"
    return f"{full}。增加一天或一个组可再排，或标为必访以替换等级较低的一家。"


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f} 小时" if minutes >= 60 else f"{minutes} 分钟"


def _hm(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"
