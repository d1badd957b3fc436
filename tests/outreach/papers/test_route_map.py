"""The picture of a route: what is drawn where."""

from __future__ import annotations

import io

from PIL import Image

from graph.model.regions import Regions
from outreach.papers.route_map import HEIGHT, HOME, ROUTE, WIDTH, _to_pixel, _view, route_map

PLACES = ["410700", "320100", "310000", "410700"]


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def test_home_is_green_stops_are_joined_and_all_lie_in_the_picture(regions: Regions) -> None:
    picture = Image.open(io.BytesIO(route_map(PLACES, regions)))
    assert picture.size == (WIDTH, HEIGHT)
    where = {p: (regions.get(p).lng, regions.get(p).lat) for p in PLACES}
    view = _view([(float(x or 0), float(y or 0)) for x, y in where.values()])
    at = {p: tuple(v / 2 for v in _to_pixel((float(x or 0), float(y or 0)), view)) for p, (x, y) in where.items()}
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in at.values())
    home = picture.getpixel((round(at["410700"][0]), round(at["410700"][1])))
    assert home == rgb(HOME)
    middle = tuple((a + b) / 2 for a, b in zip(at["410700"], at["320100"], strict=True))
    near = [picture.getpixel((round(middle[0]) + dx, round(middle[1]) + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    assert any(all(abs(a - b) < 12 for a, b in zip(seen, rgb(ROUTE), strict=True)) for seen in near), "the way is drawn"
    assert at["310000"][0] > at["320100"][0] > at["410700"][0], "east is to the right"
    assert at["410700"][1] < at["310000"][1], "north is up"


def test_the_same_request_gives_the_same_picture(regions: Regions) -> None:
    assert route_map(PLACES, regions) == route_map(PLACES, regions)


def test_nothing_to_draw_is_no_picture(regions: Regions) -> None:
    assert route_map([], regions) == b""
