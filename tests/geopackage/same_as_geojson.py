"""Compares the GeoPackage of an output folder with its GeoJSON, both as GeoPandas reads them.

    python same_as_geojson.py FOLDER

Needs geopandas with pyogrio. Exit status 1, and the differences on standard error, when a layer has other rows, other
geometries or other values; 77 when GeoPandas is not there.
"""

import json
import sys
from pathlib import Path

try:
    import geopandas
    import pyogrio
    from shapely.geometry import shape
except ImportError:
    print("geopandas is not installed", file=sys.stderr)
    sys.exit(77)


def differences(folder, name):
    package = geopandas.read_file(folder / "reportmap.gpkg", layer=name)
    with open(folder / f"{name}.geojson", encoding="utf-8") as file:
        features = json.load(file)["features"]
    if len(package) != len(features):
        yield f"{name}: {len(package)} rows, {len(features)} in GeoJSON"
        return
    for (_, row), feature in zip(package.iterrows(), features):
        geometry = feature["geometry"] and shape(feature["geometry"])
        if (geometry is None) != (row.geometry is None) or (geometry is not None and not row.geometry.equals_exact(geometry, 1e-9)):
            yield f"{name}: {feature['id']} has another geometry"
        for key, value in feature["properties"].items():
            if key not in package.columns or value is None:
                continue
            found = row[key]
            same = abs(found - value) < 1e-9 if isinstance(value, (bool, int, float)) else str(found).removesuffix(" 00:00:00") == str(value)
            if not same:
                yield f"{name}: {feature['id']}: {key} is {found!r}, {value!r} in GeoJSON"


def main(folder):
    folder = Path(folder)
    tables = {name for name, _ in pyogrio.list_layers(folder / "reportmap.gpkg")}
    found = []
    for path in sorted(folder.glob("*.geojson")):
        found += differences(folder, path.stem) if path.stem in tables else [f"no table {path.stem}"]
    print("\n".join(found), file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(sys.argv[1])
