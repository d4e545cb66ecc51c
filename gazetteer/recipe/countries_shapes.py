"""Areas, shared borders and coasts of countries from one topology (world-atlas, Natural Earth 1:10m)."""
import json
import math

import shapely
import zstandard

from common import SHAPES, WORLD, lines, load, polygons, write_shapes
from topology import Topology

# Parts of the topology that have no ISO number; each is its own area, and a border with it is a disputed one.
NAMED = {"Kosovo": "XK"}
DISPUTED = {"XK", "EH", "PS", "ne:somaliland", "ne:n-cyprus", "ne:siachen-glacier", "ne:cyprus-u-n-buffer-zone"}

# Borders that at least one of the two does not accept, wholly or in part, as of 2026.
CONTESTED = {"CN-IN", "IN-PK", "RU-UA", "KR-KP", "IL-LB", "IL-SY", "AM-AZ", "SD-SS", "EG-SD", "GY-VE", "MA-EH", "BT-CN", "GE-RU", "CN-PK", "AF-PK"}

# What the source gives to the country that holds it, moved to the country that it is of by the borders the UN recognises:
# (holder, country, states whose land it is).
MOVED = [("RU", "UA", ["UA.11", "UA.20"])]


def slug(name):
    return "ne:" + "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def kilometres(line):
    """Length on the WGS 84 ellipsoid's mean sphere, within 0.5 %; the program measures with Karney's method."""
    total = 0.0
    for part in line.geoms:
        for (x0, y0), (x1, y1) in zip(part.coords, part.coords[1:]):
            a = math.sin(math.radians(y1 - y0) / 2) ** 2 + math.cos(math.radians(y0)) * math.cos(math.radians(y1)) * math.sin(math.radians(x1 - x0) / 2) ** 2
            total += 2 * 6371.0088 * math.asin(math.sqrt(a))
    return total


def tidy(area):
    """Simplified to about 400 m, without islets when there is more."""
    area = shapely.simplify(area, 0.004, preserve_topology=True)
    parts = list(getattr(area, "geoms", [area]))
    large = [p for p in parts if p.area > 0.0005]
    return shapely.union_all(large or parts)


def states(codes):
    """The areas of states as the step `admin1` wrote them, as one."""
    text = zstandard.ZstdDecompressor().stream_reader((SHAPES / "admin1.geojsonl.zst").open("rb")).read().decode("utf8")
    rows = (json.loads(line) for line in text.splitlines())
    found = [shapely.geometry.shape(row["geometry"]) for row in rows if row["id"] in codes]
    if len(found) != len(codes):
        raise SystemExit(f"no area for one of {codes}: run the step admin1 first")
    return shapely.union_all(found)


def move(whole):
    """Moves the parts of the holder that lie on the land of MOVED; returns (holder, country, moved land with a narrow rim)."""
    out = []
    for holder, country, codes in MOVED:
        land = states(codes)
        parts = list(getattr(whole[holder], "geoms", [whole[holder]]))
        gone = [p for p in parts if p.intersection(land).area > 0.5 * p.area]
        if not gone:
            raise SystemExit(f"{holder} has no part on the land of {codes}")
        whole[holder] = shapely.union_all([p for p in parts if p not in gone])
        whole[country] = shapely.union_all([whole[country], *gone])
        out.append((holder, country, shapely.union_all(gone).buffer(0.01)))
    return out


def arcs_of(topology, key, moved):
    """Borders by pair of countries and coasts by country. An arc on moved land is a coast of its country, or no border at all."""
    shared, coast = {}, {}
    for arc, users in topology.uses(key).items():
        users, line = {u for u in users if u}, topology.arcs[arc]
        for holder, country, land in moved:
            if holder in users and land.contains(shapely.LineString(line)):
                users = set() if country in users else users - {holder} | {country}
        users = sorted(users)
        if len(users) == 2:
            shared.setdefault(tuple(users), []).append(line)
        elif len(users) == 1:
            coast.setdefault(users[0], []).append(line)
    return shared, coast


def make(cache):
    numbers = {}
    for line in (WORLD / "countries.tsv").read_text(encoding="utf8").splitlines()[1:]:
        cells = line.split("\t")
        numbers[int(cells[3])] = cells[1]
    topology = Topology(load(f"{cache}/npm/node_modules/world-atlas/countries-10m.json"), "countries")

    def key(geometry):
        name = geometry["properties"]["name"]
        return numbers.get(int(geometry["id"])) if "id" in geometry else NAMED.get(name, slug(name))

    shapes = {}
    for geometry in topology.geometries:
        area = topology.area(geometry)
        if key(geometry) and area is not None:
            shapes.setdefault(key(geometry), []).append(area)
    whole = {k: shapely.union_all(v) for k, v in shapes.items()}
    moved = move(whole)
    write_shapes("countries.geojsonl.zst", [(k, polygons(tidy(v)), {}) for k, v in whole.items() if polygons(tidy(v)) is not None])

    shared, coast = arcs_of(topology, key, moved)
    features = []
    for pair, arcs in shared.items():
        if any(k.startswith("ne:") for k in pair):
            continue
        line = lines(shapely.MultiLineString(arcs))
        name = "-".join(pair)
        facts = {"length_km": round(kilometres(line), 1)}
        if any(k in DISPUTED for k in pair) or name in CONTESTED or "-".join(reversed(pair)) in CONTESTED:
            facts["disputed"] = True
        features.append((name, line, facts))
    write_shapes("borders.geojsonl.zst", features)
    coasts = []
    for country, arcs in coast.items():
        kept = [shapely.simplify(shapely.LineString(a), 0.01) for a in arcs if len(a) >= 2]
        kept = [l for l in kept if l.length > 0.15 and not any(abs(abs(x) - 180) < 1e-6 for x, _ in l.coords)]
        if kept:
            coasts.append((country, lines(shapely.MultiLineString(kept)), {}))
    write_shapes("coasts.geojsonl.zst", coasts)
