//! Compiles the tables in `gazetteer/` into the index that is linked into the program.

use crate::{assets, compile, curated, stamp, world};
use anyhow::{Context, Result};
use std::path::Path;

/// What the index is made from.
const INPUTS: [&str; 10] = [
    "gazetteer/world",
    "gazetteer/curated",
    "build/assets.rs",
    "build/curated.rs",
    "build/gazetteer.rs",
    "build/table.rs",
    "build/world.rs",
    "src/gazetteer/compile",
    "src/gazetteer/format.rs",
    "src/gazetteer/names.rs",
];

/// Writes `world.rmg`. What is there is kept while its inputs are the same: compiling takes a minute.
pub fn index(root: &Path, out: &Path) -> Result<()> {
    let inputs = stamp::watched(root, &INPUTS)?;
    let index = out.join("world.rmg");
    stamp::made(&index, &inputs, || {
        let bytes = compile::compile(tables(&root.join("gazetteer"))?)
            .context("the tables in gazetteer/ do not go together")?;
        std::fs::write(&index, bytes).with_context(|| format!("cannot write {}", index.display()))
    })
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
