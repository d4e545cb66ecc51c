"""The ground under a map at four levels: land by country, borders, lakes, rivers (Natural Earth).

Land and borders of a level come from one coverage: simplified together, so that a border lies on the edges of its two countries."""
import csv
import json
import pathlib

import shapely
import shapefile
import zstandard

from common import CURATED, SHAPES, WORLD, compress, rounded
from countries_shapes import CONTESTED, MOVED, states

GROUND = WORLD / "ground"

# Level: source, tolerance in degrees (of the area of a corner, for land), islands smaller than this are left out, decimals, highest rank of lakes and of rivers.
LEVELS = {
    "fine": ("10m", 0.0012, 0.0, 4, 9, 9),
    "medium": ("10m", 0.025, 0.001, 4, 7, 7),
    "coarse": ("10m", 0.15, 0.03, 3, 2, 3),
    "world": ("50m", 0.6, 0.8, 2, 1, 1),
}

# Land whose edge with anybody is disputed; None is land without a code of ISO 3166.
DISPUTED = {"XK", "EH", "PS", None}

# Whose land a piece without a code is for a map: leases and scraps of its neighbour.
SCRAPS = {"USNB Guantanamo Bay": "CU", "Baikonur": "KZ", "Brazilian I.": "BR"}

# What the lines of the step `disputed` are called on a map, by the beginning of their id: dated where they are of the past.
NAMES = {
    "ceasefire-line-1994": "Line of contact (1994–2020)",
    "former-ussr-oblast": "Nagorno-Karabakh oblast (until 1991)",
    "ukrainian-claim": "Line of contact in Donbas (2015–2022)",
    "georgian-claim-georgia-georgia-2": "Boundary of South Ossetia",
    "georgian-claim": "Boundary of Abkhazia",
    "moldovan-claim": "Boundary of Transnistria",
    "western-saharan-claim": "Boundary of Western Sahara",
}


def records(cache, name, encoding="utf-8"):
    """Geometry and facts of a shapefile of Natural Earth."""
    for row in shapefile.Reader(f"{cache}/ne/{name}", encoding=encoding).iterShapeRecords():
        yield shapely.geometry.shape(row.shape.__geo_interface__), row.record.as_dict()


def snapped(geometry, decimals):
    """Corners on a grid; the same corner of two countries stays the same."""
    return shapely.transform(geometry, lambda p: p.round(decimals))


def countries():
    out = {}
    for line in (WORLD / "countries.tsv").read_text(encoding="utf8").splitlines()[1:]:
        cells = line.split("\t")
        out[cells[1]] = cells[4]
    return out


def land(cache, source, decimals):
    """Areas by (code, name of what has none), with their label point and rank; pieces of one country together."""
    whole, labels = {}, {}
    for geometry, facts in records(cache, f"ne_{source}_admin_0_countries"):
        code = facts["ISO_A2_EH"] if facts["ISO_A2_EH"] != "-99" else SCRAPS.get(facts["NAME"])
        key = (code, None if code else facts["NAME"])
        whole.setdefault(key, []).append(snapped(geometry, decimals))
        rank = facts["LABELRANK"]
        if key not in labels or rank < labels[key][0]:
            labels[key] = (rank, [round(facts["LABEL_X"], 3), round(facts["LABEL_Y"], 3)])
    for holder, country, codes in MOVED:
        moved = states(codes)
        parts = [p for g in whole[(holder, None)] for p in getattr(g, "geoms", [g])]
        gone = [p for p in parts if shapely.make_valid(p).intersection(moved).area > 0.5 * p.area]
        if not gone:
            raise SystemExit(f"{holder} has no part on the land of {codes}")
        whole[(holder, None)] = [p for p in parts if p not in gone]
        whole[(country, None)] += gone
    return {key: shapely.union_all([p for g in parts for p in polygonal(shapely.make_valid(g))]) for key, parts in whole.items()}, labels


def polygonal(geometry):
    return [p for p in getattr(geometry, "geoms", [geometry]) for p in getattr(p, "geoms", [p]) if p.geom_type == "Polygon" and p.area > 0]


def generalised(whole, tolerance, smallest):
    """All countries simplified as one coverage, without small islands; of each country the largest part stays."""
    keys = sorted(whole, key=str)
    simple = shapely.coverage_simplify([whole[k] for k in keys], tolerance)
    out = {}
    for key, area in zip(keys, simple):
        parts = polygonal(area) or polygonal(whole[key])
        largest = max(p.area for p in parts)
        out[key] = shapely.MultiPolygon([p for p in parts if p.area >= min(smallest, largest)])
    return out


def edges(area):
    for part in area.geoms:
        for ring in [part.exterior, *part.interiors]:
            for a, b in zip(ring.coords, ring.coords[1:]):
                yield (a, b) if a < b else (b, a)


def doubted(cache, source, decimals):
    """Corner → numbers of the lines through it that Natural Earth calls disputed, indefinite or a line of control."""
    out = {}
    for number, (line, facts) in enumerate(records(cache, f"ne_{source}_admin_0_boundary_lines_land")):
        if facts["FEATURECLA"].startswith(("Disputed", "Indefinite", "Line of control", "Indeterminant", "Unrecognized")):
            for part in getattr(line, "geoms", [line]):
                for corner in snapped(part, decimals).coords:
                    out.setdefault(corner, set()).add((number, facts["FEATURECLA"].startswith("Line of control")))
    return out


def borders(areas, doubts):
    """Edges that two areas share, by (pair, disputed, line of control)."""
    users = {}
    for key, area in areas.items():
        for edge in edges(area):
            users.setdefault(edge, []).append(key)
    out = {}
    for (a, b), pair in users.items():
        if len(pair) != 2 or pair[0] == pair[1]:
            continue
        common = doubts.get(a, set()) & doubts.get(b, set())
        control = any(c for _, c in common)
        pair = tuple(sorted(pair, key=str))
        sure = bool(common) or any(code in DISPUTED for code, _ in pair)
        out.setdefault((pair, sure, control), []).append((a, b))
    for pair, _, _ in list(out):
        # Contested, and the source does not say which part: the whole of it.
        if "-".join(str(code) for code, _ in pair) in CONTESTED or "-".join(str(code) for code, _ in reversed(pair)) in CONTESTED:
            if not any(p == pair and sure for p, sure, _ in out):
                out[(pair, True, False)] = out.pop((pair, False, False))
    return {key: shapely.line_merge(shapely.MultiLineString(e)) for key, e in out.items()}


def named_borders():
    """Names of whole borders that people keep in borders.csv."""
    with open(CURATED / "borders.csv", encoding="utf8", newline="") as f:
        rows = [r for r in csv.DictReader(f) if r["shape"].startswith("border:")]
    return {r["shape"].removeprefix("border:"): r["name"] for r in rows}


def border_rows(areas, doubts, names):
    curated = named_borders()
    for (pair, disputed, control), line in borders(areas, doubts).items():
        between = " – ".join(names.get(code) or name for code, name in pair)
        code = "-".join(str(c) for c, _ in pair)
        if disputed and code in curated:
            between = f"{curated[code]} ({between})"
        elif control:
            between = f"Line of Control ({between})" if code == "IN-PK" else f"Ceasefire line ({between})"
        yield {"kind": "border", "name": between, "disputed": disputed}, line


def disputed_rows(lines_between, tolerance):
    """The lines of the step `disputed` that are on no border."""
    text = zstandard.ZstdDecompressor().stream_reader((SHAPES / "disputed.geojsonl.zst").open("rb")).read().decode("utf8")
    rows = [json.loads(line) for line in text.splitlines()]
    known = shapely.STRtree([p for line in lines_between for p in getattr(line, "geoms", [line])])
    lines = {}
    for row in rows:
        name = next((n for start, n in NAMES.items() if row["id"].startswith(start)), row["name"])
        lines.setdefault(name, []).append(shapely.geometry.shape(row["geometry"]))
    for name, parts in sorted(lines.items()):
        line = shapely.union_all(parts)
        near = known.geometries[known.query(line, "dwithin", 0.05)]
        line = line.difference(shapely.union_all(shapely.clip_by_rect(shapely.multilinestrings(near), *line.buffer(0.1).bounds)).buffer(0.03)) if len(near) else line
        merged = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
        kept = [p for p in getattr(merged, "geoms", [merged]) if p.length > 0.1]
        if kept:
            yield {"kind": "border", "name": name, "disputed": True}, shapely.simplify(shapely.MultiLineString(kept), tolerance / 2)


class RiverNames:
    """Names of rivers by those of regions.csv: the table of Natural Earth's rivers in the package has lost its letters outside ASCII
    (`Kr` for Kür), so a name counts only where a curated river of that name, without those letters, is near."""

    def __init__(self):
        self.known = {}
        with open(CURATED / "regions.csv", encoding="utf8", newline="") as f:
            for row in csv.DictReader(f):
                if row["kind"] == "river":
                    for name in [row["name"], *row["names"].split("|")]:
                        at = (shapely.Point(float(row["lon"]), float(row["lat"])), float(row["radius_km"] or 0) / 111 + 3)
                        self.known.setdefault(self.bare(name), []).append((row["name"], *at))

    @staticmethod
    def bare(name):
        words = "".join(c for c in name.lower() if c.isascii()).replace("river", " ")
        return " ".join(words.split())

    def of(self, name, line):
        near = (main for main, at, reach in self.known.get(self.bare(name), []) if line.distance(at) < reach)
        return next(near, "")


def water_rows(cache, level, tolerance, smallest, lakes, rivers):
    for area, facts in records(cache, "ne_10m_lakes"):
        simple = shapely.simplify(shapely.make_valid(area), tolerance / 2)
        if facts["scalerank"] <= lakes and simple.area > smallest / 2:
            yield {"kind": "lake", "name": facts["name_en"] or facts["name"] or "", "rank": facts["scalerank"]}, simple
    names = RiverNames()
    for line, facts in records(cache, "ne_10m_rivers_lake_centerlines", "latin-1"):
        if facts["scalerank"] <= rivers and facts["featurecla"] != "Lake Centerline":
            yield {"kind": "river", "name": names.of(facts["name"] or "", line), "rank": int(facts["scalerank"])}, shapely.simplify(line, tolerance / 2)


def coordinates(geometry, decimals):
    """Rows of GeoJSON coordinates on the grid, valid; None when nothing is left."""
    if "Polygon" in geometry.geom_type:
        parts = polygonal(shapely.make_valid(snapped(geometry, decimals)))
        # Where rings crossed, making them valid has put corners beside the grid; on it again, they must not cross either.
        if not all(snapped(p, decimals).is_valid for p in parts):
            parts = polygonal(shapely.set_precision(shapely.MultiPolygon(parts), 10.0**-decimals))
        geometry = shapely.MultiPolygon([shapely.geometry.polygon.orient(p) for p in parts])
    else:
        geometry = snapped(geometry, decimals)
        parts = [shapely.remove_repeated_points(p) for p in getattr(geometry, "geoms", [geometry])]
        geometry = shapely.MultiLineString([p for p in parts if p.length > 0])
    return None if geometry.is_empty else rounded(shapely.geometry.mapping(geometry)["coordinates"])


def make(cache):
    GROUND.mkdir(exist_ok=True)
    names = countries()
    for level, (source, tolerance, smallest, decimals, lakes, rivers) in LEVELS.items():
        whole, labels = land(cache, source, 4 if source == "10m" else decimals)
        areas = generalised(whole, tolerance, smallest)
        rows = [({"kind": "land", "name": name or "", "country": code or "", "rank": labels[(code, name)][0], "label": labels[(code, name)][1]}, area)
                for (code, name), area in areas.items()]
        between = list(border_rows(areas, doubted(cache, source, 4 if source == "10m" else decimals), names))
        rows += between
        rows += disputed_rows([line for _, line in between], tolerance) if level != "world" else []
        rows += water_rows(cache, level, tolerance, smallest, lakes, rivers)
        out, corners = [], {}
        for facts, geometry in rows:
            written = coordinates(geometry, decimals)
            if written:
                kind = "MultiPolygon" if facts["kind"] in ("land", "lake") else "MultiLineString"
                out.append(json.dumps({**facts, "geometry": {"type": kind, "coordinates": written}}, ensure_ascii=False, separators=(",", ":")))
                corners[facts["kind"]] = corners.get(facts["kind"], 0) + int(shapely.get_num_coordinates(geometry))
        path = pathlib.Path(GROUND / f"{level}.geojsonl.zst")
        path.write_bytes(compress("\n".join(sorted(out)) + "\n"))
        print(f"ground/{level}: {len(out)} rows, {corners}, {path.stat().st_size:,} bytes")
