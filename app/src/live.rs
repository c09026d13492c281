//! Live pages: a stream says "this changed", and the page fetches again. The stream closes while the tab is hidden and
//! opens again with a fresh look when it is shown.

use leptos::prelude::*;

/// A number that grows whenever something the page may show has changed. Pages make their resources depend on it.
pub fn use_changes(
    interesting: impl Fn(&str) -> bool + Clone + Send + Sync + 'static,
) -> RwSignal<u64> {
    let changes = RwSignal::new(0u64);
    #[cfg(feature = "hydrate")]
    browser::listen(changes, interesting);
    #[cfg(not(feature = "hydrate"))]
    drop(interesting);
    changes
}

/// The present moment: what the server said, and from there the browser's clock, second by second. The first rendering
/// is the same on both sides whatever the browser's clock shows.
pub fn use_now(server_now: domain::Moment) -> RwSignal<domain::Moment> {
    let now = RwSignal::new(server_now);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let began = js_sys::Date::now();
        let tick = move || {
            let passed = domain::Duration::millis((js_sys::Date::now() - began) as i64);
            now.try_set(server_now.plus(passed));
        };
        if let Ok(handle) = set_interval_with_handle(tick, std::time::Duration::from_secs(1)) {
            on_cleanup(move || handle.clear());
        }
    });
    now
}

#[cfg(feature = "hydrate")]
mod browser {
    use gloo_net::eventsource::futures::EventSource;
    use leptos::prelude::*;
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen::closure::Closure;

    /// How long nothing is told after something was.
    const QUIET: std::time::Duration = std::time::Duration::from_millis(250);

    type Open = Rc<RefCell<Option<EventSource>>>;

    /// Listens for as long as the page stands.
    pub fn listen(changes: RwSignal<u64>, interesting: impl Fn(&str) -> bool + Clone + 'static) {
        Effect::new(move |_| {
            let open: Open = Rc::default();
            connect(&open, changes, interesting.clone());
            follow_visibility(&open, changes, interesting.clone());
            look_again_when_back(changes);
            let open = send_wrapper::SendWrapper::new(open);
            on_cleanup(move || drop(open.take()));
        });
    }

    fn connect(open: &Open, changes: RwSignal<u64>, interesting: impl Fn(&str) -> bool + 'static) {
        use futures::StreamExt as _;
        let Ok(mut source) = EventSource::new("/live") else { return };
        let (Ok(changed), Ok(missed)) = (source.subscribe("changed"), source.subscribe("missed"))
        else {
            return;
        };
        *open.borrow_mut() = Some(source);
        let brake = Brake { changes, quiet: Rc::default(), owed: Rc::default() };
        let mut told = futures::stream::select(changed, missed);
        leptos::task::spawn_local(async move {
            while let Some(Ok((kind, message))) = told.next().await {
                let line = message.data().as_string().unwrap_or_default();
                if kind == "missed" || interesting(&line) {
                    brake.tell();
                }
            }
        });
    }

    /// In a busy hour events come by the dozen: the first is told at once, the rest of a quarter of a second together.
    #[derive(Clone)]
    struct Brake {
        changes: RwSignal<u64>,
        quiet: Rc<Cell<bool>>,
        owed: Rc<Cell<bool>>,
    }

    impl Brake {
        fn tell(&self) {
            if self.quiet.replace(true) {
                self.owed.set(true);
                return;
            }
            self.changes.try_update(|n| *n += 1);
            let brake = self.clone();
            let over = move || {
                brake.quiet.set(false);
                if brake.owed.replace(false) {
                    brake.tell();
                }
            };
            set_timeout(over, QUIET);
        }
    }

    /// A page that the way back brings out of the browser's memory shows what was true when it was left.
    fn look_again_when_back(changes: RwSignal<u64>) {
        let back = window_event_listener(leptos::ev::pageshow, move |event| {
            if event.persisted() {
                changes.try_update(|n| *n += 1);
            }
        });
        on_cleanup(move || back.remove());
    }

    fn follow_visibility(
        open: &Open,
        changes: RwSignal<u64>,
        interesting: impl Fn(&str) -> bool + Clone + 'static,
    ) {
        let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
        let (open, page) = (Rc::downgrade(open), document.clone());
        let seen = Closure::<dyn Fn()>::new(move || {
            let Some(open) = open.upgrade() else { return };
            if page.hidden() {
                drop(open.take());
            } else if open.borrow().is_none() {
                connect(&open, changes, interesting.clone());
                changes.try_update(|n| *n += 1);
            }
        });
        if document
            .add_event_listener_with_callback("visibilitychange", seen.as_ref().unchecked_ref())
            .is_ok()
        {
            seen.forget();
        }
    }
}
