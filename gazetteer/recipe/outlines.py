"""Outlines: areas of more corners than a mention of them needs, with few enough. The program would have to make them at run time."""
import json
import math

import shapely
import zstandard
from shapely.geometry import shape

from common import SHAPES, polygons, write_shapes

FILES = ["admin1", "countries", "districts", "regions", "us_counties"]

# The most corners of an outline; OUTLINE in src/gazetteer/mod.rs.
MOST = 400


def corners(area):
    return shapely.count_coordinates(area)


def round_(area, by):
    """One round: islands and holes smaller than the tolerance shows go, the largest island stays, and small corners."""
    parts = sorted(area.geoms, key=lambda p: -p.area)
    least = (4 * by) ** 2
    kept = [p for i, p in enumerate(parts) if i == 0 or p.area >= least]
    kept = [shapely.Polygon(p.exterior, [r for r in p.interiors if shapely.Polygon(r).area >= least]) for p in kept]
    return polygons(shapely.MultiPolygon(kept).simplify(by, preserve_topology=True))


def outline(area):
    west, south, east, north = area.bounds
    by = math.sqrt((east - west) * (north - south)) * 1e-4
    while True:
        small = round_(area, by)
        if small is not None and corners(small) <= MOST:
            return small
        by *= 1.25


def make(cache):
    features = []
    for name in FILES:
        text = zstandard.ZstdDecompressor().stream_reader((SHAPES / f"{name}.geojsonl.zst").open("rb")).read().decode("utf8")
        for row in map(json.loads, text.splitlines()):
            area = shape(row["geometry"])
            if area.geom_type == "MultiPolygon" and corners(area) > MOST:
                features.append((f"{name}:{row['id']}", outline(area), {}))
    write_shapes("outlines.geojsonl.zst", features)
