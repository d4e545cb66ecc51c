"""Holds KML and KMZ of an output folder to OGC's schema of KML 2.2, and compares them with its GeoJSON, as GDAL reads them.

    python kml.py FOLDER

Needs GDAL's Python with the driver LIBKML, lxml, and fastkml for the schema. Exit status 1, and the differences on standard
error, when a document is not valid or a layer has other rows, other geometries or other values; 77 when a module is not there.
"""

import json
import re
import sys
import zipfile
from pathlib import Path

try:
    import fastkml
    from lxml import etree
    from osgeo import gdal, ogr
except ImportError as error:
    print(f"{error.name} is not installed", file=sys.stderr)
    sys.exit(77)

gdal.UseExceptions()
ogr.UseExceptions()

KML = "{http://www.opengis.net/kml/2.2}"
STYLE = {"title", "description", "marker-color", "marker-size", "marker-symbol", "stroke", "stroke-width", "stroke-opacity",
         "fill", "fill-opacity"}


def invalid(name, document, schema):
    tree = etree.fromstring(document)
    if not schema.validate(tree):
        yield from (f"{name}: line {error.line}: {error.message}" for error in schema.error_log)
    styles = {f"#{style.get('id')}" for style in tree.iter(f"{KML}Style")}
    used = {url.text for url in tree.iter(f"{KML}styleUrl")}
    if used - styles:
        yield f"{name}: no styles {sorted(used - styles)}"


def titles(document):
    """The names of the folders by those of the layers, which the schemas of the plain document tell."""
    root = etree.fromstring(document)
    names = [schema.get("name") for schema in root.iter(f"{KML}Schema")]
    return dict(zip(names, (folder.findtext(f"{KML}name") for folder in root.iter(f"{KML}Folder"))))


def data(document, title):
    """Name and columns of each placemark of a folder as they stand in the document: GDAL mixes up the two where a column is called
    name, and gives others names of its own."""
    root = etree.fromstring(document)
    folder = next(folder for folder in root.iter(f"{KML}Folder") if folder.findtext(f"{KML}name") == title)
    for placemark in folder.iter(f"{KML}Placemark"):
        cells = {cell.get("name"): cell.text or "" for cell in placemark.iter(f"{KML}SimpleData")}
        cells |= {cell.get("name"): cell.findtext(f"{KML}value") or "" for cell in placemark.iter(f"{KML}Data")}
        yield placemark.findtext(f"{KML}name"), cells


def allowed(text):
    """A text without what XML 1.0 cannot hold, and with its ends of lines as XML reads them."""
    kept = re.sub("[^\t\n\r\u0020-\ufffd\U00010000-\U0010ffff]", "", text)
    return kept.replace("\r\n", "\n").replace("\r", "\n")


def same(found, value):
    if value is None:
        return found is None
    if isinstance(value, bool):
        return found == str(int(value))
    if isinstance(value, (int, float)):
        return found is not None and abs(float(found) - value) < 1e-9
    return found == allowed(value)


def differences(name, source, document, title, path):
    with open(path, encoding="utf-8") as file:
        features = json.load(file)["features"]
    rows = list(data(document, title))
    if len(rows) != len(features):
        yield f"{name}: {title}: {len(rows)} placemarks, {len(features)} in GeoJSON"
        return
    for (label, row), feature in zip(rows, features):
        if label != allowed(feature["properties"]["title"]) and path.stem != "reports":
            yield f"{name}: {title}: {feature['id']} is called {label!r}"
        for key, value in feature["properties"].items():
            if (key not in STYLE or (key == "title" and path.stem == "reports")) and not same(row.get(key), value):
                yield f"{name}: {title}: {feature['id']}: {key} is {row.get(key)!r}, {value!r} in GeoJSON"
    layer = source.GetLayerByName(title)
    if layer is None:
        # GDAL makes no layer of a folder without placemarks.
        if features:
            yield f"{name}: GDAL finds no layer {title}"
        return
    read = list(layer)
    if len(read) != len(features):
        yield f"{name}: {title}: GDAL reads {len(read)} rows, {len(features)} in GeoJSON"
        return
    for row, feature in zip(read, features):
        geometry = row.GetGeometryRef()
        if (geometry is None) != (feature["geometry"] is None):
            yield f"{name}: {title}: {feature['id']} has another geometry"
        if row.GetField("id") != feature["properties"]["id"]:
            yield f"{name}: {title}: GDAL finds the id {row.GetField('id')!r}, {feature['id']!r} in GeoJSON"
        if geometry is not None and feature["geometry"] is None:
            continue
        if geometry is not None:
            geometry = geometry.Clone()
            geometry.FlattenTo2D()
            expected = ogr.CreateGeometryFromJson(json.dumps(feature["geometry"]))
            if ogr.ForceTo(geometry, expected.GetGeometryType()).ExportToWkb() != expected.ExportToWkb():
                yield f"{name}: {title}: {feature['id']} has another geometry"


def main(folder):
    folder = Path(folder)
    schemas = Path(fastkml.__file__).parent / "schema"
    schema = etree.XMLSchema(etree.parse(str(schemas / "ogckml22.xsd")))
    found = []
    plain = (folder / "reportmap.kml").read_bytes()
    with zipfile.ZipFile(folder / "reportmap.kmz") as archive:
        inside = archive.read("doc.kml")
        names = set(archive.namelist())
    icons = {href.text for href in etree.fromstring(inside).iter(f"{KML}href")}
    if icons - names:
        found.append(f"reportmap.kmz: no symbols {sorted(icons - names)}")
    if any(etree.fromstring(plain).iter(f"{KML}href")):
        found.append("reportmap.kml points to something outside")
    folders = titles(plain)
    for name, document in (("reportmap.kml", plain), ("reportmap.kmz", inside)):
        found += invalid(name, document, schema)
        source = gdal.OpenEx(str(folder / name), gdal.OF_VECTOR, allowed_drivers=["LIBKML"])
        for path in sorted(folder.glob("*.geojson")):
            found += differences(name, source, document, folders[path.stem], path)
    print("\n".join(found), file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(sys.argv[1])
