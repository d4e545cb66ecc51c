"""Makes a dump in the form of GeoNames, with a seed: the same rows for the same seed and number.

    python3 benches/make_dump.py 1000000 /tmp/dump          # /tmp/dump/allCountries.txt and alternateNamesV2.txt

Names are put together from syllables of several languages, with the lengths and the repetitions of real ones (a San José or a
Springfield comes often), a third with other names, in Latin and in Cyrillic; places lie in clusters; classes are spread as in GeoNames.
Only the standard library.
"""

import pathlib
import random
import sys

SYLLABLES = ("ka ra bag mar tu ni sha ber lin dor fel ost wick ham ton ville saint mont bou dja ghe zar khin sto grad nov pol sk ovo "
             "lay tan abad pur nagar kot gan shan xi hu nan chi bei wa mba kili nja ro sam bu tra que iti pau lo rio santa cruz"
             ).split()
COMMON = ["San José", "Springfield", "Santa María", "Nové Město", "Neustadt", "Kirchberg", "Mount Pleasant", "La Paz", "Novoselovka",
          "Yeni Mahalle", "Hasanabad", "Sidi Ali", "Hill Top", "Mill Creek", "Stony Brook", "Buena Vista"]
CYRILLIC = str.maketrans({"a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "дж", "k": "к",
                          "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в",
                          "w": "в", "x": "кс", "y": "ы", "z": "з"})
# Shares of the classes of allCountries.txt, in percent.
KINDS = [("P", "PPL", 39), ("S", "BLDG", 20), ("T", "HLL", 13), ("H", "STM", 18), ("L", "LCTY", 4), ("A", "ADM3", 3), ("R", "RD", 1),
         ("V", "FRST", 1), ("A", "ADM2", 1)]
COUNTRIES = ["AZ", "AM", "GE", "TR", "IR", "RU", "US", "CN", "IN", "BR", "FR", "DE", "NG", "ET", "MX", "ID", "PK", "UA", "SY", "SD"]


def name(dice):
    if dice.random() < 0.06:
        return dice.choice(COMMON)
    words = ["".join(dice.choice(SYLLABLES) for _ in range(dice.randint(2, 4))).capitalize() for _ in range(dice.choice((1, 1, 1, 2)))]
    return " ".join(words)


def main(rows, folder, seed=7):
    dice = random.Random(seed)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    kinds = [kind[:2] for kind in KINDS]
    weights = [kind[2] for kind in KINDS]
    centres = [(dice.uniform(-170, 170), dice.uniform(-55, 70), dice.choice(COUNTRIES)) for _ in range(2000)]
    alternate = 0
    with open(folder / "allCountries.txt", "w", encoding="utf-8") as places, \
         open(folder / "alternateNamesV2.txt", "w", encoding="utf-8") as names:
        for number in range(1, rows + 1):
            lon, lat, country = dice.choice(centres)
            lon, lat = lon + dice.gauss(0, 2), max(-89, min(89, lat + dice.gauss(0, 2)))
            lon = (lon + 180) % 360 - 180
            (kind, code), = dice.choices(kinds, weights)
            called = name(dice)
            others = [name(dice)] if dice.random() < 0.3 else []
            people = int(10 ** dice.uniform(1, 6)) if kind == "P" and dice.random() < 0.2 else 0
            places.write(f"{number}\t{called}\t{called}\t{','.join(others)}\t{lat:.5f}\t{lon:.5f}\t{kind}\t{code}\t{country}\t\t"
                         f"{dice.randint(1, 40):02}\t\t\t\t{people}\t\t100\tUTC\t2024-01-01\n")
            if dice.random() < 0.35:
                for language, spelt in (("ru", called.lower().translate(CYRILLIC).capitalize()), ("en", called)):
                    alternate += 1
                    preferred = "1" if dice.random() < 0.1 else ""
                    historic = "1" if dice.random() < 0.02 else ""
                    names.write(f"{alternate}\t{number}\t{language}\t{spelt}\t{preferred}\t\t\t{historic}\t\t\n")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(int(sys.argv[1]), sys.argv[2], *(int(seed) for seed in sys.argv[3:]))
