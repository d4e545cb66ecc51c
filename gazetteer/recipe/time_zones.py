"""Time zones of countries and of their states, by the towns in them: most people's zone counts. A state is listed where it differs."""
from collections import Counter, defaultdict

import zstandard

from common import WORLD, write_table


def states_by_code():
    lines = (WORLD / "admin1.tsv").read_text(encoding="utf8").splitlines()
    header = lines[0].split("\t")
    return {row["code"]: f"geonames:{row['id']}" for row in (dict(zip(header, line.split("\t"))) for line in lines[1:])}


def rows():
    for part in sorted(WORLD.glob("places-*.tsv.zst")):
        lines = zstandard.ZstdDecompressor().stream_reader(part.open("rb")).read().decode("utf8").splitlines()
        header = lines[0].split("\t")
        for line in lines[1:]:
            yield dict(zip(header, line.split("\t")))


def make(cache):
    countries, states = defaultdict(Counter), defaultdict(Counter)
    for row in rows():
        people = int(row["population"] or 0) + 1
        countries[row["country"]][row["timezone"]] += people
        states[row["country"], row["admin1"]][row["timezone"]] += people

    def most(counter):
        return min(counter.items(), key=lambda item: (-item[1], item[0]))[0]

    ids, out = states_by_code(), []
    for country in sorted(countries):
        usual = most(countries[country])
        out.append([country, "", usual])
        for (of, state), zones in sorted(states.items()):
            if of == country and f"{country}.{state}" in ids and most(zones) != usual:
                out.append([country, ids[f"{country}.{state}"], most(zones)])
    write_table("time_zones.tsv", ["country", "state", "zone"], out)
