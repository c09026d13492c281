//! What crosses the wire when something goes wrong: a code, the fields, an incident id. Never prose, never inner text.

use bytes::Bytes;
use domain::{Code, FieldError};
use leptos::prelude::FromServerFnError;
use leptos::server_fn::codec::{JsonEncoding, Post};
use leptos::server_fn::error::ServerFnErrorErr;
use leptos::server_fn::{ContentType, Decodes, Encodes, Format, FormatType};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Serialize};

/// JSON that is read as text. What the server writes into a page is read as text too, so that one piece of code reads a
/// view whichever way it came; reading bytes and text would put every view into the bundle twice.
pub struct JsonText;

/// How reading server functions answer.
pub type AsText = Post<JsonText>;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = serde_json::Error;

    fn encode(output: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(output).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        serde_json::from_str(std::str::from_utf8(&bytes).map_err(serde_json::Error::custom)?)
    }
}

/// The error of every server function. `i18n` writes the sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppError {
    /// What went wrong.
    pub code: Code,
    /// Which fields need mending, when the code is [`Code::Invalid`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// Where what was typed lies, so that a page without JavaScript can fill its form again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<String>,
    /// What to quote when asking for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
}

impl AppError {
    /// An error with a code alone.
    pub const fn of(code: Code) -> Self {
        Self { code, fields: Vec::new(), draft: None, incident: None }
    }

    /// What is wrong with one field, if anything.
    pub fn field(&self, name: &str) -> Option<&FieldError> {
        self.fields.iter().find(|f| f.field == name)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let code = match error {
            ServerFnErrorErr::Request(_) => Code::Offline,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Code::Invalid,
            _ => Code::Internal,
        };
        // Without a status of our own a form nobody can read would count as our failure.
        #[cfg(feature = "ssr")]
        crate::request::set_status(code);
        Self::of(code)
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code.as_str())
    }
}
