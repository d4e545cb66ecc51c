#!/usr/bin/env python3
"""Makes many reports, the same every time: the coded reports of models/incidents in random order, each with a sentence of its own,
as JSON Lines. What is measured in docs/runs.md is measured with it.

    python3 tests/runs/make.py 100000 > reports.jsonl
"""

import json
import random
import sys
from pathlib import Path

MODELS = Path(__file__).parents[2] / "models" / "incidents"


def coded():
    """The reports of all files, with their days; codings are left out."""
    for path in sorted(MODELS.glob("*.txt")):
        day, lines = None, []
        for line in path.read_text(encoding="utf-8").splitlines() + ["@ end 2000-01-01"]:
            if line.startswith("@ "):
                if day and any(lines):
                    yield day, "\n".join(lines).strip()
                day, lines = line.split()[-1], []
            elif not line.startswith(("= ", "#")):
                lines.append(line)


def main():
    count = int(sys.argv[1])
    stories, chance = list(coded()), random.Random(20201024)
    for number in range(count):
        day, text = chance.choice(stories)
        text += f"\n\nNote {number}: {chance.randrange(10**6)} copies of issue {chance.randrange(10**6)} were printed."
        source = f"Paper {chance.randrange(200)}"
        record = {"id": f"r{number:07}", "published": day, "source": source, "url": f"https://example.org/{number}", "text": text}
        print(json.dumps(record, ensure_ascii=False))


main()
