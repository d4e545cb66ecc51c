"""Makes all tables in their order: later ones read earlier ones."""
import importlib
import sys

STEPS = ["places", "countries", "continents", "admin1", "districts", "admin2", "us_counties", "countries_shapes", "disputed", "regions", "outlines",
         "time_zones", "airports", "ground"]
for step in STEPS:
    if len(sys.argv) < 3 or step in sys.argv[2:]:
        importlib.import_module(step).make(sys.argv[1])
