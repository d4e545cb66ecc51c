//! Makes what is linked into the program: the index of the gazetteer, the ground under maps, and the page of the web map.

#[allow(dead_code)]
#[path = "../src/gazetteer/compile/mod.rs"]
mod compile;
#[allow(dead_code)]
#[path = "../src/gazetteer/format.rs"]
mod format;
#[allow(dead_code)]
#[path = "../src/basemap/format.rs"]
mod ground_format;
#[allow(dead_code)]
#[path = "../src/gazetteer/names.rs"]
mod names;
#[allow(dead_code)]
#[path = "../src/gazetteer/weight.rs"]
mod weight;

use format as varint;

mod assets;
mod curated;
mod gazetteer;
mod ground;
mod stamp;
mod table;
mod web;
mod world;

use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Err(error) = made() else { return ExitCode::SUCCESS };
    // Cargo shows these lines as they are, without a backtrace around them.
    format!("{error:#}").lines().for_each(|line| println!("cargo::error={line}"));
    ExitCode::FAILURE
}

fn made() -> Result<()> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").context("cargo sets CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR").context("cargo sets OUT_DIR")?);
    gazetteer::index(&root, &out)?;
    ground::file(&root, &out)?;
    if std::env::var_os("CARGO_FEATURE_WEB").is_some() {
        web::page(&root, &out)?;
    }
    Ok(())
}
