//! Pictures: drawn when they are first asked for, kept in memory and in the data folder, and answered for a year. Drawing
//! costs some tens of milliseconds of a core, so few are drawn at once, some wait, and the rest are told to come back.
//! It must never open a path that was made of what a visitor sent: files are named after what is drawn in them.

use super::Web;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use moka::sync::Cache;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;
use tokio::sync::Semaphore;

const MEMORY_BYTES_MAX: u64 = 24 * 1024 * 1024;
/// What the pictures may take in the data folder.
pub const DISK_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// So many may wait for their turn: the pictures of a page full of goods, for a few visitors at once.
const QUEUE_MAX: usize = 160;
const RETRY_AFTER_S: &str = "2";
/// A picture without a width is this wide.
const WIDTH: u32 = 480;
/// The n-th good of a kind always looks the same.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// What was drawn by hand may be drawn anew under its name.
const A_WEEK: &str = "public, max-age=604800";
const ENDING: &str = ".webp";

/// A picture and its mark.
#[derive(Clone)]
struct Kept {
    bytes: Bytes,
    etag: HeaderValue,
}

/// What cannot be answered.
enum Refused {
    /// There is no such picture.
    Unknown,
    /// Too many are waiting.
    Busy,
    /// Our fault; it stands in the log.
    Broken,
}

/// The pictures of one process.
pub struct Pictures {
    kept: Cache<String, Kept>,
    turns: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    folder: Option<Folder>,
}

impl Pictures {
    /// Keeps pictures in memory, and in `folder` when there is one.
    pub fn open(folder: Option<PathBuf>, disk_bytes_max: u64) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let kept = Cache::builder()
            .weigher(|key: &String, kept: &Kept| {
                u32::try_from(key.len() + kept.bytes.len() + 128).unwrap_or(u32::MAX)
            })
            .max_capacity(MEMORY_BYTES_MAX)
            .build();
        Self {
            kept,
            turns: Arc::new(Semaphore::new(cores.div_ceil(2))),
            queue: Arc::new(Semaphore::new(QUEUE_MAX)),
            folder: folder.map(|root| Folder::new(root, disk_bytes_max)),
        }
    }
}

/// `/pictures/{kind}-{n}.webp`: the name by which products know their pictures.
pub async fn plain(
    State(web): State<Web>,
    Path(name): Path<String>,
    asked: HeaderMap,
) -> Response<Body> {
    good(&web, WIDTH, &name, &asked).await
}

/// `/pictures/{width}/{kind}-{n}.webp`.
pub async fn sized(
    State(web): State<Web>,
    Path((width, name)): Path<(String, String)>,
    asked: HeaderMap,
) -> Response<Body> {
    match width_of(&width) {
        Some(width) => good(&web, width, &name, &asked).await,
        None => answer(Err(Refused::Unknown), FOREVER, &asked),
    }
}

/// `/pictures/{width}/art/{name}.webp`: what hangs in `public/art`, as pixels.
pub async fn art(
    State(web): State<Web>,
    Path((width, name)): Path<(String, String)>,
    asked: HeaderMap,
) -> Response<Body> {
    let drawing = name
        .strip_suffix(ENDING)
        .and_then(|name| web.site.text(&format!("/art/{name}.svg")))
        .zip(width_of(&width));
    let found = match drawing {
        Some((svg, width)) => {
            shown(web.pictures.clone(), format!("{width}/art/{name}"), width, move || Some(svg))
                .await
        }
        None => Err(Refused::Unknown),
    };
    answer(found, A_WEEK, &asked)
}

async fn good(web: &Web, width: u32, name: &str, asked: &HeaderMap) -> Response<Body> {
    let found = match name.strip_suffix(ENDING).and_then(picture::named) {
        Some((kind, n)) => {
            let key = format!("{width}/{name}");
            shown(web.pictures.clone(), key, width, move || picture::svg(kind, n)).await
        }
        None => Err(Refused::Unknown),
    };
    answer(found, FOREVER, asked)
}

/// Only the widths as the pages write them.
fn width_of(text: &str) -> Option<u32> {
    picture::WIDTHS.into_iter().find(|width| width.to_string() == text)
}

/// The picture under that key: from memory, from the folder, or drawn now.
async fn shown(
    pictures: Arc<Pictures>,
    key: String,
    width: u32,
    draw: impl FnOnce() -> Option<String> + Send + 'static,
) -> Result<Kept, Refused> {
    if let Some(kept) = pictures.kept.get(&key) {
        return Ok(kept);
    }
    let place = pictures.queue.clone().try_acquire_owned().map_err(|_| Refused::Busy)?;
    let turn = pictures.turns.clone().acquire_owned().await.map_err(|_| Refused::Broken)?;
    let work = tokio::task::spawn_blocking(move || {
        // Place and turn go with the work: a visitor who leaves does not free a core that is still busy.
        let _held = (place, turn);
        // Whoever was before us in the queue may have drawn the same.
        if let Some(kept) = pictures.kept.get(&key) {
            return Ok(kept);
        }
        let svg = draw().ok_or(Refused::Unknown)?;
        let kept = pictures.made(&svg, width)?;
        pictures.kept.insert(key, kept.clone());
        Ok(kept)
    });
    work.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a picture could not be drawn");
        Err(Refused::Broken)
    })
}

impl Pictures {
    fn made(&self, svg: &str, width: u32) -> Result<Kept, Refused> {
        let mark = mark(svg, width);
        let etag = HeaderValue::from_str(&format!("\"{mark}\"")).map_err(|_| Refused::Broken)?;
        if let Some(bytes) = self.folder.as_ref().and_then(|folder| folder.get(&mark)) {
            return Ok(Kept { bytes: bytes.into(), etag });
        }
        let bytes = picture::webp(svg, width).map_err(|error| {
            tracing::error!(%error, "a picture could not be drawn");
            Refused::Broken
        })?;
        if let Some(folder) = &self.folder {
            folder.put(&mark, &bytes);
        }
        Ok(Kept { bytes: bytes.into(), etag })
    }
}

/// Names a picture after what is drawn in it: a drawing that was changed is another picture.
fn mark(svg: &str, width: u32) -> String {
    let digest = Sha256::new().chain_update(width.to_be_bytes()).chain_update(svg).finalize();
    digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

fn answer(found: Result<Kept, Refused>, cache: &'static str, asked: &HeaderMap) -> Response<Body> {
    let kept = match found {
        Ok(kept) => kept,
        Err(Refused::Unknown) => return StatusCode::NOT_FOUND.into_response(),
        Err(Refused::Broken) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Err(Refused::Busy) => {
            return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, RETRY_AFTER_S)])
                .into_response();
        }
    };
    let known = asked.get(header::IF_NONE_MATCH) == Some(&kept.etag);
    let mut response = Response::new(if known { Body::empty() } else { Body::from(kept.bytes) });
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/webp"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::ETAG, kept.etag);
    response
}

/// Pictures in the data folder. It may be taken away at any time: it only saves drawing again.
struct Folder {
    root: PathBuf,
    bytes_max: u64,
    /// What lies there; `None` until somebody has looked.
    bytes: Mutex<Option<u64>>,
    written: AtomicU32,
}

impl Folder {
    fn new(root: PathBuf, bytes_max: u64) -> Self {
        Self { root, bytes_max, bytes: Mutex::new(None), written: AtomicU32::new(0) }
    }

    fn get(&self, mark: &str) -> Option<Vec<u8>> {
        fs::read(self.root.join(mark)).ok().filter(|bytes| !bytes.is_empty())
    }

    /// Writes a picture; a full or broken disk costs a line in the log and no visitor anything.
    fn put(&self, mark: &str, bytes: &[u8]) {
        if let Err(error) = self.try_put(mark, bytes) {
            tracing::warn!(%error, folder = %self.root.display(), "a picture could not be kept in the data folder");
        }
    }

    fn try_put(&self, mark: &str, bytes: &[u8]) -> io::Result<()> {
        let mut known = self.bytes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut sum = match *known {
            Some(sum) => sum,
            None => {
                fs::create_dir_all(&self.root)?;
                self.list()?.iter().map(|file| file.1).sum()
            }
        };
        sum += bytes.len() as u64;
        if sum > self.bytes_max {
            sum = self.make_room(bytes.len() as u64)?;
        }
        // Under another name first: whoever reads meanwhile, or a crash, finds a whole picture or none.
        let nth = self.written.fetch_add(1, Ordering::Relaxed);
        let part = self.root.join(format!("{mark}.{}-{nth}.part", std::process::id()));
        fs::write(&part, bytes)?;
        fs::rename(&part, self.root.join(mark))?;
        *known = Some(sum);
        Ok(())
    }

    fn list(&self) -> io::Result<Vec<(SystemTime, u64, PathBuf)>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.root)? {
            let entry = entry?;
            let meta = entry.metadata()?;
            if meta.is_file() {
                files.push((meta.modified()?, meta.len(), entry.path()));
            }
        }
        Ok(files)
    }

    /// Takes the oldest away until three quarters are left and `coming` has room; says what lies there then.
    fn make_room(&self, coming: u64) -> io::Result<u64> {
        let mut files = self.list()?;
        files.sort();
        let mut sum = coming + files.iter().map(|file| file.1).sum::<u64>();
        for (_, bytes, path) in files {
            if sum <= self.bytes_max / 4 * 3 {
                break;
            }
            fs::remove_file(path)?;
            sum -= bytes;
        }
        Ok(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Gone(PathBuf);

    impl Drop for Gone {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn fresh(name: &str) -> Gone {
        let root =
            std::env::temp_dir().join(format!("jishi-pictures-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        Gone(root)
    }

    #[test]
    fn the_folder_never_outgrows_its_room_and_the_newest_stay() {
        let root = fresh("room");
        let folder = Folder::new(root.0.clone(), 1_000);
        for i in 0..40 {
            folder.put(&format!("{i:024}"), &[7; 100]);
            let sum: u64 = folder.list().unwrap().iter().map(|file| file.1).sum();
            assert!(sum <= 1_000, "{sum} bytes after {i}");
        }
        assert_eq!(folder.get(&format!("{:024}", 39)), Some(vec![7; 100]));
        assert_eq!(folder.get(&format!("{:024}", 0)), None);
    }

    #[test]
    fn what_was_there_before_the_start_is_counted() {
        let root = fresh("before");
        Folder::new(root.0.clone(), 1_000).put("a", &[1; 900]);
        let folder = Folder::new(root.0.clone(), 1_000);
        folder.put("b", &[2; 500]);
        assert_eq!((folder.get("a"), folder.get("b")), (None, Some(vec![2; 500])));
    }

    #[test]
    fn a_folder_that_cannot_be_written_costs_no_picture() {
        let root = fresh("file");
        fs::write(&root.0, "a file where a folder should be").unwrap();
        let pictures = Pictures::open(Some(root.0.clone()), DISK_BYTES_MAX);
        let svg = picture::svg("cup", 1).unwrap();
        assert!(pictures.made(&svg, 160).is_ok());
        fs::remove_file(&root.0).unwrap();
    }

    #[test]
    fn a_drawing_that_was_changed_is_another_picture() {
        assert_eq!(mark("<svg/>", 160), mark("<svg/>", 160));
        assert_ne!(mark("<svg/>", 160), mark("<svg/>", 320));
        assert_ne!(mark("<svg/>", 160), mark("<svg />", 160));
    }

    #[test]
    fn only_widths_as_the_pages_write_them() {
        for width in picture::WIDTHS {
            assert_eq!(width_of(&width.to_string()), Some(width));
        }
        for bad in ["", "0320", "+320", "321", "320px", "999999"] {
            assert_eq!(width_of(bad), None, "{bad:?}");
        }
    }
}
