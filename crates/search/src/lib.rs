//! THE INDEX. Finds goods by what people type: Chinese words however they are cut, pinyin and its first letters, English
//! stems, slips of the finger and of the ear; with filters that count, orders, and pages that neither repeat nor skip.
//!
//! It is a copy that can be thrown away. It lies in a folder of its own, which bears the edition of its layout, or in memory;
//! it is filled from the store and follows the outbox, and it knows no SQL and no web. In what order things are shown is not
//! decided here: that is the published formula of `domain`.

mod ask;
mod counts;
mod cut;
mod fields;
mod find;
mod hot;
mod kept;
mod lexicon;
mod pick;
mod shelf;
mod synonyms;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use domain::Moment;
use domain::display::Formula;
use domain::id::{ProductId, TypedId as _};
use domain::search::{Found, Query, Suggestion, SuggestionKind};
use fields::{EDITION, Fields};
use hot::Hot;
use kept::{Kept, LONG};
use lexicon::Lexicon;
use services::ports::search::{Change, SearchDoc, SearchIndex};
use services::{Error, Result};
use shelf::Shelf;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::directory::error::LockError;
use tantivy::directory::{Directory as _, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyError, Term};

/// How much memory the writer fills before it writes a segment.
const WRITER_BYTES: usize = 32 << 20;
/// After how many searches the counts of hot words are kept.
const HEARD_KEPT: u32 = 32;
/// The file of hot words.
const HOT_FILE: &str = "hot.json";

/// The index of goods. Clones share it.
#[derive(Clone)]
pub struct GoodsIndex {
    inner: Arc<Inner>,
}

struct Inner {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    formula: Formula,
    writer: Mutex<Option<IndexWriter>>,
    shelf: Mutex<Option<Arc<Shelf>>>,
    lexicon: Mutex<Arc<Lexicon>>,
    /// Whoever reads the words holds this; the present ones go on serving meanwhile.
    reading: Mutex<()>,
    kept: Kept,
    /// From how many results on a list is kept.
    long: usize,
    hot: Mutex<(Hot, u32)>,
    /// Where the counts of hot words are kept; an index in memory keeps none.
    folder: Option<PathBuf>,
}

/// What goes wrong with the index itself.
fn broken(error: TantivyError) -> Error {
    Error::broken(format_args!("the index: {error}"))
}

/// A thread that panicked in the middle leaves at worst an older copy, which is replaced at the next commit.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes everything out of a folder.
fn empty(folder: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}

impl GoodsIndex {
    /// Opens the index in a folder, which is made when it is missing. An index of another edition is left alone until somebody
    /// fills this one.
    pub fn open(folder: &Path) -> Result<Self> {
        let folder = folder.join(format!("v{EDITION}"));
        std::fs::create_dir_all(&folder).map_err(Error::broken)?;
        match Self::in_folder(&folder) {
            Ok(index) => Ok(index),
            Err(error) => {
                // A copy that cannot be read is worth nothing; the next filling makes a new one. But nobody pulls the
                // folder from under a process that writes there.
                let directory = MmapDirectory::open(&folder).map_err(Error::broken)?;
                let _ours =
                    directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(|_| broken(error))?;
                tracing::warn!("the index cannot be read and is thrown away");
                empty(&folder).map_err(Error::broken)?;
                Self::in_folder(&folder).map_err(broken)
            }
        }
    }

    fn in_folder(folder: &Path) -> tantivy::Result<Self> {
        let fields = Fields::new();
        let directory = MmapDirectory::open(folder)?;
        let index = Index::open_or_create(directory, fields.schema.clone())?;
        Self::over(index, fields, Some(folder.to_owned()), LONG)
    }

    /// An index in memory, for tests.
    pub fn in_memory() -> Result<Self> {
        Self::in_memory_keeping(LONG)
    }

    /// One that keeps lists from so many results on.
    fn in_memory_keeping(long: usize) -> Result<Self> {
        let fields = Fields::new();
        let index = Index::create_in_ram(fields.schema.clone());
        Self::over(index, fields, None, long).map_err(broken)
    }

    fn over(
        index: Index,
        fields: Fields,
        folder: Option<PathBuf>,
        long: usize,
    ) -> tantivy::Result<Self> {
        // Another process may be the writer; our own commits are looked at at once.
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::OnCommitWithDelay).try_into()?;
        let hot = folder.as_ref().map(|f| Hot::load(&f.join(HOT_FILE))).unwrap_or_default();
        let inner = Inner {
            index,
            reader,
            fields,
            formula: Formula::published(),
            writer: Mutex::default(),
            shelf: Mutex::default(),
            lexicon: Mutex::default(),
            reading: Mutex::default(),
            kept: Kept::default(),
            long,
            hot: Mutex::new((hot, 0)),
            folder,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Does something that takes a while where it holds nobody up.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || work(&inner)).await.map_err(Error::broken)?
    }
}

impl Inner {
    /// The present generation.
    fn shelf(&self) -> Result<Arc<Shelf>> {
        let searcher = self.reader.searcher();
        let mut kept = lock(&self.shelf);
        if let Some(shelf) = &*kept
            && shelf.searcher.generation() == searcher.generation()
        {
            return Ok(Arc::clone(shelf));
        }
        let shelf = Arc::new(Shelf::open(searcher, kept.as_deref()).map_err(broken)?);
        *kept = Some(Arc::clone(&shelf));
        Ok(shelf)
    }

    /// The words that are known. Only where none are yet does somebody wait for them.
    fn lexicon(&self) -> Result<Arc<Lexicon>> {
        let kept = Arc::clone(&lock(&self.lexicon));
        if kept.products == 0 { self.read_words() } else { Ok(kept) }
    }

    /// Reads the words of the present generation, unless those that are known are nearly the same: reading them all after
    /// every little change would be a waste.
    fn read_words(&self) -> Result<Arc<Lexicon>> {
        let _alone = lock(&self.reading);
        let shelf = self.shelf()?;
        let kept = Arc::clone(&lock(&self.lexicon));
        if !kept.is_old(shelf.searcher.num_docs()) {
            return Ok(kept);
        }
        let read = Arc::new(Lexicon::read(&shelf.searcher, &self.fields).map_err(broken)?);
        *lock(&self.lexicon) = Arc::clone(&read);
        Ok(read)
    }

    /// Whether another process has filled the index so that the words have become others.
    fn words_are_old(&self) -> bool {
        lock(&self.lexicon).is_old(self.reader.searcher().num_docs())
            && self.reading.try_lock().is_ok()
    }

    /// Whether this process is the writer now.
    fn lead(&self) -> Result<bool> {
        let mut writer = lock(&self.writer);
        if writer.is_some() {
            return Ok(true);
        }
        match self.index.writer_with_num_threads(1, WRITER_BYTES) {
            Ok(opened) => {
                *writer = Some(opened);
                Ok(true)
            }
            Err(TantivyError::LockFailure(LockError::LockBusy, _)) => Ok(false),
            Err(error) => Err(broken(error)),
        }
    }

    fn write<T>(&self, work: impl FnOnce(&mut IndexWriter) -> tantivy::Result<T>) -> Result<T> {
        if !self.lead()? {
            return Err(Error::Busy("another process writes the index".to_owned()));
        }
        let mut writer = lock(&self.writer);
        let Some(open) = writer.as_mut() else {
            return Err(Error::Busy("the index has no writer".to_owned()));
        };
        let done = work(open);
        if done.is_err() {
            // What was begun must not become visible with the next commit, and a broken writer is opened afresh.
            let _ = open.rollback();
            *writer = None;
        }
        done.map_err(broken)
    }

    fn put(&self, writer: &IndexWriter, doc: &SearchDoc) -> tantivy::Result<()> {
        self.remove(writer, &doc.id);
        writer.add_document(self.fields.row(doc)).map(|_| ())
    }

    fn remove(&self, writer: &IndexWriter, id: &ProductId) {
        writer.delete_term(Term::from_field_text(self.fields.id, id.as_str()));
    }

    fn commit(&self, writer: &mut IndexWriter, followed: i64) -> tantivy::Result<()> {
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&followed.to_string());
        prepared.commit()?;
        self.reader.reload()
    }

    /// Makes what was written visible, with its words.
    fn show(&self, writer: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>) -> Result<()> {
        self.write(writer)?;
        self.read_words().map(|_| ())
    }

    fn heard(&self, words: &str, now: Moment) {
        let mut hot = lock(&self.hot);
        let (counts, heard) = &mut *hot;
        counts.heard(words, now);
        *heard += 1;
        if *heard >= HEARD_KEPT
            && let Some(folder) = &self.folder
        {
            *heard = 0;
            if let Err(error) = counts.keep(&folder.join(HOT_FILE)) {
                tracing::debug!(%error, "the counts of hot words cannot be kept");
            }
        }
    }

    fn suggest(&self, typed: &str, english: bool, limit: usize) -> Result<Vec<Suggestion>> {
        let plain = cut::plain(typed);
        if plain.is_empty() {
            return Ok(Vec::new());
        }
        let lexicon = self.lexicon()?;
        let mut said = HashSet::new();
        let mut all = {
            let (counts, _) = &*lock(&self.hot);
            // How hot something was last is enough here: no clock is at hand, and none is needed.
            counts.top(Moment(0), limit.div_ceil(2), |w| w.starts_with(&plain) && *w != *plain)
        }
        .into_iter()
        .map(|words| Suggestion { kind: SuggestionKind::Words, words })
        .collect::<Vec<_>>();
        all.extend(lexicon.suggest(typed, english, limit));
        all.retain(|s| said.insert(cut::plain(&s.words)));
        all.truncate(limit);
        Ok(all)
    }
}

#[async_trait]
impl SearchIndex for GoodsIndex {
    async fn search(&self, query: &Query, now: Moment) -> Result<Found> {
        let asked = query.clone();
        let answer = self.work(move |inner| inner.search(&asked, now)).await?;
        if self.inner.words_are_old() {
            let inner = Arc::clone(&self.inner);
            tokio::task::spawn_blocking(move || {
                if let Err(error) = inner.read_words() {
                    tracing::warn!(%error, "the words of the index cannot be read anew");
                }
            });
        }
        if answer.is_old {
            // Nobody waits for it: it is there for the next one who asks.
            let (inner, query) = (Arc::clone(&self.inner), query.clone());
            tokio::task::spawn_blocking(move || {
                if let Err(error) = inner.renew(&query, now) {
                    tracing::warn!(%error, "a kept list cannot be made anew");
                }
            });
        }
        Ok(answer.found)
    }

    async fn warm(&self) -> Result<()> {
        self.work(|inner| {
            cut::warm();
            inner.read_words().map(|_| ())
        })
        .await
    }

    async fn suggest(&self, typed: &str, english: bool, limit: usize) -> Result<Vec<Suggestion>> {
        let typed: String = typed.chars().take(domain::search::WORDS_CHARS_MAX).collect();
        self.work(move |inner| inner.suggest(&typed, english, limit)).await
    }

    async fn heard(&self, words: &str, now: Moment) -> Result<()> {
        let words = cut::plain(words);
        self.work(move |inner| {
            inner.heard(&words, now);
            Ok(())
        })
        .await
    }

    async fn hot(&self, now: Moment, limit: usize) -> Result<Vec<String>> {
        Ok(lock(&self.inner.hot).0.top(now, limit, |_| true))
    }

    async fn lead(&self) -> Result<bool> {
        self.work(Inner::lead).await
    }

    async fn apply(&self, changes: Vec<Change>, followed: i64) -> Result<()> {
        self.work(move |inner| {
            inner.show(|writer| {
                for change in &changes {
                    match change {
                        Change::Put(doc) => inner.put(writer, doc)?,
                        Change::Remove(id) => inner.remove(writer, id),
                    }
                }
                inner.commit(writer, followed)
            })
        })
        .await
    }

    async fn begin(&self) -> Result<()> {
        self.work(|inner| {
            inner.write(|writer| {
                writer.rollback()?;
                writer.delete_all_documents().map(|_| ())
            })
        })
        .await
    }

    async fn fill(&self, docs: Vec<SearchDoc>) -> Result<()> {
        self.work(move |inner| {
            inner.write(|writer| {
                docs.iter()
                    .try_for_each(|doc| writer.add_document(inner.fields.row(doc)).map(|_| ()))
            })
        })
        .await
    }

    async fn commit(&self, followed: i64) -> Result<()> {
        self.work(move |inner| inner.show(|writer| inner.commit(writer, followed))).await
    }

    async fn followed(&self) -> Result<Option<i64>> {
        self.work(|inner| {
            let payload = inner.index.load_metas().map_err(broken)?.payload;
            Ok(payload.and_then(|text| text.parse().ok()))
        })
        .await
    }

    async fn count(&self) -> Result<u64> {
        Ok(self.inner.reader.searcher().num_docs())
    }

    async fn holds(&self, ids: &[ProductId]) -> Result<Vec<bool>> {
        let ids = ids.to_vec();
        self.work(move |inner| {
            let searcher = inner.reader.searcher();
            let holds = |id: &ProductId| {
                let term = Term::from_field_text(inner.fields.id, id.as_str());
                let query =
                    tantivy::query::TermQuery::new(term, tantivy::schema::IndexRecordOption::Basic);
                searcher.search(&query, &tantivy::collector::Count).map(|n| n > 0).map_err(broken)
            };
            ids.iter().map(holds).collect()
        })
        .await
    }
}
