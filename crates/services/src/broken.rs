//! Faults on purpose: a test that cannot fail proves nothing, so `cargo xtask verify NAME --broken` builds the market with one
//! of these and expects the test to find it. Without the feature `broken` nothing of it is compiled: no shop that is open
//! carries it.

/// A promise that is broken on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A refund after receipt gives back no commission.
    Commission,
    /// A balance is read and then written, and somebody else may come in between.
    ReadThenWrite,
    /// A hold forgets what others hold.
    Hold,
    /// A write is acknowledged before it is committed.
    AckEarly,
    /// A commit that failed is taken for one that did not.
    CommitBlind,
    /// The disk is told to write, and nobody waits for it.
    Normal,
    /// A write begins as a read, and a lock is not waited for.
    Deferred,
    /// A visitor who goes away takes the write with them, and the connection goes back as it is.
    Poisoned,
    /// The key of a request is forgotten.
    NoKey,
    /// A refund that is asked for again has another number.
    NewNumber,
    /// Whatever amount was paid is taken for what was due.
    AnyAmount,
}

#[cfg(feature = "broken")]
mod chosen {
    use super::Fault;
    use std::sync::OnceLock;

    const WORDS: [(&str, Fault); 11] = [
        ("commission", Fault::Commission),
        ("read-then-write", Fault::ReadThenWrite),
        ("hold", Fault::Hold),
        ("ack-early", Fault::AckEarly),
        ("commit-blind", Fault::CommitBlind),
        ("normal", Fault::Normal),
        ("deferred", Fault::Deferred),
        ("poisoned", Fault::Poisoned),
        ("no-key", Fault::NoKey),
        ("new-number", Fault::NewNumber),
        ("any-amount", Fault::AnyAmount),
    ];

    static CHOSEN: OnceLock<Fault> = OnceLock::new();

    /// Breaks the promise with this word from now on; whether there is one.
    pub fn choose(word: &str) -> bool {
        let fault = WORDS.iter().find(|(name, _)| *name == word).map(|(_, fault)| *fault);
        fault.is_some_and(|fault| CHOSEN.set(fault).is_ok())
    }

    /// Whether this promise is broken.
    pub fn is(fault: Fault) -> bool {
        CHOSEN.get() == Some(&fault)
    }
}

#[cfg(feature = "broken")]
pub use chosen::{choose, is};

/// Whether this promise is broken: never.
#[cfg(not(feature = "broken"))]
pub const fn is(_fault: Fault) -> bool {
    false
}
