//! Builds the page of the web map from `web/`, with Node and npm.

use crate::stamp;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// What the page is made from: no `node_modules`, which a developer may have beside them.
const INPUTS: [&str; 5] = ["web/src", "web/shell.html", "web/build.mjs", "web/package.json", "web/package-lock.json"];

/// What to do where the page cannot be built.
const REMEDY: &str = "The web map (map.html) is built with Node.js 20 or newer and npm, which fetches its packages once from the npm registry. \
    Install both (Debian: apt-get install nodejs npm; or https://nodejs.org), or build without the web map: cargo build --no-default-features";

/// Makes `web/dist/` in the output folder: the shell, the program and the style of the page. The sources are copied there, so
/// that nothing is written beside them.
pub fn page(root: &Path, out: &Path) -> Result<()> {
    let inputs = stamp::watched(root, &INPUTS)?;
    let lock = stamp::watched(root, &["web/package.json", "web/package-lock.json"])?;
    let here = out.join("web");
    stamp::made(&here.join("dist"), &inputs, || {
        copy(root, out)?;
        stamp::made(&here.join("node_modules"), &lock, || {
            let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
            run(Command::new(npm).args(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]), &here)
        })?;
        run(Command::new("node").arg("build.mjs"), &here)
    })
}

/// Copies the sources, without what was taken out of them since.
fn copy(root: &Path, out: &Path) -> Result<()> {
    let sources = out.join("web/src");
    if sources.exists() {
        std::fs::remove_dir_all(&sources).with_context(|| format!("cannot renew {}", sources.display()))?;
    }
    let mut files = Vec::new();
    for input in INPUTS {
        stamp::collect(&root.join(input), &mut files)?;
    }
    for file in files {
        let to = out.join(file.strip_prefix(root)?);
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        std::fs::copy(&file, &to).with_context(|| format!("cannot copy {} to {}", file.display(), to.display()))?;
    }
    Ok(())
}

fn run(command: &mut Command, folder: &Path) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let ended = command.current_dir(folder).output();
    let ended = ended.with_context(|| format!("cannot run {name}. {REMEDY}"))?;
    if !ended.status.success() {
        let said = [ended.stdout, ended.stderr].concat();
        bail!("{name} failed in {}:\n{}\n{REMEDY}", folder.display(), String::from_utf8_lossy(&said).trim());
    }
    Ok(())
}
