//! How reading server functions are asked. On the server that is Leptos' own way. In the browser it is a small one that all of
//! them share: an address, a text, and our reader; Leptos' client brings its requests, answers and errors along for each.

use super::{AppError, AsText};
use leptos::server_fn::codec::{Encoding, GetUrl, IntoReq};
use leptos::server_fn::{Http, Protocol, client::Client, server::Server};
use serde::de::DeserializeOwned;

/// A question with its arguments in the address, answered as text.
pub struct Asking;

type OverHttp = Http<GetUrl, AsText>;

impl<I, O, C, S> Protocol<I, O, C, S, AppError> for Asking
where
    OverHttp: Protocol<I, O, C, S, AppError>,
    I: IntoReq<GetUrl, address::Address, AppError> + Send,
    O: DeserializeOwned + Send,
    C: Client<AppError>,
    S: Server<AppError>,
{
    const METHOD: http::Method = <GetUrl as Encoding>::METHOD;

    async fn run_server<F, Fut>(request: S::Request, function: F) -> Result<S::Response, AppError>
    where
        F: Fn(I) -> Fut + Send,
        Fut: Future<Output = Result<O, AppError>> + Send,
    {
        OverHttp::run_server(request, function).await
    }

    #[cfg(not(feature = "hydrate"))]
    async fn run_client(path: &str, input: I) -> Result<O, AppError> {
        OverHttp::run_client(path, input).await
    }

    #[cfg(feature = "hydrate")]
    async fn run_client(path: &str, input: I) -> Result<O, AppError> {
        let address = input.into_req(path, "")?.0;
        let text = send_wrapper::SendWrapper::new(super::sending::get(&address)).await?;
        super::read(&text).map_err(|_| AppError::of(domain::Code::Invalid))
    }
}

/// The address of a question, for the code that writes arguments into a request.
mod address {
    use super::AppError;
    use bytes::Bytes;
    use domain::Code;
    use leptos::server_fn::request::ClientReq;

    pub struct Address(pub String);

    /// Questions have no body.
    const NONE: Result<Address, AppError> = Err(AppError::of(Code::Invalid));

    impl ClientReq<AppError> for Address {
        type FormData = ();

        fn try_new_req_query(
            path: &str,
            _: &str,
            _: &str,
            query: &str,
            _: http::Method,
        ) -> Result<Self, AppError> {
            Ok(Self([path, "?", query].concat()))
        }
        fn try_new_req_text(
            _: &str,
            _: &str,
            _: &str,
            _: String,
            _: http::Method,
        ) -> Result<Self, AppError> {
            NONE
        }
        fn try_new_req_bytes(
            _: &str,
            _: &str,
            _: &str,
            _: Bytes,
            _: http::Method,
        ) -> Result<Self, AppError> {
            NONE
        }
        fn try_new_req_form_data(
            _: &str,
            _: &str,
            _: &str,
            (): (),
            _: http::Method,
        ) -> Result<Self, AppError> {
            NONE
        }
        fn try_new_req_multipart(
            _: &str,
            _: &str,
            (): (),
            _: http::Method,
        ) -> Result<Self, AppError> {
            NONE
        }
        fn try_new_req_streaming(
            _: &str,
            _: &str,
            _: &str,
            _: impl futures::Stream<Item = Bytes> + Send + 'static,
            _: http::Method,
        ) -> Result<Self, AppError> {
            NONE
        }
    }
}
