//! The browser bundles: compiled by one call of cargo, given their JavaScript glue, and made small.
//!
//! The glue is written by the library half of wasm-bindgen at exactly the version the bundles were compiled against, so nothing
//! has to be installed and the two can never disagree.

use super::{ROOTS, short, snip};
use crate::house::{self, House, hash};
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// What older engines of our browser floor understand; wasm-opt refuses a module that uses more than it was told.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-multivalue",
];

/// What wasm-opt is asked to do beside that. `--converge` makes the shop smaller by a thousandth and takes a fifth longer.
const PASSES: [&str; 1] = ["-Oz"];

/// One door's code, ready to be served.
pub struct Bundle {
    /// The glue: an ES module whose default export takes the address of the wasm.
    pub js: String,
    /// The program itself.
    pub wasm: Vec<u8>,
    /// JavaScript that crates brought along, by path below `pkg/`.
    pub snippets: Vec<(String, Vec<u8>)>,
}

/// Builds all bundles, in the order of [`ROOTS`].
pub fn bundles(house: &House, dev: bool) -> Result<Vec<Bundle>> {
    ensure_target(house)?;
    let folder = compile(house, dev)?;
    let shrink = if dev { None } else { Shrink::find(house)? };
    let work = |root: &str| bundle(house, &folder, root, dev, shrink.as_ref());
    std::thread::scope(|scope| {
        let threads = ROOTS.map(|root| scope.spawn(move || work(root)));
        threads
            .into_iter()
            .map(|thread| thread.join().map_err(|_| anyhow!("a bundle thread died"))?)
            .collect()
    })
}

/// Fetches the wasm32 half of the toolchain when it is not there yet.
fn ensure_target(house: &House) -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]).current_dir(&house.root);
    let libraries =
        house::output(&mut rustc).map(|text| String::from_utf8_lossy(&text).trim().to_owned());
    if libraries.is_ok_and(|path| Path::new(&path).is_dir()) {
        return Ok(());
    }
    println!("adding the {TARGET} half of the toolchain");
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]).current_dir(&house.root);
    house::run(&mut rustup).context("install it with your toolchain's own means, then try again")
}

/// One call for all of them, so that everything they share is compiled once.
fn compile(house: &House, dev: bool) -> Result<PathBuf> {
    let profile = if dev { "wasm-dev" } else { "wasm-release" };
    let mut cargo = house.cargo();
    cargo.args(["build", "--profile", profile, "--target", TARGET]);
    for root in ROOTS {
        cargo.arg("--package").arg(format!("frontend-{root}"));
    }
    house::run(&mut cargo).context("the browser bundles did not compile")?;
    Ok(house.target.join(TARGET).join(profile))
}

fn bundle(
    house: &House,
    folder: &Path,
    root: &str,
    dev: bool,
    shrink: Option<&Shrink>,
) -> Result<Bundle> {
    let compiled = folder.join(format!("frontend_{root}.wasm"));
    let bytes = fs::read(&compiled).with_context(|| compiled.display().to_string())?;
    let tools = shrink.map_or("none", |shrink| shrink.version.as_str());
    let recipe =
        format!("{} {dev} {tools} {FEATURES:?} {PASSES:?} {:?}", hash(&bytes), snip::NEVER_CALLED);
    let key = hash(recipe.as_bytes());
    let kept = house.target.join("site/bundles").join(format!("{root}-{}", &key[..16]));
    if !kept.join("done").is_file() {
        if kept.is_dir() {
            fs::remove_dir_all(&kept)?;
        }
        glue(&kept, root, bytes, dev)?;
        if let Some(shrink) = shrink {
            shrink.run(&kept.join(format!("{root}_bg.wasm")))?;
        }
        fs::write(kept.join("done"), [])?;
    }
    read(&kept, root)
}

/// Runs wasm-bindgen. The address of the wasm is always given by the page, so the glue carries no default for it.
fn glue(out: &Path, root: &str, bytes: Vec<u8>, dev: bool) -> Result<()> {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    let written = bindgen
        .input_bytes(root, bytes)
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .typescript(false)
                .omit_default_module_path(true)
                .remove_name_section(!dev)
                .remove_producers_section(!dev)
                .generate_output()
        })
        .and_then(|mut output| {
            snip::run(output.wasm_mut());
            output.emit(out)
        });
    written.with_context(|| format!("wasm-bindgen on the bundle of {root}"))
}

fn read(kept: &Path, root: &str) -> Result<Bundle> {
    let mut js = fs::read_to_string(kept.join(format!("{root}.js")))?;
    let wasm = fs::read(kept.join(format!("{root}_bg.wasm")))?;
    let mut snippets = Vec::new();
    let folder = kept.join("snippets");
    if folder.is_dir() {
        let mut files = Vec::new();
        super::pack::collect(&folder, &mut files)?;
        let mut all = Vec::new();
        for file in files {
            let bytes = fs::read(&file)?;
            all.extend_from_slice(&bytes);
            snippets
                .push((file.strip_prefix(&folder)?.to_string_lossy().replace('\\', "/"), bytes));
        }
        // The folder carries the content's hash, because everything below `pkg/` is kept by browsers forever.
        let named = format!("snippets-{}", short(&all));
        js = js.replace("./snippets/", &format!("./{named}/"));
        for (path, _) in &mut snippets {
            *path = format!("{named}/{path}");
        }
    }
    Ok(Bundle { js, wasm, snippets })
}

/// wasm-opt from npm, when node is there.
struct Shrink {
    program: PathBuf,
    version: String,
}

impl Shrink {
    /// Installs the tool on first use; without node the bundles stay about half as large again, and that is said.
    fn find(house: &House) -> Result<Option<Self>> {
        if !house::can_run("node", "--version") || !house::can_run("npm", "--version") {
            println!(
                "node is not installed: the bundles are built without wasm-opt and stay about half as large again"
            );
            return Ok(None);
        }
        let tools = house.path("xtask/tools");
        if let Err(error) = house::npm_ci(&tools) {
            println!(
                "wasm-opt could not be installed from npm ({error:#}): the bundles stay about half as large again"
            );
            return Ok(None);
        }
        let lock = fs::read(tools.join("package-lock.json"))?;
        Ok(Some(Self {
            program: tools.join("node_modules/binaryen/bin/wasm-opt"),
            version: hash(&lock),
        }))
    }

    fn run(&self, wasm: &Path) -> Result<()> {
        let mut node = Command::new("node");
        node.arg(&self.program).args(FEATURES).args(PASSES).arg(wasm).arg("-o").arg(wasm);
        house::run(&mut node)?;
        if fs::metadata(wasm)?.len() == 0 {
            bail!("wasm-opt left {} empty", wasm.display());
        }
        Ok(())
    }
}
