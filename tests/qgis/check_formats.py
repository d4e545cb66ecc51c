"""Opens FlatGeobuf, GeoJSON text sequences, KML and KMZ of an output folder in a headless QGIS beside its GeoJSON.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 check_formats.py FOLDER

Needs Debian's python3-qgis. Prints one JSON object: for each layer as QGIS names it the number of features, those without geometry,
and the problems. Exit status 1 when there is any problem, 77 when QGIS is not there.
"""

import json
import os
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Qt asks for a runtime folder that nobody else may read.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="qgis-runtime-"))
os.chmod(os.environ["XDG_RUNTIME_DIR"], 0o700)
# A profile of its own: several QGIS at once would make the same user profile, and one finds its coordinate systems half written.
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = tempfile.mkdtemp(prefix="qgis-profile-")

try:
    from qgis.core import QgsApplication, QgsGeometry, QgsVectorLayer
except ImportError:
    print("python3-qgis is not installed", file=sys.stderr)
    sys.exit(77)

KML = "{http://www.opengis.net/kml/2.2}"


def titles(path):
    """The names of the folders of a KML document by those of the layers."""
    document = ElementTree.parse(path).getroot()
    names = [schema.get("name") for schema in document.iter(f"{KML}Schema")]
    return dict(zip(names, (folder.findtext(f"{KML}name") for folder in document.iter(f"{KML}Folder"))))


def geometries(uri):
    """The geometries of a layer by the id of their features; None when QGIS cannot open it."""
    layer = QgsVectorLayer(uri, "layer", "ogr")
    if not layer.isValid():
        return None
    return {feature["id"]: feature.geometry() for feature in layer.getFeatures()}


def same(read, written):
    if read.isNull() or written.isNull():
        return read.isNull() and written.isNull()
    flat = QgsGeometry(read)
    # KML has heights, which say nothing.
    flat.get().dropZValue()
    return flat.isGeosEqual(written)


def check(uri, expected):
    found = geometries(uri)
    if found is None:
        return {"features": 0, "problems": ["QGIS cannot open it"]}
    problems = [f"{key} is missing" for key in expected if key not in found]
    problems += [f"{key} has another geometry" for key in expected if key in found and not same(found[key], expected[key])]
    if len(found) != len(expected):
        problems.append(f"{len(expected)} features in GeoJSON, {len(found)} in QGIS")
    return {"features": len(found), "without_geometry": sum(g.isNull() for g in found.values()), "problems": problems}


def main(folder):
    application = QgsApplication([], False)
    application.initQgis()
    folder = Path(folder)
    folders = titles(folder / "reportmap.kml")
    found = {}
    for path in sorted(folder.glob("*.geojson")):
        expected = geometries(str(path))
        if not expected:
            continue
        uris = [str(path.with_suffix(".fgb")), str(path.with_suffix(".geojsons"))]
        uris += [f"{folder}/reportmap.{ending}|layername={folders[path.stem]}" for ending in ("kml", "kmz")]
        found.update({os.path.basename(uri): check(uri, expected) for uri in uris})
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.stdout.flush()
    # QGIS may crash on its way out; the answer is given already.
    os._exit(1 if any(layer["problems"] for layer in found.values()) else 0)


if __name__ == "__main__":
    main(sys.argv[1])
