"""What the browser does on the map by itself, and what it tells the server: functions of JavaScript as text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app_pages.draw.options import Option
from app_pages.pages.target_map.canvas import BRUSH, LEVELS, Level

# From which zoom on which layer is seen, by what is seen at first.
STEPS: Mapping[Level, tuple[tuple[float, Level], ...]] = {
    "province": ((2.2, "city"), (8.0, "firm")),
    "city": ((2.6, "firm"),),
    "firm": (),
}
POINTS = 24  # of what was drawn around, at most: it stands in the address

_LEVEL = """
  var geo = chart.getModel().getComponent('geo', 0);
  var zoom = geo ? geo.get('zoom') || 1 : 1;
  var level = BASE;
  STEPS.forEach(function(s) { if (zoom >= s[0]) level = s[1]; });
"""
_ROAM = """function() {LEVEL
  if (chart.liantuLevel === BASE + level) return undefined;
  chart.liantuLevel = BASE + level;
  var shown = {ground: true};
  LEVELS.forEach(function(l) { shown[l] = l === level; });
  setTimeout(function() { chart.setOption({legend: {selected: shown}}); }, 0);
  return undefined;
}"""
_CLICK = """function(p) {
  if (p.componentType === 'geo') { var c = CODES[p.name]; return c ? 'place:' + c : undefined; }
  return p.data && p.data.id ? p.data.id : undefined;
}"""
_BRUSH = """function(p) {LEVEL
  var a = (p.areas || [])[0];
  if (!a || !a.coordRange) return 'area:';
  var r = a.coordRange;
  if (a.brushType === 'rect') r = [[r[0][0], r[1][0]], [r[0][1], r[1][0]], [r[0][1], r[1][1]], [r[0][0], r[1][1]]];
  var every = Math.max(1, Math.ceil(r.length / POINTS));
  var kept = r.filter(function(_, i) { return i % every === 0; });
  return 'area:' + level + ':' + kept.map(function(q) { return q[0].toFixed(2) + ',' + q[1].toFixed(2); }).join(';');
}"""

# The component takes the tools for drawing around away once, when it is made: they are put back.
_READY = """function() {
  if (chart.liantuTools) return undefined;
  chart.liantuTools = true;
  setTimeout(function() { chart.setOption({brush: BRUSH, toolbox: TOOLBOX}); }, 0);
  return undefined;
}"""


def events(base: Level, codes: Mapping[str, str], toolbox: Option) -> dict[str, str]:
    """The handlers for a map on which `base` is seen at first. codes: of the provinces by the names on the map."""

    def filled(text: str) -> str:
        return (
            text.replace("LEVELS", json.dumps(list(LEVELS)))
            .replace("LEVEL", _LEVEL, 1 if "{LEVEL" in text else 0)
            .replace("STEPS", json.dumps(STEPS[base]))
            .replace("BASE", json.dumps(base))
            .replace("CODES", json.dumps(codes, ensure_ascii=False))
            .replace("POINTS", str(POINTS))
            .replace("BRUSH", json.dumps(BRUSH))
            .replace("TOOLBOX", json.dumps(toolbox, ensure_ascii=False))
        )

    return {
        "georoam": filled(_ROAM),
        "click": filled(_CLICK),
        "brushEnd": filled(_BRUSH),
        "finished": filled(_READY),
    }
