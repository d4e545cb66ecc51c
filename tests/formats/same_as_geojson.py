"""Compares FlatGeobuf, GeoJSON text sequences and GeoParquet in an output folder with its GeoJSON, as GeoPandas reads them.

    python same_as_geojson.py FOLDER

Needs geopandas with pyogrio and pyarrow. Exit status 1, and the differences on standard error, when a layer has other rows,
other geometries, other columns or other values; 77 when a module is not there.
"""

import json
import sys
from pathlib import Path

try:
    import geopandas
    import pandas
    import pyarrow.parquet
    import pyogrio
    from shapely.geometry import shape
except ImportError as error:
    print(f"{error.name} is not installed", file=sys.stderr)
    sys.exit(77)

# simplestyle is GeoJSON's; its title and description are label and summary elsewhere.
STYLE = {"title", "description", "marker-color", "marker-size", "marker-symbol", "stroke", "stroke-width", "stroke-opacity",
         "fill", "fill-opacity"}


def same(found, value):
    if value is None:
        return pandas.isna(found)
    if isinstance(value, (bool, int, float)):
        return abs(found - value) < 1e-9
    text = str(found).removesuffix(" 00:00:00")
    # A moment: 2026-03-03 17:40:00+00:00 where GeoJSON has 2026-03-03T17:40:00Z.
    # An hour, which GDAL takes for a time in JSON: 08:00:00 where GeoJSON has 08:00.
    if text.removesuffix(":00") == value:
        return True
    return text == value or text.replace(" ", "T").replace("+00:00", "Z") == value


def differences(path, table, features, styled):
    if len(table) != len(features):
        yield f"{path.name}: {len(table)} rows, {len(features)} in GeoJSON"
        return
    if table.crs is None or not table.crs.equals("OGC:CRS84", ignore_axis_order=True):
        yield f"{path.name}: the coordinate reference system is {table.crs}"
    # FlatGeobuf orders its rows by place.
    rows = {row["id"]: row for _, row in table.iterrows()}
    for feature in features:
        properties = feature["properties"]
        row = rows.get(properties["id"])
        if row is None:
            yield f"{path.name}: {properties['id']} is missing"
            continue
        geometry = feature["geometry"] and shape(feature["geometry"])
        if (geometry is None) != (row.geometry is None) or (geometry is not None and not row.geometry.equals_exact(geometry, 0)):
            yield f"{path.name}: {properties['id']} has another geometry"
        own = {key for key in properties if key not in STYLE or (key == "title" and path.stem == "reports")}
        missing = own - set(table.columns)
        if missing:
            yield f"{path.name}: no columns {sorted(missing)}"
            return
        for key in own:
            if not same(row[key], properties[key]):
                yield f"{path.name}: {properties['id']}: {key} is {row[key]!r}, {properties[key]!r} in GeoJSON"
        if not styled and path.stem != "reports" and row["label"] != properties["title"]:
            yield f"{path.name}: {properties['id']}: label is {row['label']!r}"


def covered(path):
    """The column of boxes finds what lies in a box, and passes by what does not."""
    whole = geopandas.read_parquet(path)
    located = whole[whole.geometry.notna()]
    if located.empty:
        return
    west, south, east, north = located.total_bounds
    window = (west, south, (west + east) / 2, (south + north) / 2)
    found = set(geopandas.read_parquet(path, bbox=window)["id"])
    expected = set(located.cx[window[0] : window[2], window[1] : window[3]]["id"])
    if not expected <= found:
        yield f"{path.name}: a box does not find {sorted(expected - found)}"


def searched(path):
    """The spatial index finds what lies in a box."""
    whole = pyogrio.read_dataframe(path)
    located = whole[whole.geometry.notna()]
    if located.empty:
        return
    west, south, east, north = located.total_bounds
    window = (west, south, (west + east) / 2, (south + north) / 2)
    found = set(pyogrio.read_dataframe(path, bbox=window)["id"])
    expected = set(located.cx[window[0] : window[2], window[1] : window[3]]["id"])
    if found != expected:
        yield f"{path.name}: a box finds {sorted(found ^ expected)} wrongly"


def main(folder):
    folder = Path(folder)
    found = []
    for path in sorted(folder.glob("*.geojson")):
        with open(path, encoding="utf-8") as file:
            features = json.load(file)["features"]
        flat, lines, parquet = (path.with_suffix(ending) for ending in (".fgb", ".geojsons", ".parquet"))
        found += differences(flat, pyogrio.read_dataframe(flat), features, False)
        found += searched(flat)
        # Without features there is nothing in the file that says what it is.
        if features:
            found += differences(lines, pyogrio.read_dataframe(lines), features, True)
        found += differences(parquet, geopandas.read_parquet(parquet), features, False)
        found += covered(parquet)
        kinds = {field.name: str(field.type) for field in pyarrow.parquet.read_schema(parquet)}
        for name, kind in {"published": "date32[day]", "occurred_at": "timestamp[ms, tz=UTC]", "disputed": "bool"}.items():
            if kinds.get(name, kind) != kind:
                found.append(f"{parquet.name}: {name} is {kinds[name]}")
    print("\n".join(found), file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(sys.argv[1])
