//! The built site, held in memory with its precompressed siblings: a few megabytes that never change while we run.

use app::shell::Assets;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// One file and its precompressed forms.
struct File {
    plain: Bytes,
    br: Option<Bytes>,
    gz: Option<Bytes>,
    mime: &'static str,
    etag: HeaderValue,
    forever: bool,
}

/// The built site.
pub struct Site {
    files: HashMap<String, File>,
    /// What the shell needs to name its scripts and styles.
    pub assets: Arc<Assets>,
}

/// Why the site cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The folder or the manifest is missing or unreadable.
    #[error("cannot read {path}: {error} (build the site first: cargo xtask build)")]
    Read {
        /// Which file.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// The manifest is not what the build writes.
    #[error("assets.json is damaged: {0} (build the site again: cargo xtask build)")]
    Manifest(#[from] serde_json::Error),
}

impl Site {
    /// Reads the folder that `xtask build` wrote.
    pub fn load(root: &Path) -> Result<Self, SiteError> {
        let manifest = read(&root.join("assets.json"))?;
        let assets = Arc::new(serde_json::from_slice(&manifest)?);
        let mut files = HashMap::new();
        collect(root, root, &mut files)?;
        Ok(Self { files, assets })
    }

    /// The text of a file, or `None` when there is no such file or it is no text.
    pub fn text(&self, path: &str) -> Option<String> {
        let file = self.files.get(path)?;
        std::str::from_utf8(&file.plain).ok().map(str::to_owned)
    }

    /// Answers a request for `path`, or `None` when there is no such file.
    pub fn answer(&self, path: &str, asked: &HeaderMap) -> Option<Response<Body>> {
        let file = self.files.get(path)?;
        let mut response = Response::new(Body::empty());
        let cache = if file.forever {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=3600"
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::ETAG, file.etag.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.mime));
        if path == "/sw.js" {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        }
        if asked.get(header::IF_NONE_MATCH) == Some(&file.etag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Some(response);
        }
        let (body, encoding) = file.best_for(asked);
        if let Some(encoding) = encoding {
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        *response.body_mut() = Body::from(body);
        Some(response)
    }
}

impl File {
    fn best_for(&self, asked: &HeaderMap) -> (Bytes, Option<&'static str>) {
        let accepts =
            asked.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
        let takes = |name: &str| {
            accepts.split(',').any(|part| part.split(';').next().map(str::trim) == Some(name))
        };
        match (&self.br, &self.gz) {
            (Some(br), _) if takes("br") => (br.clone(), Some("br")),
            (_, Some(gz)) if takes("gzip") => (gz.clone(), Some("gzip")),
            _ => (self.plain.clone(), None),
        }
    }
}

fn collect(root: &Path, folder: &Path, files: &mut HashMap<String, File>) -> Result<(), SiteError> {
    let error = |path: &Path, error| SiteError::Read { path: path.display().to_string(), error };
    for entry in std::fs::read_dir(folder).map_err(|e| error(folder, e))? {
        let path = entry.map_err(|e| error(folder, e))?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
            continue;
        }
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let compressed = name.ends_with(".br") || name.ends_with(".gz");
        if compressed || name == "assets.json" {
            continue;
        }
        let plain = read(&path)?;
        let sibling =
            |end: &str| std::fs::read(format!("{}{end}", path.display())).ok().map(Bytes::from);
        let tag =
            Sha256::digest(&plain).iter().take(8).map(|b| format!("{b:02x}")).collect::<String>();
        let etag = HeaderValue::from_str(&format!("\"{tag}\""))
            .unwrap_or(HeaderValue::from_static("\"0\""));
        let file = File {
            br: sibling(".br"),
            gz: sibling(".gz"),
            mime: mime_of(&name),
            etag,
            forever: name.starts_with("pkg/"),
            plain: Bytes::from(plain),
        };
        files.insert(format!("/{name}"), file);
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, SiteError> {
    std::fs::read(path).map_err(|error| SiteError::Read { path: path.display().to_string(), error })
}

fn mime_of(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or("") {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "html" => "text/html; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
