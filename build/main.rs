//! Compiles the tables in `gazetteer/` into the index and the ground that are linked into the program.

#[allow(dead_code)]
#[path = "../src/gazetteer/compile.rs"]
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

use format as varint;

mod assets;
mod curated;
mod ground;
mod table;
mod world;

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

fn main() -> Result<()> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").context("cargo sets CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR").context("cargo sets OUT_DIR")?);
    for input in [
        "gazetteer/world",
        "gazetteer/curated",
        "build",
        "src/gazetteer/compile.rs",
        "src/gazetteer/format.rs",
        "src/gazetteer/names.rs",
        "src/basemap/format.rs",
    ] {
        println!("cargo::rerun-if-changed={input}");
    }
    let tables = tables(&root.join("gazetteer"))?;
    let bytes = compile::compile(tables).context("the tables in gazetteer/ do not go together")?;
    let index = out.join("world.rmg");
    std::fs::write(&index, bytes).with_context(|| format!("cannot write {}", index.display()))?;
    let ground = out.join("ground.bin");
    let bytes = ground::packed(&root.join("gazetteer/world/ground"))?;
    std::fs::write(&ground, bytes).with_context(|| format!("cannot write {}", ground.display()))
}

fn tables(folder: &Path) -> Result<compile::Tables> {
    let mut entries = world::entries(&folder.join("world"))?;
    let counts = world::counts(&entries);
    curated::apply(&folder.join("curated"), &folder.join("world/shapes"), &mut entries)?;
    let about = serde_json::json!({
        "source": "GeoNames (CC BY 4.0), Natural Earth (public domain), curated tables; see gazetteer/README.md",
        "rows": counts,
        "curated": entries.iter().filter(|e| e.layer == 0).count(),
    });
    Ok(compile::Tables {
        about: about.to_string(),
        entries,
        borders: {
            let mut lines = world::borders(&folder.join("world/shapes/borders.geojsonl.zst"))?;
            lines.extend(world::coasts(&folder.join("world/shapes/coasts.geojsonl.zst"))?);
            lines
        },
        assets: assets::lines(&folder.join("curated"))?,
        blocks: String::new(),
    })
}
