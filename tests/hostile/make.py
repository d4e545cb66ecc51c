#!/usr/bin/env python3
"""Writes hostile and broken inputs of every format that is read into a folder: `make.py FOLDER [SCALE]`.

Needs the standard library only; the same files every time. A SCALE of 10 makes the long ones ten times as long. What each is meant to break stands in its name.
"""

import gzip
import io
import json
import pathlib
import random
import sys
import zipfile

OUT = pathlib.Path(sys.argv[1])
SCALE = int(sys.argv[2]) if len(sys.argv) > 2 else 1
OUT.mkdir(parents=True, exist_ok=True)
DICE = random.Random(7)
STORY = "Shells fell on the town of Kupiansk on Friday, killing three people, the mayor said."
COUNT = 0


def put(name, content):
    """A file with its number before its name."""
    global COUNT
    COUNT += 1
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    (OUT / f"{COUNT:03}-{name}").write_bytes(content)


def packed(entries, stored=False):
    """A zip archive."""
    out = io.BytesIO()
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def docx(body):
    """A document of Word with this XML in its body."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = f'<?xml version="1.0"?><w:document {space}><w:body>{body}</w:body></w:document>'
    return packed([("[Content_Types].xml", "<Types/>"), ("word/document.xml", document)])


def pdf(objects, tail="trailer<</Root 1 0 R>>"):
    """A PDF file without a table of its objects."""
    body = "".join(f"{n} 0 obj{o}endobj\n" for n, o in enumerate(objects, 1))
    return ("%PDF-1.4\n" + body + tail + "\n%%EOF").encode("latin-1", "replace")


def warc(records):
    """A web archive."""
    out = b""
    for head, content in records:
        length = "" if "Content-Length" in head else f"Content-Length: {len(content)}\r\n"
        out += f"WARC/1.0\r\n{head}{length}\r\n".encode() + content + b"\r\n\r\n"
    return out


PAGE = f"<html><head><title>T</title></head><body><article><p>{STORY}</p></article></body></html>"
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
HEAD = "WARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\nContent-Type: application/http; msgtype=response\r\n"
FEED = f'<?xml version="1.0"?><rss version="2.0"><channel><title>C</title><item><title>T</title><description>{STORY}</description></item></channel></rss>'
MAIL = f"From: a@example.org\r\nTo: b@example.org\r\nSubject: S\r\nDate: Fri, 10 May 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n{STORY}\r\n"
STREAM = f"BT /F1 12 Tf 72 700 Td ({STORY}) Tj ET"
PDF = pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>", f"<</Length {len(STREAM)}>>stream\n{STREAM}\nendstream"])
DOCX = docx(f"<w:p><w:r><w:t>{STORY}</w:t></w:r></w:p>")
MARKDOWN = f"---\ntitle: T\ndate: 2024-05-10\n---\n\n{STORY}\n"
CSV = f"id,title,text,date\n1,T,{STORY.replace(',', ';')},2024-05-10\n"
JSONL = json.dumps({"id": "a", "text": STORY, "published": "2024-05-10"}) + "\n"
WHOLE = {
    "page.html": PAGE.encode(), "feed.rss": FEED.encode(), "mail.eml": MAIL.encode(), "paper.pdf": PDF, "word.docx": DOCX,
    "note.md": MARKDOWN.encode(), "table.csv": CSV.encode(), "lines.jsonl": JSONL.encode(), "archive.warc": warc([(HEAD, RESPONSE)]),
    "packed.warc.gz": gzip.compress(warc([(HEAD, RESPONSE)]), mtime=0),
}

# Cut at many places, one byte turned, noise in the middle.
for name, whole in WHOLE.items():
    for share in (0.1, 0.35, 0.6, 0.85, 0.97):
        put(f"cut-{int(share * 100)}-{name}", whole[: max(1, int(len(whole) * share))])
    for round_ in range(4):
        turned = bytearray(whole)
        for _ in range(1 + round_ * 5):
            turned[DICE.randrange(len(turned))] ^= 1 << DICE.randrange(8)
        put(f"turned-{round_}-{name}", bytes(turned))
    middle = len(whole) // 2
    put(f"noise-{name}", whole[:middle] + DICE.randbytes(300) + whole[middle:])
    put(f"wrong-ending-{name}.txt", whole)
    put(f"twice-{name}", whole + whole)

# Text.
for name, content in {
    "empty": b"", "spaces": b" \n\t \n", "nul": b"Shells\0fell\0on Kupiansk.", "noise": DICE.randbytes(5000), "bom-only": b"\xef\xbb\xbf",
    "utf16": STORY.encode("utf-16"), "utf32": STORY.encode("utf-32"), "latin": "Über Málaga fällt Regen. ".encode("latin-1") * 20,
    "cut-utf8": STORY.encode() + b"\xe2\x82", "overlong": b"\xc0\xaf" * 50 + STORY.encode(), "surrogate": b"\xed\xa0\x80" + STORY.encode(),
    "bidi": f"\u202e{STORY}\u202c \u2066{STORY}".encode(), "zero-width": "\u200b".join(STORY).encode(), "marks": ("K" + "\u0301" * 20000 + "upiansk").encode(),
    "one-line": (STORY + " ").encode() * 2000 * SCALE, "one-word": b"K" * 200_000 * SCALE, "capitals": (STORY.upper() + " ").encode() * 30 * SCALE,
    "commas": b"," * 20_000 * SCALE, "quotes": b'"' * 100_000, "brackets": b"(" * 100_000 + b")" * 100_000, "newlines": b"\n" * 200_000 + STORY.encode(),
    "digits": b"1" * 100_000, "coordinates": b"40.1N 47.2E " * 500 * SCALE, "bad-coordinates": b"91.0, 181.0; 40 61'99\"N 47 61'99\"E; geo:1e999,NaN; 999T ZZ 1 1",
    "dates": b"On 31 February 99999, on 0000-00-00 and on 2024-13-45 shells fell on Kupiansk. " * 50, "years": b"In 99999999999999999999 shells fell on Kupiansk.",
    "figures": b"Shells killed 99999999999999999999999999 people and wounded 1e309 in Kupiansk on Friday.", "hyphens": b"-" * 5_000 * SCALE + b" Kupiansk " + b"-" * 5_000 * SCALE,
    "emoji": ("\U0001f468\u200d\U0001f469\u200d\U0001f467 " * 5000).encode(), "arabic": ("قصف بلدة مارتوني " * 50 * SCALE).encode(), "initials": b"A. B. C. D. " * 500 * SCALE,
    "said": b"he said she said it said that " * 300 * SCALE, "places": b"Paris London Baku Goma Idlib " * 500 * SCALE, "control": bytes(range(1, 32)) * 100 + STORY.encode(),
}.items():
    put(f"{name}.txt", content)

# Front matter.
put("front-open.md", "---\ntitle: never closed\n" + STORY)
put("front-anchors.md", "---\na: &a [x,x,x]\n" + "".join(f"b{i}: &b{i} [*a,*a,*a,*a]\n" for i in range(200)) + f"---\n{STORY}")
put("front-long.md", "---\ntitle: " + "x" * 1_000_000 + f"\n---\n{STORY}")
put("front-lines.md", "---\n" + "key: value\n" * 100_000 + f"---\n{STORY}")
put("front-date.md", f"---\ndate: 99999-99-99T99:99:99+99:99\n---\n{STORY}")
put("front-types.md", f"---\ntitle: [1, {{}}]\ndate: {{}}\nid: null\n---\n{STORY}")

# JSON and its lines.
put("deep.json", "[" * 100_000 + "]" * 100_000)
put("deep.jsonl", '{"text":' * 50_000 + '"x"' + "}" * 50_000)
put("long.jsonl", json.dumps({"id": "x" * 1_000_000, "text": STORY}))
put("ids.jsonl", "".join(json.dumps({"id": name, "text": STORY + f" Round {n}."}) + "\n" for n, name in enumerate(["../../etc/passwd", "/", "", ".", "CON", "a\0b", "same", "same", "\u202egnp", "x" * 5000])))
put("escapes.jsonl", '{"id":"s","text":"\\ud800 shells fell on Kupiansk \\udfff"}\n{"id":"t","text":"\\u0000 shells fell"}\n')
put("types.jsonl", '{"id":1,"text":2}\n{"id":[],"text":{}}\n{"text":null}\n[]\n1\nnull\n"x"\n{"text":"' + STORY + '","published":1e999}\n{"text":"x","text":"y"}\n')
put("numbers.json", '[{"id":1e999,"text":"' + STORY + '"},{"id":-0,"text":"' + STORY + '","published":"0000-00-00"}]')
put("not-closed.jsonl", '{"id":"a","text":"' + STORY)
put("lines.jsonl", "\n" * 100_000 + JSONL)
put("mixed.jsonl", JSONL + "garbage\n" + JSONL.replace('"a"', '"b"') + "{}\n")

# Tables.
put("columns.csv", ",".join(f"c{i}" for i in range(100_000)) + "\n" + "," * 99_999 + "\n")
put("quote.csv", 'id,text\n1,"never closed ' + STORY * 100 * SCALE)
put("ragged.csv", "id,text\n1\n2,a,b,c,d\n,,,\n" + CSV)
put("no-text.csv", "a,b\n1,2\n")
put("nul.csv", f"id,text\n1,\0{STORY}\n")
put("semicolons.csv", "id;text;date\n" + "".join(f"{i};{STORY};2024-99-99\n" for i in range(50)))
put("head-only.tsv", "id\ttext\n")
put("long-cell.csv", "id,text\n1," + "Kupiansk " * 20_000 * SCALE + "\n")

# Pages and feeds.
put("deep.html", "<div>" * 100_000 + STORY + "</div>" * 100_000)
put("tables.html", "<table><tr><td>" * 5000 + STORY)
put("attributes.html", "<p " + " ".join(f"a{i}=1" for i in range(200_000)) + f">{STORY}</p>")
put("entities.html", "<html><body>" + "&lt;&#x10ffff;&nosuch;" * 50_000 + STORY)
put("scripts.html", "<html><body>" + "<script>while(1){}</script>" * 5000 + f"<p>{STORY}</p>")
put("json-ld.html", '<html><script type="application/ld+json">' + "[" * 50_000 + f"</script><body><p>{STORY}</p></body></html>")
put("charset.html", f'<html><meta charset="no-such-set"><body><p>{STORY}</p></body></html>')
put("frames.html", "<html><frameset>" + "<frame src=x>" * 10_000)
put("open-tags.html", "<b><i>" * 20_000 + STORY)
laughs = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(10)) + "]>"
put("laughs.rss", f'<?xml version="1.0"?>{laughs}<rss version="2.0"><channel><item><description>&k;</description></item></channel></rss>')
put("external.rss", '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><description>&x;</description></item></channel></rss>')
put("deep.rss", '<?xml version="1.0"?><rss version="2.0"><channel>' + "<a>" * 100_000)
put("items.rss", '<?xml version="1.0"?><rss version="2.0"><channel>' + "<item/>" * 500 * SCALE + "</channel></rss>")
put("attributes.atom", '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" ' + " ".join(f'a{i}="1"' for i in range(50_000)) + "/>")
put("no-items.atom", '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"></feed>')

# Documents of Word.
put("bomb.docx", packed([("[Content_Types].xml", "<Types/>"), ("word/document.xml", b"A" * 30_000_000 * SCALE)]))
put("deep.docx", docx("<w:p>" * 50_000))
put("laughs.docx", packed([("[Content_Types].xml", "<Types/>"), ("word/document.xml", f'<?xml version="1.0"?>{laughs}<w>&k;</w>')]))
put("paths.docx", packed([("../../../../tmp/evil", "x"), ("/etc/passwd", "x"), ("word/document.xml", "<w/>")]))
put("no-document.docx", packed([("readme.txt", "nothing")]))
put("many-entries.docx", packed([(f"e{i}", "") for i in range(20_000)], stored=True))
put("long-text.docx", docx("<w:p><w:r><w:t>" + (STORY + " ") * 2_000 * SCALE + "</w:t></w:r></w:p>"))

# PDF.
put("loop.pdf", pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 9>>"]))
put("parents.pdf", pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 3 0 R/Contents 3 0 R>>"]))
put("huge-numbers.pdf", pdf(["<</Type/Catalog/Pages 99999999999999999999 0 R>>"]))
put("deep.pdf", pdf(["<<" + "/A[" * 50_000]))
put("length.pdf", pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Length 99999999999>>stream\nx\nendstream"]))
put("no-text.pdf", pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"]))
put("head-only.pdf", b"%PDF-1.7\n")
put("xref-loop.pdf", b"%PDF-1.5\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\n0000000000 65535 f\ntrailer<</Root 1 0 R/Prev 9/Size 2>>\nstartxref\n9\n%%EOF")

# Mail.
put("headers.eml", "".join(f"X-{i}: y\r\n" for i in range(100_000)) + f"\r\n{STORY}")
nested = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\r\n\r\n--b{i}\r\n' for i in range(3000))
put("parts.eml", f"From: a@example.org\r\nMIME-Version: 1.0\r\n{nested}Content-Type: text/plain\r\n\r\n{STORY}")
put("charset.eml", f"From: a@example.org\r\nContent-Type: text/plain; charset=no-such\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!{STORY}")
put("long-header.eml", "From: a@example.org\r\nSubject: " + "x" * 2_000_000 + f"\r\n\r\n{STORY}")
put("encoded.eml", "From: a@example.org\r\nSubject: " + "=?utf-8?B?/////w==?= " * 5000 + f"\r\n\r\n{STORY}")
put("no-body.eml", "From: a@example.org\r\nSubject: x\r\n\r\n")

# Web archives.
put("length.warc", warc([(HEAD + "Content-Length: 999999999999\r\n", RESPONSE)]))
put("negative.warc", warc([(HEAD + "Content-Length: -1\r\n", RESPONSE)]))
put("headers.warc", b"WARC/1.0\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(100_000)) + b"\r\n")
put("good-and-bad.warc", warc([(HEAD, RESPONSE), (HEAD + "Content-Length: 5\r\n", RESPONSE)]))
put("bomb.warc.gz", gzip.compress(b"WARC/1.0\r\n" + b"A" * 30_000_000 * SCALE, 9, mtime=0))
put("half.warc.gz", gzip.compress(warc([(HEAD, RESPONSE)] * 50), mtime=0)[:300])
put("chunks.warc", warc([(HEAD, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + PAGE.encode())]))

print(COUNT)
