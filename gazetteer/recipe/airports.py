"""Checks the airports of curated/overrides.csv against the package airportsdata 20260905 (MIT), from which their points were taken by
ICAO code. Not a step of make.py: it writes nothing. Run: python airports.py"""
import csv
import math
import re

import airportsdata

from common import CURATED

known = airportsdata.load("ICAO")
with open(CURATED / "overrides.csv", encoding="utf8", newline="") as f:
    for row in csv.DictReader(f):
        code = re.fullmatch(r"airportsdata \(MIT\): (\w{4})", row["source"] or "")
        if code is None:
            continue
        airport = known[code[1]]
        lon, lat = float(row["lon"]), float(row["lat"])
        km = 111.2 * math.hypot((lon - airport["lon"]) * math.cos(math.radians(lat)), lat - airport["lat"])
        if km > 1:
            print(f"{row['id']}: {km:.1f} km off {code[1]}")
