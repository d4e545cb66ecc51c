"""Areas of regions, from the `shape` column of gazetteer/curated/regions.csv.

Terms are joined by ` + `: `country:AZ`, `admin1:UA.14`, `continent:AF`, `ring:lon lat;lon lat;…`, `circle:lon lat km`,
`line:km:lon lat;lon lat;…` (a corridor), `nk-oblast`, `nk-held-1994`. A term that starts with `-` is taken away. An empty shape
is no error: the region is drawn as a circle of its radius."""
import csv
import math

import shapely

from common import CURATED, SHAPES, WORLD, polygons, write_shapes
import disputed
import json
import zstandard


def read_shapes(name):
    text = zstandard.ZstdDecompressor().stream_reader((SHAPES / name).open("rb")).read().decode("utf8")
    return {row["id"]: shapely.geometry.shape(row["geometry"]) for row in map(json.loads, text.splitlines())}


def positions(text):
    return [tuple(map(float, p.split())) for p in text.split(";") if p.strip()]


def stretched(geometry, lat, km, buffer):
    """A buffer in kilometres, on a plane that is true at one latitude."""
    squeeze = math.cos(math.radians(lat))
    plane = shapely.transform(geometry, lambda p: p * [squeeze, 1])
    return shapely.transform(buffer(plane, km / 111.195), lambda p: p / [squeeze, 1])


class Terms:
    def __init__(self, cache):
        self.countries = read_shapes("countries.geojsonl.zst")
        self.states = read_shapes("admin1.geojsonl.zst")
        self.continent = {}
        for line in (WORLD / "countries.tsv").read_text(encoding="utf8").splitlines()[1:]:
            cells = line.split("\t")
            self.continent[cells[1]] = cells[11]
        lines = disputed.read(cache)
        self.oblast, self.held = karabakh(lines, self.countries)

    def term(self, text):
        word, _, rest = text.partition(":")
        if word == "country":
            return self.countries[rest]
        if word == "admin1":
            return self.states[rest]
        if word == "continent":
            return shapely.union_all([a for c, a in sorted(self.countries.items()) if self.continent.get(c) == rest])
        if word == "ring":
            return shapely.make_valid(shapely.Polygon(positions(rest)))
        if word == "circle":
            lon, lat, km = map(float, rest.split())
            return stretched(shapely.Point(lon, lat), lat, km, lambda g, d: g.buffer(d, quad_segs=16))
        if word == "line":
            km, _, rest = rest.partition(":")
            line = shapely.LineString(positions(rest))
            return stretched(line, line.centroid.y, float(km), lambda g, d: g.buffer(d, quad_segs=4))
        if word == "nk-oblast":
            return self.oblast
        if word == "nk-held-1994":
            return self.held
        raise KeyError(f"no shape is called {word!r}")


def chained(lines, reach=0.006):
    """Lines whose ends nearly meet (within some 600 m), with these ends made one."""
    ends, out = [], []
    for line in (p for l in lines for p in getattr(l, "geoms", [l])):
        coords = list(line.coords)
        for at in (0, -1):
            near = next((e for e in ends if math.dist(e, coords[at]) < reach), None)
            if near is None:
                ends.append(coords[at])
            else:
                coords[at] = near
        out.append(shapely.LineString(coords))
    return out


def closed(lines):
    """The areas that lines enclose."""
    return list(shapely.polygonize(list(shapely.node(shapely.MultiLineString(lines)).geoms)).geoms)


def karabakh(lines, countries):
    """The oblast of 1991 and the area held until September 2020, closed from the disputed lines of Natural Earth."""
    named = lambda word: [line for name, line, *_ in lines if word in name]
    area = max(closed(chained(named("Former USSR oblast in 1991"))), key=lambda p: p.area)
    # The ceasefire line ends a little short of the borders of Armenia and Iran: both ends are made longer.
    front = shapely.line_merge(shapely.MultiLineString(chained(named("Ceasefire Line 1994"))))
    fronts = [shapely.LineString(stretch(l)) for l in getattr(front, "geoms", [front])]
    border = countries["AZ"].boundary
    edges = [*fronts, *getattr(border, "geoms", [border])]
    held = [p for p in closed(edges) if countries["AZ"].contains(p.representative_point()) and p.contains(area.representative_point())]
    if not held:
        raise SystemExit("the ceasefire line of 1994 does not close with the border of Azerbaijan")
    return area, held[0]


def stretch(line, reach=0.2):
    """A line made a little longer at both ends, so that it crosses what it should end on."""
    (x0, y0), (x1, y1) = line.coords[0], line.coords[1]
    (x3, y3), (x2, y2) = line.coords[-1], line.coords[-2]
    def beyond(ax, ay, bx, by):
        length = math.hypot(ax - bx, ay - by) or 1
        return ax + (ax - bx) / length * reach, ay + (ay - by) / length * reach
    return [beyond(x0, y0, x1, y1), *line.coords, beyond(x3, y3, x2, y2)]


def make(cache):
    terms, features = Terms(cache), []
    with open(CURATED / "regions.csv", encoding="utf8", newline="") as f:
        for number, row in enumerate(csv.DictReader(f), 2):
            if not row["shape"].strip():
                continue
            area = None
            for text in row["shape"].split(" + "):
                less = text.startswith("-")
                try:
                    part = terms.term(text.lstrip("-").strip())
                except (KeyError, ValueError) as problem:
                    raise SystemExit(f"regions.csv: line {number} ({row['id']}): term {text!r}: {problem}")
                area = part if area is None else (area.difference(part) if less else area.union(part))
            west, _, east, _ = area.bounds
            shape = polygons(shapely.simplify(area, 0.01 if east - west > 5 else 0.002))
            if shape is None:
                raise SystemExit(f"regions.csv: line {number} ({row['id']}): the shape is empty")
            features.append((row["id"], shape, {}))
    write_shapes("regions.geojsonl.zst", features)
