"""What every table of the recipe needs: where things are, how a cell is written, how a geometry is made fit for RFC 7946."""
import json
import pathlib
import re

import shapely
import zstandard
from shapely.geometry import mapping
from shapely.geometry.polygon import orient

HERE = pathlib.Path(__file__).resolve().parent
WORLD = HERE.parent / "world"
CURATED = HERE.parent / "curated"
SHAPES = WORLD / "shapes"


def clean(name):
    """One name: no tab, line end or bar inside, no space around, no two spaces together."""
    return re.sub(r"[\s|]+", " ", str(name)).strip()


def names(values, main):
    """Several names in one cell: split where the source joined with two spaces, each once, without the main name."""
    out = []
    for value in values:
        for part in re.split(r" {2,}", str(value or "")):
            part = clean(part)
            if part and part != main and part not in out:
                out.append(part)
    return "|".join(out)


def degrees(number):
    return f"{round(float(number), 5):g}" if abs(float(number)) < 1e-4 else f"{round(float(number), 5):.5f}".rstrip("0").rstrip(".")


def compress(text):
    return zstandard.ZstdCompressor(level=19).compress(text.encode("utf8"))


def write_table(name, header, rows):
    """A tab-separated table, compressed when the name says so."""
    lines = ["\t".join(header)] + ["\t".join(str(c) for c in row) for row in rows]
    text = "\n".join(lines) + "\n"
    path = WORLD / name
    path.write_bytes(compress(text) if name.endswith(".zst") else text.encode("utf8"))
    print(f"{name}: {len(rows)} rows, {path.stat().st_size:,} bytes")


def polygons(geometry):
    """The areas of a geometry as one valid MultiPolygon with at most 5 decimals, rings wound as RFC 7946 asks; None when nothing is left."""
    geometry = shapely.set_precision(shapely.make_valid(geometry), 1e-5)
    parts = [p for p in getattr(geometry, "geoms", [geometry]) for p in getattr(p, "geoms", [p]) if p.geom_type == "Polygon" and p.area > 0]
    parts = [orient(p) for p in parts]
    return shapely.MultiPolygon(parts) if parts else None


def lines(geometry):
    """The lines of a geometry, joined where they touch, as one MultiLineString."""
    merged = shapely.line_merge(geometry) if geometry.geom_type != "LineString" else geometry
    parts = [p for p in getattr(merged, "geoms", [merged]) if p.geom_type == "LineString"]
    return shapely.MultiLineString(parts)


def rounded(value):
    if isinstance(value, (tuple, list)):
        return [rounded(v) for v in value]
    return round(value, 5)


def write_shapes(name, features):
    """Lines of GeoJSON-like features: id, further facts, geometry."""
    out = []
    for identity, geometry, facts in sorted(features, key=lambda f: f[0]):
        m = mapping(geometry)
        row = {"id": identity, **facts, "geometry": {"type": m["type"], "coordinates": rounded(m["coordinates"])}}
        out.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    path = SHAPES / name
    path.write_bytes(compress("\n".join(out) + "\n"))
    print(f"shapes/{name}: {len(out)} features, {path.stat().st_size:,} bytes")


def package(cache, name):
    """The folder of an installed Python package."""
    return next(pathlib.Path(cache).glob(f"venv/lib/python3*/site-packages/{name}"))


def load(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf8"))
