"""Opens GeoJSON layers in a headless QGIS and says what QGIS makes of them.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 check_layers.py FILE...

Needs Debian's python3-qgis, which only the system's Python sees. Prints one JSON object: for each file the number of
features, the geometry types, the fields with their types, and the problems. Exit status 1 when there is any problem, 77
when QGIS is not there (the customary "skipped").
"""

import json
import os
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Qt asks for a runtime folder that nobody else may read.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="qgis-runtime-"))
os.chmod(os.environ["XDG_RUNTIME_DIR"], 0o700)
# A profile of its own: several QGIS at once would make the same user profile, and one finds its coordinate systems half written.
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = tempfile.mkdtemp(prefix="qgis-profile-")

try:
    from qgis.core import QgsApplication, QgsVectorLayer, QgsWkbTypes
except ImportError:
    print("python3-qgis is not installed", file=sys.stderr)
    sys.exit(77)

# What QGIS may call a column of JSON values of one type. Booleans are whole numbers before QGIS 3.24.
EXPECTED = {
    "text": {"String", "Date", "DateTime"},
    "integer": {"Integer", "Integer64"},
    "real": {"Real"},
    "bool": {"Boolean", "Integer"},
}


def json_type(value):
    if isinstance(value, bool):
        return "bool"
    return {int: "integer", float: "real", str: "text"}.get(type(value), "nested")


def written_types(path):
    """The JSON types of each property in the file, nulls aside, and the number of features."""
    with open(path, encoding="utf-8") as file:
        features = json.load(file)["features"]
    types = {}
    for feature in features:
        for name, value in feature["properties"].items():
            types.setdefault(name, set())
            if value is not None:
                types[name].add(json_type(value))
    return types, features


def check_fields(fields, types, problems):
    for name, kinds in types.items():
        if len(kinds) > 1:
            problems.append(f"property {name} mixes {sorted(kinds)}")
        if name not in fields:
            problems.append(f"QGIS has no field {name}")
        for kind in kinds:
            if fields.get(name, "") not in EXPECTED.get(kind, set()):
                problems.append(f"property {name} is {kind}, QGIS has {fields.get(name)}")


def check_values(layer, features, problems):
    """What stands in the file stands in QGIS: no value is lost on the way."""
    for read, written in zip(layer.getFeatures(), features):
        for name, value in written["properties"].items():
            index = layer.fields().lookupField(name)
            if index < 0:
                continue
            seen = read.attributes()[index]
            lost = value is not None and (seen is None or str(seen) == "NULL")
            if lost:
                problems.append(f"{written.get('id')}: {name} is {value!r} in the file and null in QGIS")


def check(path):
    types, features = written_types(path)
    layer = QgsVectorLayer(path, os.path.basename(path), "ogr")
    problems = []
    if not layer.isValid():
        return {"features": 0, "problems": ["QGIS cannot open it"]}
    geometries, nowhere, count = set(), 0, 0
    for feature in layer.getFeatures():
        count += 1
        if not feature.hasGeometry():
            nowhere += 1
            continue
        geometry = feature.geometry()
        geometries.add(QgsWkbTypes.displayString(geometry.wkbType()))
        if not geometry.isGeosValid():
            problems.append(f"invalid geometry: {feature.attributes()[:1]}: {geometry.lastError()}")
    if count != len(features):
        problems.append(f"{len(features)} features in the file, {count} in QGIS")
    if len(geometries) > 1:
        problems.append(f"several geometry types: {sorted(geometries)}")
    # Features without any geometry are a table to QGIS, and a table has no coordinate system.
    if geometries and layer.crs().authid() not in ("EPSG:4326", "OGC:CRS84"):
        problems.append(f"coordinate system {layer.crs().authid()}")
    fields = {field.name(): field.typeName() for field in layer.fields()}
    check_fields(fields, types, problems)
    check_values(layer, features, problems)
    return {
        "features": count,
        "without_geometry": nowhere,
        "geometry_types": sorted(geometries),
        "fields": fields,
        "problems": problems,
    }


def main(paths):
    application = QgsApplication([], False)
    application.initQgis()
    found = {os.path.basename(path): check(path) for path in paths}
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.stdout.flush()
    # QGIS may crash on its way out; the answer is given already.
    os._exit(1 if any(layer["problems"] for layer in found.values()) else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
