//! What a feature code of GeoNames is to the hierarchy (<https://www.geonames.org/export/codes.html>).

/// The level of a class and code: the index's ranks from continent (0) to spot (6).
pub fn level(class: char, code: &str) -> u8 {
    match (class, code) {
        (_, "CONT" | "OCN") => 0,
        ('A', code) if code.starts_with("PCL") => 2,
        ('A', "ADM1" | "TERR") => 3,
        ('A', _) => 4,
        ('P', _) => 5,
        // What is large, and named for itself; a brook or a hill of thirteen million is a spot.
        (
            _,
            "SEA" | "GULF" | "STRT" | "BAY" | "RGN" | "RGNE" | "RGNL" | "MTS" | "ISL" | "ISLS" | "PEN" | "DSRT"
            | "PLAT" | "PLN" | "DLTA" | "LKS" | "LK",
        ) => 1,
        _ => 6,
    }
}
