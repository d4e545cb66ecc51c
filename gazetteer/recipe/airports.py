"""Airports with an IATA code, from the package airportsdata. Those of curated/overrides.csv, which took their points from it by ICAO code,
are left out, and checked: one that is more than a kilometre off is told. Those of curated/infrastructure.csv are left out, too."""
import csv
import math
import re
from collections import Counter

import airportsdata

from common import CURATED, clean, degrees, names, write_table

# What an airport's name ends with; what ends otherwise gets "Airport".
WORDS = re.compile(r"(Airport|Airfield|Aerodrome|Airstrip|Airpark|Field|Base|Heliport|Station|Intl|Strip)$", re.I)
# What is so near to an airport of infrastructure.csv is that one.
ASSET_KM = 5


def apart(lon, lat, airport):
    """Kilometres between a point and an airport."""
    return 111.2 * math.hypot((lon - airport["lon"]) * math.cos(math.radians(lat)), lat - airport["lat"])


def assets():
    """Points of the airports that are assets of curated/infrastructure.csv, and the names of all that is there."""
    with open(CURATED / "infrastructure.csv", encoding="utf8", newline="") as f:
        rows = list(csv.DictReader(f))
    points = [(float(row["lon"]), float(row["lat"])) for row in rows if row["kind"] == "airport"]
    return points, {name.lower() for row in rows for name in [row["name"], *row["names"].split("|")]}


def curated():
    """ICAO codes of the airports that a person has put in."""
    known, codes = airportsdata.load("ICAO"), set()
    with open(CURATED / "overrides.csv", encoding="utf8", newline="") as f:
        for row in csv.DictReader(f):
            code = re.fullmatch(r"airportsdata \(MIT\): (\w{4})", row["source"] or "")
            if code is None:
                continue
            codes.add(code[1])
            airport = known[code[1]]
            km = apart(float(row["lon"]), float(row["lat"]), airport)
            if km > 1:
                print(f"{row['id']}: {km:.1f} km off {code[1]}")
    return codes


def make(cache):
    known = airportsdata.load("IATA")
    # "Goma airport" is one only where Goma has one.
    cities = Counter((airport["city"], airport["country"]) for airport in known.values())
    left_out, rows, (points, called) = curated(), [], assets()
    for code, airport in sorted(known.items()):
        # Remarks in brackets are none of the name: "(duplicate of …)", "(approximate coordinates)". Some have two names: "A / B".
        name, *others = [clean(part) for part in re.sub(r"\s*\([^)]*\)", "", airport["name"]).split("/")]
        if not name or airport["icao"] in left_out or "closed" in airport["name"].lower():
            continue
        if name.lower() in called or any(apart(lon, lat, airport) < ASSET_KM for lon, lat in points):
            continue
        if not WORDS.search(name):
            name += " Airport"
        city = clean(airport["city"])
        if city and cities[airport["city"], airport["country"]] == 1:
            others.append(f"{city} Airport")
        # "Kharkiv International Airport" is Kharkiv airport to most.
        others.append(re.sub(r" (International|Regional|Municipal|County|Civil)(?= Airport$)", "", name))
        rows.append((code, name, others, airport))
    # A short name that two have in a country is nobody's.
    shared = Counter((other, airport["country"]) for _, name, others, airport in rows for other in {name, *others})
    out = []
    for code, name, others, airport in rows:
        own = [other for other in others if shared[other, airport["country"]] == 1]
        out.append([f"iata:{code}", name, degrees(airport["lon"]), degrees(airport["lat"]), airport["country"], names(own, name)])
    write_table("airports.tsv", ["id", "name", "lon", "lat", "country", "names"], out)
