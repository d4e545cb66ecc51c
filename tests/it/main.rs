//! The integration tests, one binary: a module a subject. `cargo test --test it`.

#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing fails, and says where")]

mod care;
mod cli;
mod coordinates;
mod corrections;
mod download;
mod evaluate;
mod example;
mod expected_report;
mod fetch;
mod fetch_cache;
mod fetch_cli;
mod fetch_gazetteer;
mod fixture;
mod formats;
mod gazetteer;
mod geopackage;
mod golden;
mod hostile;
mod incidents;
mod infrastructure;
mod layers;
mod many;
mod misspellings;
mod output;
mod picture;
mod qgis;
mod qgis_project;
mod rfc7946;
mod runs;
mod server;
mod tables;
mod train;
#[cfg(feature = "web")]
mod web;
