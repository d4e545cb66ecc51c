"""Draws docs/reliability.svg: how often what reportmap calls so sure is right.

    reportmap evaluate tests/gold/roles.txt --format json | python3 docs/make_reliability.py > docs/reliability.svg
"""
import json
import sys

SIZE, LEFT, TOP = 320, 56, 16

evaluation = json.load(sys.stdin)[0]
bins = evaluation["calibration"]["bins"]
total = sum(b["count"] for b in bins)


def x(share):
    return LEFT + share * SIZE


def y(share):
    return TOP + SIZE - share * SIZE


out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE + LEFT + 24}" height="{SIZE + TOP + 56}" font-family="sans-serif" font-size="12">',
       '<rect width="100%" height="100%" fill="#fff"/>',
       f'<rect x="{LEFT}" y="{TOP}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#888"/>',
       f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}" stroke="#888" stroke-dasharray="4 4"/>']
for tenth in range(0, 11, 2):
    share = tenth / 10
    out.append(f'<text x="{x(share):.0f}" y="{TOP + SIZE + 18}" text-anchor="middle">{share:g}</text>')
    out.append(f'<text x="{LEFT - 8}" y="{y(share) + 4:.0f}" text-anchor="end">{share:g}</text>')
for b in bins:
    radius = 3 + 22 * (b["count"] / total) ** 0.5
    out.append(f'<circle cx="{x(b["confidence"]):.1f}" cy="{y(b["right"]):.1f}" r="{radius:.1f}" fill="#1f6f8b" fill-opacity="0.75">'
               f'<title>{b["count"]} mentions</title></circle>')
out.append(f'<text x="{x(0.5)}" y="{TOP + SIZE + 42}" text-anchor="middle">confidence (the area of a dot is its mentions, {total} in all)</text>')
out.append(f'<text transform="translate(16 {y(0.5)}) rotate(-90)" text-anchor="middle">share that is right</text>')
out.append("</svg>")
print("\n".join(out))
