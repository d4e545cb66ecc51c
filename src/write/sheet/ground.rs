//! The ground beneath a map as sheets: the world generalised and, where there is one, the window in detail.

use super::{Part, Row, Sheet, Source};
use crate::basemap::{Basemap, Border, Ground, Label, LabelKind, Land, Water, Window};
use crate::layer::{Field, GeometryKind, Type, Value};
use geo::{Geometry, MultiPolygon, Rect};
use std::borrow::Cow;
use std::collections::BTreeSet;

const NAME: Field = Field { name: "name", alias: "Name", kind: Type::Text, doc: "Name; both where two are in use" };
const RANK: Field = Field {
    name: "rank",
    alias: "Rank",
    kind: Type::Integer,
    doc: "0 the most important, to 9: what is drawn from afar",
};
const COUNTRY: Field = Field {
    name: "country",
    alias: "Country",
    kind: Type::Text,
    doc: "ISO 3166-1 alpha-2; null for land that has none",
};
const DISPUTED: Field = Field {
    name: "disputed",
    alias: "Disputed",
    kind: Type::Bool,
    doc: "Whether it is disputed, a ceasefire line, or not recognised",
};
const KIND: Field = Field { name: "kind", alias: "Kind", kind: Type::Text, doc: "country, capital, town or sea" };
const POPULATION: Field =
    Field { name: "population", alias: "Inhabitants", kind: Type::Integer, doc: "Inhabitants; null when not known" };

const TOLD: Field = Field {
    name: "told",
    alias: "Named in a report",
    kind: Type::Bool,
    doc: "Whether the layer of places names it, so that the ground need not",
};

/// The names, titles and contents of the sheets of one scale.
struct Scale {
    part: Part,
    labels: (&'static str, &'static str),
    borders: (&'static str, &'static str),
    rivers: (&'static str, &'static str),
    lakes: (&'static str, &'static str),
    land: (&'static str, &'static str),
}

const WORLD: Scale = Scale {
    part: Part::World,
    labels: ("basemap_world_labels", "World: names"),
    borders: ("basemap_world_borders", "World: borders"),
    rivers: ("basemap_world_rivers", "World: rivers"),
    lakes: ("basemap_world_lakes", "World: lakes"),
    land: ("basemap_world_land", "World: land"),
};

const WINDOW: Scale = Scale {
    part: Part::Window,
    labels: ("basemap_labels", "Names"),
    borders: ("basemap_borders", "Borders"),
    rivers: ("basemap_rivers", "Rivers"),
    lakes: ("basemap_lakes", "Lakes"),
    land: ("basemap_land", "Land"),
};

/// The sheets of the ground, the topmost first; those of the window only where there is one. `told` are the names that the
/// layer of places says.
pub(super) fn sheets<'a>(basemap: &'a Basemap, told: &BTreeSet<String>) -> Vec<Sheet<'a>> {
    let window = basemap.window.as_ref();
    let mut sheets = window.map(|window| of_scale(&WINDOW, &window.ground, told, |_| true)).unwrap_or_default();
    sheets.extend(window.map(sea));
    // A name stands once: the window's own where it has one.
    let named_closer = |label: &Label| {
        window.is_some_and(|w| w.ground.labels.iter().any(|l| (&l.name, l.kind) == (&label.name, label.kind)))
    };
    sheets.extend(of_scale(&WORLD, &basemap.world, told, |label| !named_closer(label)));
    sheets
}

fn of_scale<'a>(
    scale: &Scale,
    ground: &'a Ground,
    told: &BTreeSet<String>,
    shown: impl Fn(&Label) -> bool,
) -> Vec<Sheet<'a>> {
    let sheet = |(name, title), doc, kind, columns: &[Field], rows| Sheet {
        name,
        title,
        doc,
        part: scale.part,
        geometry: Some(kind),
        columns: columns.to_vec(),
        rows: Source::Ground(rows),
    };
    let labels = ground.labels.iter().filter(|l| shown(l)).map(|l| label(l, told)).collect();
    vec![
        sheet(
            scale.labels,
            "Names of countries, towns and seas",
            GeometryKind::Point,
            &[NAME, KIND, RANK, POPULATION, TOLD],
            labels,
        ),
        sheet(
            scale.borders,
            "Lines between countries; disputed ones are marked",
            GeometryKind::MultiLineString,
            &[NAME, DISPUTED],
            ground.borders.iter().map(border).collect(),
        ),
        sheet(
            scale.rivers,
            "Rivers",
            GeometryKind::MultiLineString,
            &[NAME, RANK],
            ground.rivers.iter().map(|w| water(w, Geometry::MultiLineString(w.shape.clone()))).collect(),
        ),
        sheet(
            scale.lakes,
            "Lakes",
            GeometryKind::MultiPolygon,
            &[NAME, RANK],
            ground.lakes.iter().map(|w| water(w, Geometry::MultiPolygon(w.shape.clone()))).collect(),
        ),
        sheet(
            scale.land,
            "Land, a country an area",
            GeometryKind::MultiPolygon,
            &[COUNTRY],
            ground.land.iter().map(land).collect(),
        ),
    ]
}

/// What hides the generalised world where the window shows the ground in detail.
fn sea(window: &Window) -> Sheet<'_> {
    let [west, south, east, north] = window.bounds;
    let halves = if west <= east { vec![(west, east)] } else { vec![(west, 180.0), (-180.0, east)] };
    let parts: Vec<_> = halves.into_iter().map(|(w, e)| Rect::new((w, south), (e, north)).to_polygon()).collect();
    let wide = west != east && south < north;
    let rows = wide.then(|| row(Geometry::MultiPolygon(MultiPolygon(parts)), ["window".into()])).into_iter().collect();
    Sheet {
        name: "basemap_window",
        title: "Window",
        doc: "The part of the world that the basemap shows in detail",
        part: Part::Window,
        geometry: Some(GeometryKind::MultiPolygon),
        columns: vec![NAME],
        rows: Source::Ground(rows),
    }
}

fn row<'a, const N: usize>(geometry: Geometry<f64>, values: [Value; N]) -> Row<'a> {
    Row { geometry: Some(Cow::Owned(geometry)), values: values.into_iter().map(Cow::Owned).collect() }
}

fn land(land: &Land) -> Row<'_> {
    row(Geometry::MultiPolygon(land.area.clone()), [land.country.as_ref().into()])
}

fn border(border: &Border) -> Row<'_> {
    let name = Value::from(&border.name);
    row(Geometry::MultiLineString(border.lines.clone()), [name, border.disputed.into()])
}

fn water<G>(water: &Water<G>, shape: Geometry<f64>) -> Row<'_> {
    row(shape, [water.name.as_ref().into(), water.rank.into()])
}

fn label<'a>(label: &'a Label, told: &BTreeSet<String>) -> Row<'a> {
    let kind: &'static str = LabelKind::name(label.kind);
    let at = Geometry::Point(label.at.into());
    let town = matches!(label.kind, LabelKind::Capital | LabelKind::Town);
    let said = town && told.contains(label.name.as_str());
    row(at, [(&label.name).into(), kind.into(), label.rank.into(), label.population.into(), said.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::LonLat;

    fn named(name: &str, kind: LabelKind) -> Label {
        Label { name: name.to_owned(), kind, at: LonLat::new(47.0, 40.0), rank: 1, population: None }
    }

    #[test]
    fn a_name_of_the_window_is_not_said_again_by_the_world() {
        let world = Ground {
            labels: vec![named("Baku", LabelKind::Capital), named("Paris", LabelKind::Capital)],
            ..Ground::default()
        };
        let ground = Ground { labels: vec![named("Baku", LabelKind::Capital)], ..Ground::default() };
        let basemap = Basemap { world, window: Some(Window { bounds: [45.0, 38.0, 51.0, 42.0], ground }) };
        let sheets = sheets(&basemap, &BTreeSet::from(["Baku".to_owned()]));
        let rows = |name: &str| sheets.iter().find(|sheet| sheet.name == name).map(|sheet| sheet.rows().count());
        assert_eq!((rows("basemap_labels"), rows("basemap_world_labels")), (Some(1), Some(1)));
    }

    #[test]
    fn a_window_over_the_antimeridian_has_two_parts() {
        let window = Window { bounds: [170.0, -20.0, -170.0, -10.0], ground: Ground::default() };
        let sheet = sea(&window);
        let row = sheet.rows().next().unwrap();
        let Some(Geometry::MultiPolygon(parts)) = row.geometry.as_deref() else { panic!("no area") };
        assert_eq!(parts.0.len(), 2);
    }

    #[test]
    fn without_a_window_there_is_the_world_alone() {
        assert!(sheets(&Basemap::default(), &BTreeSet::new()).iter().all(|sheet| sheet.part == Part::World));
    }
}
