//! Puts finished bytes into the site folder with their brotli and gzip twins. It must never change the bytes.

use super::short;
use crate::house::{House, hash};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Files smaller than this travel in one packet anyway.
const COMPRESSED_BYTES_MIN: usize = 256;

/// Endings whose content shrinks; pictures and fonts are packed already.
const TEXT_ENDINGS: [&str; 12] =
    ["js", "mjs", "wasm", "css", "html", "svg", "json", "webmanifest", "txt", "xml", "ico", "map"];

/// What a file weighs on the disk and on the wire.
#[derive(Clone, Copy)]
pub struct Sizes {
    /// Bytes of the file itself.
    pub raw: usize,
    /// Bytes of its brotli twin.
    pub brotli: usize,
}

/// A site folder being filled.
pub struct Pack {
    out: PathBuf,
    /// Compressed twins by content, kept between builds: brotli at its best level takes seconds for a bundle.
    cache: PathBuf,
    /// Every file of this build with the hash of its content.
    files: BTreeMap<String, String>,
}

impl Pack {
    /// Starts filling `out`.
    pub fn new(house: &House, out: &Path) -> Result<Self> {
        let cache = house.target.join("site/packed");
        fs::create_dir_all(&cache)?;
        fs::create_dir_all(out)?;
        Ok(Self { out: out.to_owned(), cache, files: BTreeMap::new() })
    }

    /// Adds `pkg/NAME.HASH.ENDING`; answers its address in the site and what it weighs.
    pub fn add_hashed(
        &mut self,
        name: &str,
        ending: &str,
        bytes: &[u8],
    ) -> Result<(String, Sizes)> {
        let path = format!("pkg/{name}.{}.{ending}", short(bytes));
        let sizes = self.add(&path, bytes)?;
        Ok((format!("/{path}"), sizes))
    }

    /// Adds a file under a name of its own.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<Sizes> {
        let content = hash(bytes);
        self.put(path, bytes, &content)?;
        let mut sizes = Sizes { raw: bytes.len(), brotli: bytes.len() };
        let ending = path.rsplit('.').next().unwrap_or_default();
        if bytes.len() < COMPRESSED_BYTES_MIN || !TEXT_ENDINGS.contains(&ending) {
            return Ok(sizes);
        }
        for (twin, compress) in [("br", brotli as fn(&[u8]) -> Result<Vec<u8>>), ("gz", gzip)] {
            let packed = self.packed(&content, twin, || compress(bytes))?;
            if twin == "br" {
                sizes.brotli = packed.len();
            }
            if packed.len() < bytes.len() {
                self.put(&format!("{path}.{twin}"), &packed, &content)?;
            }
        }
        Ok(sizes)
    }

    /// Adds every file below `folder` under its own relative path. A missing folder adds nothing.
    pub fn add_folder(&mut self, folder: &Path) -> Result<()> {
        if !folder.is_dir() {
            return Ok(());
        }
        let mut files = Vec::new();
        collect(folder, &mut files)?;
        for file in files {
            let relative = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
            let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
            self.add(&relative, &bytes)?;
        }
        Ok(())
    }

    /// The short hash of every name and content added so far.
    pub fn fingerprint(&self) -> String {
        let all: String =
            self.files.iter().map(|(path, content)| format!("{path} {content}\n")).collect();
        short(all.as_bytes())
    }

    /// Writes the manifest last, then removes what earlier builds left: a running server never reads a name without its file.
    pub fn finish(mut self, manifest: &str, bytes: &[u8]) -> Result<()> {
        self.put(manifest, bytes, &hash(bytes))?;
        let mut found = Vec::new();
        collect(&self.out, &mut found)?;
        for file in found {
            let relative = file.strip_prefix(&self.out)?.to_string_lossy().replace('\\', "/");
            if !self.files.contains_key(&relative) {
                fs::remove_file(&file)?;
            }
        }
        Ok(())
    }

    fn put(&mut self, path: &str, bytes: &[u8], content: &str) -> Result<()> {
        let file = self.out.join(path);
        self.files.insert(path.to_owned(), content.to_owned());
        if fs::read(&file).is_ok_and(|found| found == bytes) {
            return Ok(());
        }
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        // A rename is whole or not at all, so a server that is running never sends half a file.
        let half = file.with_extension("half");
        fs::write(&half, bytes).with_context(|| half.display().to_string())?;
        fs::rename(&half, &file)?;
        Ok(())
    }

    fn packed(
        &self,
        content: &str,
        twin: &str,
        make: impl FnOnce() -> Result<Vec<u8>>,
    ) -> Result<Vec<u8>> {
        let kept = self.cache.join(format!("{content}.{twin}"));
        if let Ok(bytes) = fs::read(&kept) {
            return Ok(bytes);
        }
        let bytes = make()?;
        let half = kept.with_extension("half");
        fs::write(&half, &bytes)?;
        fs::rename(half, kept)?;
        Ok(bytes)
    }
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let (quality, window) = (11, 22);
    let mut writer = brotli::CompressorWriter::new(&mut packed, 64 * 1024, quality, window);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

/// Every file below `folder`, sorted; names that begin with a dot are not for visitors.
pub fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if path.is_dir() { collect(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
