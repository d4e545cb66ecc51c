//! The symbols of incidents: a shape for the type, so that they can be told apart in grey, and a filling for the status.

use crate::layer::style::EVENT_COLORS;
use std::f64::consts::TAU;

/// How an incident is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::write) struct Symbol {
    /// Number of the event type in the palette; its length for a type that is not there.
    pub event: usize,
    /// How sure it is.
    pub filling: Filling,
}

/// What a status looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::write) enum Filling {
    /// Reported: full.
    Full,
    /// Confirmed: full, with a ring.
    Ringed,
    /// Claimed by one side: empty.
    Empty,
    /// Claimed and denied: half full.
    Half,
}

impl Filling {
    /// The filling of a status.
    pub fn of(status: &str) -> Self {
        match status {
            "confirmed" => Self::Ringed,
            "claimed" => Self::Empty,
            "disputed" | "denied" => Self::Half,
            _ => Self::Full,
        }
    }

    /// What it says, for a legend.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Full => "reported",
            Self::Ringed => "confirmed",
            Self::Empty => "claimed by one side",
            Self::Half => "disputed: claimed and denied",
        }
    }
}

impl Symbol {
    /// The symbol of a type and a status.
    pub fn of(event_type: &str, status: &str) -> Self {
        let event = EVENT_COLORS.iter().position(|(name, _)| *name == event_type).unwrap_or(EVENT_COLORS.len());
        Self { event, filling: Filling::of(status) }
    }

    /// The colour of its type.
    pub fn color(self) -> &'static str {
        EVENT_COLORS.get(self.event).map_or("#999999", |(_, color)| color)
    }

    /// The symbol as SVG around a point, with a radius in pixels. Its halves need an id that is used once.
    pub fn svg(self, [x, y]: [f64; 2], radius: f64) -> String {
        let outline = self.outline([x, y], radius);
        let color = self.color();
        let edge = "#1a1a1a";
        let shape = |fill: &str, stroke: &str, width: f64| {
            format!(
                "<path d=\"{outline}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"/>"
            )
        };
        let halo = format!(
            "<path d=\"{outline}\" fill=\"#fff\" stroke=\"#fff\" stroke-width=\"4\" stroke-linejoin=\"round\"/>"
        );
        let body = match self.filling {
            Filling::Full => shape(color, edge, 1.2),
            Filling::Ringed => {
                let ring = radius + 4.0;
                format!(
                    "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{ring:.1}\" fill=\"#fff\" stroke=\"{edge}\" stroke-width=\"1.8\"/>{}",
                    shape(color, edge, 1.2)
                )
            }
            Filling::Empty => {
                let inner = self.outline([x, y], radius * 0.52);
                format!(
                    "{}<path d=\"{inner}\" fill=\"#fff\" stroke=\"{edge}\" stroke-width=\"0.8\"/>",
                    shape(color, edge, 1.2)
                )
            }
            Filling::Half => {
                let half = self.left_half([x, y], radius);
                format!("{}<path d=\"{half}\" fill=\"{color}\"/>{}", shape("#fff", edge, 1.2), shape("none", edge, 1.2))
            }
        };
        format!("{halo}{body}")
    }

    fn corners(self, radius: f64) -> Vec<[f64; 2]> {
        let ring = |count: usize, first: f64, far: &dyn Fn(usize) -> f64| -> Vec<[f64; 2]> {
            (0..count)
                .map(|i| {
                    let turn = TAU * (i as f64 / count as f64 + first);
                    [turn.sin() * far(i), -turn.cos() * far(i)]
                })
                .collect()
        };
        match self.event {
            0 => ring(32, 0.0, &|_| radius),
            1 => ring(16, 0.0, &|i| if i % 2 == 0 { radius * 1.25 } else { radius * 0.72 }),
            2 => ring(4, 0.0, &|_| radius * 1.25),
            3 => ring(3, 0.0, &|_| radius * 1.3),
            4 => ring(3, 0.5, &|_| radius * 1.3),
            5 => ring(4, 0.125, &|_| radius * 1.25),
            6 => ring(6, 0.0, &|_| radius * 1.12),
            7 => ring(5, 0.0, &|_| radius * 1.15),
            8 => [
                (-1, -3),
                (1, -3),
                (1, -1),
                (3, -1),
                (3, 1),
                (1, 1),
                (1, 3),
                (-1, 3),
                (-1, 1),
                (-3, 1),
                (-3, -1),
                (-1, -1),
            ]
            .iter()
            .map(|(x, y)| [f64::from(*x) * radius * 0.36, f64::from(*y) * radius * 0.36])
            .collect(),
            _ => ring(32, 0.0, &|_| radius * 0.9),
        }
    }

    fn outline(self, at: [f64; 2], radius: f64) -> String {
        path(at, &self.corners(radius))
    }

    /// What of it lies left of its middle.
    fn left_half(self, at: [f64; 2], radius: f64) -> String {
        let corners = self.corners(radius);
        let mut half = Vec::new();
        for (i, [x, y]) in corners.iter().enumerate() {
            let [next_x, next_y] = corners[(i + 1) % corners.len()];
            if *x <= 1e-9 {
                half.push([*x, *y]);
            }
            if (*x < -1e-9 && next_x > 1e-9) || (*x > 1e-9 && next_x < -1e-9) {
                half.push([0.0, y + (next_y - y) * (0.0 - x) / (next_x - x)]);
            }
        }
        path(at, &half)
    }
}

fn path([x, y]: [f64; 2], corners: &[[f64; 2]]) -> String {
    let mut out = String::new();
    for (i, [dx, dy]) in corners.iter().enumerate() {
        let start = if i == 0 { 'M' } else { 'L' };
        out.push_str(&format!("{start}{:.2} {:.2}", x + dx, y + dy));
    }
    out.push('Z');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_a_shape_of_its_own() {
        let mut shapes: Vec<String> =
            EVENT_COLORS.iter().map(|(name, _)| Symbol::of(name, "reported").outline([0.0, 0.0], 10.0)).collect();
        shapes.sort();
        shapes.dedup();
        assert_eq!(shapes.len(), EVENT_COLORS.len());
    }

    #[test]
    fn every_status_has_a_filling_of_its_own() {
        let drawn =
            ["reported", "claimed", "disputed", "confirmed"].map(|s| Symbol::of("Battles", s).svg([5.0, 5.0], 8.0));
        for (i, one) in drawn.iter().enumerate() {
            assert!(drawn.iter().skip(i + 1).all(|other| other != one));
        }
    }
}
