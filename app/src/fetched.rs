//! What a page shows: the server fetches it before it sends the page, and the browser reads it there, or fetches it when the page
//! is come to by a link. In the browser all of them share one piece of code, which does not know what is fetched: Leptos'
//! own resource brings its machinery into the bundle once more for everything that is waited for.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::IntoFuture;

#[cfg(feature = "hydrate")]
use browser as half;
#[cfg(not(feature = "hydrate"))]
use server as half;

/// Something a page waits for.
pub struct Fetched<T: Send + Sync + 'static>(half::Kept<T>);

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

/// Fetches with what `source` says, and again whenever that changes.
pub fn fetched<T, S, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Fetched<T>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    S: PartialEq + Clone + Send + Sync + 'static,
    Fut: Future<Output = T> + Send + 'static,
{
    Fetched(half::keep(source, fetch))
}

impl<T: Clone + Send + Sync + 'static> IntoFuture for Fetched<T> {
    type Output = T;
    type IntoFuture = half::Wait<T>;

    fn into_future(self) -> Self::IntoFuture {
        half::wait(self.0)
    }
}

/// The server's half writes what it fetched into the page.
#[cfg(not(feature = "hydrate"))]
mod server {
    use super::*;
    use crate::wire::JsonText;
    use leptos::reactive::computed::AsyncDerivedFuture;

    pub type Kept<T> = Resource<T, JsonText>;
    pub type Wait<T> = AsyncDerivedFuture<T>;

    pub fn keep<T, S, Fut>(
        source: impl Fn() -> S + Send + Sync + 'static,
        fetch: impl Fn(S) -> Fut + Send + Sync + 'static,
    ) -> Kept<T>
    where
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
        S: PartialEq + Clone + Send + Sync + 'static,
        Fut: Future<Output = T> + Send + 'static,
    {
        Resource::new_with_options(source, fetch, false)
    }

    pub fn wait<T: Clone + Send + Sync + 'static>(kept: Kept<T>) -> Wait<T> {
        kept.into_future()
    }
}

/// The browser's half: what Leptos' resource does there, for values and sources whose types it forgot.
#[cfg(feature = "hydrate")]
mod browser {
    use super::*;
    use crate::wire::read;
    use leptos::reactive::computed::{ArcAsyncDerived, ArcMemo, AsyncDerived, AsyncDerivedFuture};
    use leptos::reactive::graph::{Source as _, ToAnySubscriber as _};
    use std::any::Any;
    use std::marker::PhantomData;
    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::{Context, Poll};

    type Anything = Arc<dyn Any + Send + Sync>;
    type Coming = Pin<Box<dyn Future<Output = Anything> + Send>>;

    /// What is fetched with.
    #[derive(Clone)]
    struct Asked {
        value: Anything,
        same: fn(&Anything, &Anything) -> bool,
    }

    impl PartialEq for Asked {
        fn eq(&self, other: &Self) -> bool {
            (self.same)(&self.value, &other.value)
        }
    }

    fn same<S: PartialEq + 'static>(one: &Anything, other: &Anything) -> bool {
        one.downcast_ref::<S>() == other.downcast_ref::<S>()
    }

    pub struct Kept<T>(AsyncDerived<Anything>, PhantomData<fn() -> T>);

    impl<T> Clone for Kept<T> {
        fn clone(&self) -> Self {
            *self
        }
    }

    impl<T> Copy for Kept<T> {}

    pub fn keep<T, S, Fut>(
        source: impl Fn() -> S + Send + Sync + 'static,
        fetch: impl Fn(S) -> Fut + Send + Sync + 'static,
    ) -> Kept<T>
    where
        T: DeserializeOwned + Send + Sync + 'static,
        S: PartialEq + Clone + Send + Sync + 'static,
        Fut: Future<Output = T> + Send + 'static,
    {
        let source = move || Asked { value: Arc::new(source()), same: same::<S> };
        let fetch = move |asked: &Asked| -> Coming {
            let coming = asked.value.downcast_ref::<S>().cloned().map(&fetch);
            Box::pin(async move {
                match coming {
                    Some(coming) => Arc::new(coming.await) as Anything,
                    // What was asked with has the type of what is asked with.
                    None => std::future::pending().await,
                }
            })
        };
        let known = |text: &str| read::<T>(text).ok().map(|known| Arc::new(known) as Anything);
        Kept(derived(known, Box::new(source), Box::new(fetch)), PhantomData)
    }

    #[inline(never)]
    fn derived(
        known: fn(&str) -> Option<Anything>,
        source: Box<dyn Fn() -> Asked + Send + Sync>,
        fetch: Box<dyn Fn(&Asked) -> Coming + Send + Sync>,
    ) -> AsyncDerived<Anything> {
        let shared = Owner::current_shared_context();
        let id = shared.as_ref().map(|shared| shared.next_id()).unwrap_or_default();
        let written = shared.and_then(|shared| shared.read_data(&id));
        let known = written.and_then(|text| known(&text));
        let is_known = known.is_some();
        let source = ArcMemo::new(move |_| source());
        let asked = source.clone();
        let derived = ArcAsyncDerived::new_with_manual_dependencies(
            known,
            move || fetch(&asked.get()),
            &source,
        );
        if is_known {
            source.with_untracked(|_| ());
            source.add_subscriber(derived.to_any_subscriber());
        }
        derived.into()
    }

    /// Waits for the value and copies it.
    pub struct Wait<T>(AsyncDerivedFuture<Anything>, PhantomData<fn() -> T>);

    impl<T: Clone + 'static> Future for Wait<T> {
        type Output = T;

        fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
            match Pin::new(&mut self.0).poll(context).map(|value| value.downcast_ref().cloned()) {
                Poll::Ready(Some(value)) => Poll::Ready(value),
                // What was kept has the type of what is kept.
                Poll::Ready(None) | Poll::Pending => Poll::Pending,
            }
        }
    }

    pub fn wait<T: Clone + 'static>(kept: Kept<T>) -> Wait<T> {
        Wait(kept.0.into_future(), PhantomData)
    }
}
