//! What a use case can answer instead of a result. The inner text of a failure is for the log, never for the wire.

use domain::{Code, FieldError, Refusal};

/// The answer of every use case and port.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule said no; nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A unique key or a check of the store said no. The name is the constraint or index, for the use case to map.
    #[error("conflict on {0}")]
    Conflict(String),
    /// The store or a partner is overloaded, locked or away; the whole use case may be repeated.
    #[error("busy: {0}")]
    Busy(String),
    /// The write may or may not have happened; ask by its key before doing anything else.
    #[error("unknown outcome: {0}")]
    Unknown(String),
    /// Something that should not happen.
    #[error("broken: {0}")]
    Broken(String),
}

impl Error {
    /// Whether repeating the whole use case makes sense.
    pub const fn retryable(&self) -> bool {
        matches!(self, Self::Busy(_))
    }

    /// The word that may be told.
    pub const fn code(&self) -> Code {
        match self {
            Self::Refused(refusal) => refusal.code,
            Self::Conflict(_) => Code::Stale,
            Self::Busy(_) | Self::Unknown(_) => Code::Busy,
            Self::Broken(_) => Code::Internal,
        }
    }

    /// The fields that need mending, if that is what is wrong.
    pub fn fields(&self) -> &[FieldError] {
        match self {
            Self::Refused(refusal) => &refusal.fields,
            _ => &[],
        }
    }

    /// Something that should not happen, in words for the log.
    pub fn broken(what: impl std::fmt::Display) -> Self {
        Self::Broken(what.to_string())
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Refused(code.into())
    }
}

impl From<domain::money::MoneyError> for Error {
    fn from(error: domain::money::MoneyError) -> Self {
        Self::broken(error)
    }
}

impl From<domain::id::IdError> for Error {
    /// An id that does not read is an id of nothing: it answers like a missing thing.
    fn from(_: domain::id::IdError) -> Self {
        Code::NotFound.into()
    }
}
