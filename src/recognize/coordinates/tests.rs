//! What is read and what is left alone. Positions of grids are those of pyproj 3.7.2 and of the Python packages mgrs 1.6.0 and
//! openlocationcode 1.0.1, made for this file.

use super::signs::Signs;
use super::{Found, find, positions};
use crate::geography::{LonLat, distance};
use crate::recognize::mention::Position;
use crate::recognize::recover;
use crate::text::Text;
use proptest::prelude::*;

/// The surfaces of a text and what they say.
fn read(source: &str) -> Vec<(String, Position)> {
    let text = Text::new(source);
    find(&text).iter().filter_map(|m| Some((text.slice(m.span).to_owned(), m.coordinate?))).collect()
}

/// The one position of a text, to six decimals, latitude first, and its precision in whole metres.
fn one(source: &str) -> (f64, f64, f64) {
    let found = read(source);
    assert_eq!(found.len(), 1, "{source}: {found:?}");
    let Position { at, precision } = found[0].1;
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    (round(at.lat), round(at.lon), precision.0.round())
}

fn all_read_as(expected: (f64, f64, f64), sources: &[&str]) {
    for source in sources {
        assert_eq!(one(source), expected, "{source}");
    }
}

mod degrees {
    use super::*;

    #[test]
    fn decimal_degrees_with_hemispheres_before_or_behind() {
        let sources = [
            "at 40.18°N 44.51°E yesterday",
            "at 40.18 N, 44.51 E.",
            "N40.18 E44.51",
            "N 40.18° E 44.51°",
            "40,18° N; 44,51° E",
            "44.51°E, 40.18°N",
            "40.18º N / 44.51º E",
            "40.18 degrees north, 44.51 degrees east",
            "40.18 degrees north latitude and 44.51 degrees east longitude",
            "40.18 deg N 44.51 deg E",
            "in 1994 40.18 N 44.51 E was shelled",
            "item 27 40.18N, 44.51E",
            "item 2 N 40.18° E 44.51°",
            "latitude 40.18° N, longitude 44.51° E",
            "latitude N40.18, longitude E44.51",
            "lat. 40.18° N., long. 44.51° E.",
            "40,18° с. ш. 44,51° в. д.",
            "40.18°\u{a0}N,\u{202f}44.51°\u{a0}E",
            "40.18°N\n44.51°E",
        ];
        all_read_as((40.18, 44.51, 1112.0), &sources);
    }

    #[test]
    fn the_south_and_the_west_are_negative() {
        all_read_as(
            (-33.87, -151.21, 1112.0),
            &["33.87°S 151.21°W", "S33.87 W151.21", "33.87 degrees south, 151.21 degrees west", "151.21°W 33.87°S"],
        );
    }

    #[test]
    fn minutes_and_seconds_with_every_kind_of_quote() {
        let sources = [
            "40°10′30″N 44°30′15″E",
            "40°10'30\"N, 44°30'15\"E",
            "40°10’30”N 44°30’15”E",
            "40º 10' 30'' N, 44º 30' 15'' E",
            "40° 10ʹ 30ʺ N 44° 30ʹ 15ʺ E",
            "40° 10´ 30´´ N, 44° 30´ 15´´ E",
            "N40°10′30″ E44°30′15″",
            "N 40° 10' 30\", E 044° 30' 15\"",
            "40 degrees 10 minutes 30 seconds north, 44 degrees 30 minutes 15 seconds east",
            "40 degrees, 10 minutes and 30 seconds north and 44 degrees, 30 minutes and 15 seconds east",
            "40 deg 10 min 30 sec N 44 deg 30 min 15 sec E",
            "coordinates 40 10 30 N 44 30 15 E",
            "40-10-30N 044-30-15E",
            "401030N0443015E",
            "401030N 0443015E",
            "N401030 E0443015",
            "+401030+0443015/",
        ];
        all_read_as((40.175, 44.504_167, 31.0), &sources);
    }

    #[test]
    fn whole_minutes_are_a_nautical_mile_and_their_decimals_a_tenth() {
        let sources = [
            "40°10′N 44°30′E",
            "40 degrees 10 minutes north, 44 degrees 30 minutes east",
            "4010N04430E",
            "N4010E04430",
            "+4010+04430/",
        ];
        all_read_as((40.166_667, 44.5, 1853.0), &sources);
        all_read_as(
            (40.175, 44.503_333, 185.0),
            &["40°10.5′N 44°30.2′E", "40-10.5N 044-30.2E", "N 40° 10.5' E 44° 30.2'", "4010.5N 04430.2E"],
        );
    }

    #[test]
    fn whole_degrees_need_a_sign() {
        all_read_as(
            (46.0, 78.0, 111_195.0),
            &["46°N 78°E", "46N078E", "46 degrees north, 78 degrees east", "+46+078/"],
        );
        assert!(read("turn at 50 N 100 E in Provo").is_empty());
    }

    #[test]
    fn iso_6709() {
        all_read_as((40.18, 44.51, 1112.0), &["+40.18+044.51/", "+40.18+044.51", "+40.18+044.51+1020.5CRSWGS_84/"]);
        assert!(read("+40.18+044.51CRSEPSG_28403/").is_empty());
        assert!(read("40+075 is a sum, +40-075 another").is_empty());
    }

    #[test]
    fn a_list_of_positions_is_read_one_by_one() {
        for source in [
            "N40.18 E44.51 N40.20 E44.60 N40.30 E44.70",
            "40.18N 44.51E 40.20N 44.60E 40.30N 44.70E",
            "N 40.18 E 44.51, N 40.20 E 44.60, N 40.30 E 44.70",
        ] {
            let lats: Vec<f64> = read(source).iter().map(|(_, p)| p.at.lat).collect();
            assert_eq!(lats, [40.18, 40.2, 40.3], "{source}");
        }
    }

    #[test]
    fn nothing_off_the_earth_is_a_position() {
        for source in [
            "95.18°N 44.51°E",
            "40.18°N 190.51°E",
            "40°75′N 44°30′E",
            "40°10′99″N 44°30′15″E",
            "40.5°30′N 44.5°30′E",
            "4070N04430E",
            "95.1234, 200.4567",
            "40.18°N 44.51°N",
            "geo:95.1,20.2",
        ] {
            assert!(read(source).is_empty(), "{source}: {:?}", read(source));
        }
    }
}

mod pairs {
    use super::*;

    #[test]
    fn three_decimals_or_a_cue_make_a_pair() {
        all_read_as(
            (39.82, -46.76, 11.0),
            &[
                "impact (39.8200, -46.7600).",
                "a pit [39.8200, -46.7600]",
                "39.8200,-46.7600",
                "on May 5 39.8200, -46.7600",
                "39.8200°, −46.7600°",
            ],
        );
        let with_cue = [
            "coordinates 40.18, 44.51",
            "GPS: 40.18 44.51",
            "geolocated to 40.18, 44.51",
            "at (40.18, 44.51)",
            "lat/lon 40.18, 44.51",
            "lon/lat 44.51, 40.18",
            "POINT(44.51 40.18)",
            r#"{"type":"Point","coordinates":[44.51,40.18]}"#,
            "координаты: 40.18, 44.51",
            "coordenadas 40,18; 44,51",
            "lat 40.18 lon 44.51",
            "latitude: 40.18, longitude: 44.51",
            "Latitude 40.18° N, Longitude 44.51° E",
            "Lon: 44.51 Lat: 40.18",
            r#"{"lat": 40.18, "lng": 44.51}"#,
            "lat=40.18&lon=44.51",
        ];
        all_read_as((40.18, 44.51, 1112.0), &with_cue);
        assert_eq!(one("a pit (39.820, 46.760)"), (39.82, 46.76, 111.0));
        assert_eq!(one("a pit at 39.820,46.760"), (39.82, 46.76, 111.0));
        assert_eq!(one("a pit at -33.868, 151.209"), (-33.868, 151.209, 111.0));
        assert_eq!(one("in Lagos (6.5244, 3.3792)"), (6.5244, 3.3792, 11.0));
        all_read_as((-33.87, 151.21, 1112.0), &["coordinates: -33.87, 151.21", "lat −33.87, lon 151.21"]);
        all_read_as(
            (-33.5, 151.25, 1853.0),
            &["Lat 33°30′ S, Lon 151°15′ E", "lat -33°30′ S, lon 151°15′", "lat -33°30′, lon 151°15′"],
        );
    }

    #[test]
    fn what_is_no_position_is_left_alone() {
        for source in [
            "It cost 3.50, 4.20 or 95.123, 200.456 in all; magnitude 7.8",
            "prices of $1.499, $2.599 and €40.182, 44.512",
            "won 3-2, 4-1 and 10.5, 12.5",
            "scores of 6-4, 7-5, 40-15",
            "on 24.10.2020, 25.10.2020 and 2020-10-24 12:30:15",
            "version 1.2.3, 4.5.6 and v40.1812, 44.5136",
            "at 10:45, 12.30 and 18.15 hours",
            "call +374 10 123456 or +49 (0)40 18 44 51",
            "call 040.1812.4451",
            "rose 40.2, 44.5 percent",
            "rose 40.215, 44.512 percent",
            "between 40.215, 44.512 million",
            "40.2%, 44.5%",
            "hosts 192.168.40.18, 10.44.51.136",
            "he is 5'10\" and she is 5'4\"",
            "5'10\" north of 6'2\" east",
            "20° C in the north, 40 degrees east of Baku",
            "38.5°, 40.1° on two days",
            "a 50/50 chance, 10-20 km, 1990-1995",
            "25.5-30.5 N m of torque",
            "1.234, 2.345, 3.456 and 4.567",
            "the values 1.2345 2.3456 3.4567",
            "budget of 12,345; 67,890 and 1,200,300",
            "5G NR 3500, 4K HD 2160, 3D TV 4000",
            "38T is a zone and 12 AB 34 is none",
            "23456789+22 and 12345678+90 are sums",
            "C++ and A+B, 8HG6+ and +CC",
            "https://example.com/@40.18,44.51 is no map",
            "geo:40.18,44.51;crs=EPSG:28403",
            "geo:37.786971,-122.399677;crs=Moon-2011;u=35",
            "the values 1.2345, 40.2345, 50.3456",
            "12.345, 67.890 personas",
            "a table: N 5.5 W 3.2",
            "+12.5-123.4 dB",
            "rated at (4.5, 3.2)",
            "coordinates of the 3.5, 4.5 million programme",
            "USD 12.345, 13.456",
            "0.1234, 40.2345, 50.3456 and 4.1234",
            "UTM 38T 4567 89",
            "40.18, 44.51",
            "rates of 4.125 4.375",
            "the euro stood at 1.0832, 1.0911 a week ago",
            "Room 40N, Gate 44E",
            "Boeing 737-800 N401AB E190",
            "Psalm 40:18, 44:51",
            "١٢٫٣٤، ٥٦٫٧٨",
            "°N °E ′ ″ N E",
        ] {
            assert!(read(source).is_empty(), "{source}: {:?}", read(source));
        }
    }
}

mod grids {
    use super::*;

    /// Python's mgrs and pyproj: the square of Yerevan's centre (40.1811, 44.5136) at every precision, and its middle.
    #[test]
    fn the_middle_of_a_square_and_its_side() {
        for (reference, lat, lon, side) in [
            ("38TMK5859047971", 40.181_102, 44.513_596, 1.0),
            ("38T MK 58590 47971", 40.181_102, 44.513_596, 1.0),
            ("38T MK 5859 4797", 40.181_134, 44.513_649, 10.0),
            ("38TMK585479", 40.180_906, 44.513_122, 100.0),
            ("MGRS 38TMK5847", 40.176_850, 44.512_563, 1_000.0),
            ("grid 38T MK 5 4", 40.154_146, 44.471_630, 10_000.0),
            ("56HLH3436850948", -33.868_799, 151.209_299, 1.0),
            ("31UDQ4825211954", 48.858_396, 2.294_507, 1.0),
            ("19FEV4480527029", -54.801_903, -68.302_994, 1.0),
            // The zones of Norway and Svalbard, which are wider.
            ("32VKN9723000510", 60.390_003, 5.320_005, 1.0),
            ("33XWG1481383004", 78.220_003, 15.649_999, 1.0),
            ("36NVF5354338421", 0.347_602, 32.582_503, 1.0),
            ("36R XV 37704 85927", 31.500_003, 34.449_995, 1.0),
            ("17MQV8161680085", -0.179_996, -78.469_999, 1.0),
            ("18SUJ2396307638", 38.900_001, -77.030_002, 1.0),
        ] {
            let (found_lat, found_lon, found_side) = one(&format!("It fell at {reference}."));
            let far = distance(LonLat::new(lon, lat), LonLat::new(found_lon, found_lat));
            assert!(far.0 < 0.2 && found_side == side, "{reference}: {far:?} {found_side}");
        }
        assert_eq!(one("MGRS: 38TMK").2, 100_000.0);
    }

    #[test]
    fn a_square_that_is_not_in_its_band_is_none() {
        assert!(read("38TAA5859047971 and 38CMK5859047971 and 61TMK5859047971").is_empty());
        assert!(read("38T MK 58590 4797 and 38TMK5859047").is_empty());
    }

    /// pyproj.
    #[test]
    fn utm_by_band_and_by_hemisphere() {
        for source in [
            "UTM 38T 458591 4447971",
            "UTM zone 38N 458591 4447971",
            "zone 38N, 458591 E 4447971 N",
            "38T 458591 4447971",
            "UTM 38T E458591 N4447971",
            "38T 0458591 4447971",
            "UTM 38 N 458591mE 4447971mN",
            "UTM 38T 4447971N 458591E",
            "zone 38T easting 458591, northing 4447971",
        ] {
            assert_eq!(one(source), (40.181_098, 44.513_602, 1.0), "{source}");
        }
        assert_eq!(one("UTM 56S 334369 6250948"), (-33.868_803, 151.209_304, 1.0));
        assert_eq!(one("UTM 56H 334369 6250948"), (-33.868_803, 151.209_304, 1.0));
        assert_eq!(one("UTM 18S 323964 4307638"), (38.899_997, -77.029_997, 1.0));
        assert!(read("UTM 38C 458591 4447971").is_empty());
        assert!(read("UTM 61T 458591 4447971").is_empty());
    }
}

mod codes {
    use super::*;

    /// Python's openlocationcode.
    #[test]
    fn the_middle_of_an_area_and_its_height() {
        for (code, expected) in [
            ("8HF5WGJ7+FF", (39.931_188, 43.513_687, 14.0)),
            ("4RRH46J5+FP", (-33.868_813, 151.209_312, 14.0)),
            ("8FW4V75V+8Q", (48.858_312, 2.294_438, 14.0)),
            ("8FW4V75V+8QJ", (48.858_338, 2.294_391, 3.0)),
            ("8HF50000+", (39.5, 43.5, 111_195.0)),
        ] {
            let (lat, lon, height) = one(&format!("near {code}, they said"));
            assert!((lat - expected.0).abs() < 2e-6 && (lon - expected.1).abs() < 2e-6, "{code}: {lat} {lon}");
            assert_eq!(height, expected.2, "{code}");
        }
    }

    /// Taveuni lies on both sides of the antimeridian.
    #[test]
    fn a_short_code_across_the_antimeridian_lies_on_the_earth() {
        let beyond = recover("5222+G2", LonLat::new(179.999, -16.8)).unwrap();
        assert!((-180.0..-179.9).contains(&beyond.at.lon), "{:?}", beyond.at);
        let beyond = recover("5XX9+G2", LonLat::new(-179.999, -16.8)).unwrap();
        assert!((179.9..180.0).contains(&beyond.at.lon), "{:?}", beyond.at);
    }

    #[test]
    fn codes_that_are_none() {
        for source in ["8HF5WGJ7+F", "8HF50000+FF", "8HF5WGJ7+FFa", "x8HF5WGJ7+FF", "XXF5WGJ7+FF", "WGJ7+FF Yerevan"] {
            assert!(read(source).is_empty(), "{source}");
        }
    }
}

mod links {
    use super::*;

    #[test]
    fn geo_uris() {
        all_read_as(
            (40.18, 44.51, 1112.0),
            &["see geo:40.18,44.51.", "GEO:40.18,44.51,1020;crs=WGS84", "geo:40.18%2C44.51"],
        );
        all_read_as((40.18, 44.51, 35.0), &["geo:40.18,44.51;u=35", "geo:40.18,44.51;crs=wgs84;u=35.4;x=1"]);
        assert_eq!(one("geo:0,0?q=40.1811,44.5136(Yerevan)"), (40.1811, 44.5136, 11.0));
    }

    #[test]
    fn pins_of_web_maps_are_as_exact_as_their_decimals() {
        let sources = [
            "https://www.google.com/maps?q=40.1811,44.5136",
            "https://maps.google.com/?q=40.1811%2C44.5136&z=12",
            "https://www.google.com/maps/search/?api=1&query=40.1811%2C+44.5136",
            "https://www.google.com/maps/place/40.1811,44.5136",
            "https://www.google.com/maps/place/Yerevan/@40.1,44.4,12z/data=!3m1!4b1!4m6!8m2!3d40.1811!4d44.5136",
            "https://maps.google.de/maps?ll=40.1811,44.5136",
            "https://www.openstreetmap.org/?mlat=40.1811&mlon=44.5136#map=12/40.1/44.4",
            "osm.org/?mlat=40.1811&mlon=44.5136",
            "[map](https://maps.google.com/?q=40.1811,44.5136)",
            "https://www.bing.com/maps?sp=point.40.1811_44.5136_crater",
            "https://maps.apple.com/?ll=40.1811,44.5136",
            "(https://maps.apple.com/?q=40.1811,44.5136).",
            "https://yandex.com/maps/?pt=44.5136,40.1811&z=12",
            "https://yandex.ru/maps/?whatshere%5Bpoint%5D=44.5136%2C40.1811",
        ];
        for source in sources {
            let (lat, lon, precision) = one(source);
            assert_eq!((lat, lon), (40.1811, 44.5136), "{source}");
            assert!((8.0..=12.0).contains(&precision), "{source}: {precision}");
        }
    }

    #[test]
    fn the_middle_of_a_view_is_as_exact_as_a_tile() {
        let tile_17 = 40_030_200.0 / 131_072.0 * 40.1811f64.to_radians().cos();
        for source in [
            "https://www.google.com/maps/@40.1811,44.5136,17z",
            "https://www.openstreetmap.org/#map=17/40.1811/44.5136",
            "https://www.bing.com/maps?cp=40.1811~44.5136&style=h&lvl=17",
            "https://yandex.ru/maps/10262/yerevan/?ll=44.5136%2C40.1811&z=17",
        ] {
            assert_eq!(one(source), (40.1811, 44.5136, tile_17.round()), "{source}");
        }
        assert_eq!(one("https://www.google.com/maps/@40.1811,44.5136,1200m/data=!3m1!1e3").2, 1200.0);
    }

    #[test]
    fn a_link_ends_before_the_sentence_does() {
        let found = read("Seen (https://www.google.com/maps?q=40.1811,44.5136), they say.");
        assert_eq!(found[0].0, "https://www.google.com/maps?q=40.1811,44.5136");
    }
}

mod laws {
    use super::*;

    /// Pieces of every notation, to meet in any order.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "40",
            ".18",
            "40.1811",
            "°",
            "º",
            "′",
            "''",
            "\"",
            "N",
            "E",
            "S",
            "W",
            " ",
            ",",
            ";",
            "-",
            "−",
            "+",
            "lat",
            "lon ",
            "deg",
            "north",
            "38T",
            "MK",
            "58590",
            "47971",
            "geo:",
            "u=",
            "https://www.google.com/maps",
            "/@",
            "!3d",
            "!4d",
            "8HF5WGJ7+FF",
            "8HF5",
            "0000+",
            "UTM ",
            "zone ",
            "coordinates ",
            "%2C",
            "(",
            ")",
            "é",
            "🇦🇲",
            "Ա",
            "\u{202f}",
            "с. ш.",
            "٤",
            "\n",
            "/",
            "#map=",
            "CRS",
            "S",
            "W",
            "latitude of ",
            "longitude",
            "and ",
            "southern ",
            "401030",
            "0443010",
            "4447971",
            "44.51",
        ]);
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    /// Signs that leave no notation out.
    const ALL: Signs = Signs {
        geo: true,
        iso_6709: true,
        compact_behind: true,
        compact_before: true,
        behind: true,
        before: true,
        mgrs: true,
        utm: true,
        label: true,
        pair: true,
    };

    fn holds(source: &str) -> Result<(), TestCaseError> {
        let said = |found: Vec<Found>| -> Vec<_> { found.into_iter().map(|f| (f.bytes, f.position.at)).collect() };
        prop_assert_eq!(said(positions(source, Signs::of(source))), said(positions(source, ALL)), "no sign is missed");
        let text = Text::new(source);
        let mut end = 0;
        for mention in find(&text) {
            prop_assert!(mention.span.start >= end && !mention.span.is_empty(), "order");
            end = mention.span.end;
            let chars: String = source.chars().skip(mention.span.start).take(mention.span.len()).collect();
            prop_assert_eq!(text.slice(mention.span), chars.as_str());
            let position = mention.coordinate.expect("a coordinate has a position");
            prop_assert!(position.at.is_valid() && position.precision.0 >= 1.0 && position.precision.0.is_finite());
        }
        Ok(())
    }

    /// Writes an angle as degrees, minutes and whole seconds, cut off.
    fn dms(degrees: f64, positive: char, negative: char) -> String {
        let seconds = (degrees.abs() * 3600.0) as u32;
        let side = if degrees < 0.0 { negative } else { positive };
        format!("{}°{}′{}″{side}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    proptest! {
        #[test]
        fn any_text_is_taken_and_spans_slice_back(source in "\\PC*|(?s).{0,80}|[0-9NSEW°′″'\"., +/:-]{0,60}") {
            holds(&source)?;
        }

        #[test]
        fn pieces_of_notations_in_any_order_are_taken(source in pieces()) {
            holds(&source)?;
        }

        #[test]
        fn a_written_position_is_read_again_within_its_precision(lat in -79.0..83.0f64, lon in -179.9..179.9f64, ahead in "[a-zé ]{0,6}") {
            let side = |degrees: f64, positive: char, negative: char| if degrees < 0.0 { negative } else { positive };
            let (ns, ew) = (side(lat, 'N', 'S'), side(lon, 'E', 'W'));
            let (a, b) = (lat.abs(), lon.abs());
            let grid = geoconvert::LatLon::create(lat, lon).expect("on the earth");
            let utm = grid.to_utmups();
            let hemisphere = if utm.is_north() { 'N' } else { 'S' };
            let minutes = |d: f64| ((d * 60.0) as u32 / 60, (d * 60.0) as u32 % 60);
            let ((ad, am), (bd, bm)) = (minutes(a), minutes(b));
            let mut written = vec![
                format!("({lat:.4}, {lon:.4})"),
                format!("{a:.2}°{ns} {b:.2}°{ew}"),
                format!("{ns}{a:.3} {ew}{b:.3}"),
                format!("lat {lat:.2} lon {lon:.2}"),
                format!("{} {}", dms(lat, 'N', 'S'), dms(lon, 'E', 'W')),
                format!("{ad:02}{am:02}{ns}{bd:03}{bm:02}{ew}"),
                format!("{lat:+06.2}{lon:+07.2}/"),
                format!("geo:{lat:.5},{lon:.5}"),
                format!("https://www.openstreetmap.org/#map=15/{lat:.5}/{lon:.5}"),
                format!("https://yandex.com/maps/?pt={lon:.5},{lat:.5}"),
                format!("MGRS {}", grid.to_mgrs(5)),
            ];
            // "S" with a northing of latitude band S is read as the band.
            if !(hemisphere == 'S' && (3_540_000.0..=4_432_000.0).contains(&utm.northing())) && utm.northing() >= 1000.0 {
                written.push(format!("UTM zone {}{hemisphere} {:.0} {:.0}", utm.zone(), utm.easting(), utm.northing()));
            }
            for written in written {
                let found = read(&format!("{ahead} {written} x"));
                prop_assert_eq!(found.len(), 1, "{}", written);
                let far = distance(LonLat::new(lon, lat), found[0].1.at);
                prop_assert!(far.0 <= found[0].1.precision.0 * 1.5, "{}: {:?} {:?}", written, far, found[0].1);
            }
        }
    }
}
