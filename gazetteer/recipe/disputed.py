"""Disputed lines of Natural Earth, and the two dated areas of Nagorno-Karabakh that are made of them."""
import re
import sqlite3
import unicodedata

import shapely

from admin1 import geometry
from common import lines, write_shapes


def slug(name):
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def read(cache):
    db = sqlite3.connect(f"file:{cache}/world_map.gpkg?mode=ro", uri=True)
    return [(row[1] or "", geometry(row[0]), row[2] or "", row[3] or "")
            for row in db.execute("select geom, name, adm0_left, adm0_right from disputed_borders order by fid")]


def make(cache):
    features, seen = [], {}
    for name, line, left, right in read(cache):
        key = slug(f"{name} {left} {right}") or "line"
        seen[key] = seen.get(key, 0) + 1
        identity = key if seen[key] == 1 else f"{key}-{seen[key]}"
        features.append((identity, lines(line), {"name": name, "left": left, "right": right}))
    write_shapes("disputed.geojsonl.zst", features)
