"""TopoJSON (world-atlas, us-atlas): arcs, the areas made of them, and which arcs two areas share."""
import shapely


class Topology:
    def __init__(self, data, name):
        (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs = []
        for arc in data["arcs"]:
            x = y = 0
            line = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                line.append((x * sx + tx, y * sy + ty))
            self.arcs.append(line)
        self.geometries = data["objects"][name]["geometries"]

    def ring(self, indexes):
        out = []
        for i in indexes:
            arc = self.arcs[i] if i >= 0 else self.arcs[~i][::-1]
            out.extend(arc if not out else arc[1:])
        return out

    @staticmethod
    def parts(geometry):
        return {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}.get(geometry["type"], [])

    def area(self, geometry):
        """The area of a geometry; rings of three positions have none."""
        out = []
        for rings in self.parts(geometry):
            lines = [self.ring(r) for r in rings]
            if len(lines[0]) >= 4:
                out.append(shapely.make_valid(shapely.Polygon(unwrapped(lines[0]), [unwrapped(l) for l in lines[1:] if len(l) >= 4])))
        return cut(shapely.union_all(out)) if out else None

    def uses(self, key):
        """Arc → the set of keys of the areas that use it."""
        out = {}
        for geometry in self.geometries:
            for rings in self.parts(geometry):
                for ring in rings:
                    for i in ring:
                        out.setdefault(i if i >= 0 else ~i, set()).add(key(geometry))
        return out


def unwrapped(ring):
    """A ring that jumps over the antimeridian, made continuous by going on past 180."""
    out, shift = [ring[0]], 0
    for (x0, _), (x1, y1) in zip(ring, ring[1:]):
        if x1 - x0 > 180:
            shift -= 360
        elif x1 - x0 < -180:
            shift += 360
        out.append((x1 + shift, y1))
    return out


def cut(geometry):
    """What lies past the antimeridian, brought back: the area is cut there (RFC 7946, 3.1.9)."""
    west, _, east, _ = geometry.bounds
    if -180 <= west and east <= 180:
        return geometry
    pieces = []
    for shift in (-360, 0, 360):
        moved = shapely.transform(geometry, lambda p, s=shift: p + [s, 0])
        pieces.append(shapely.intersection(moved, shapely.box(-180, -90, 180, 90)))
    return shapely.union_all(pieces)
