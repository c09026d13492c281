//! A promise with a time: how much is left, what was promised, until when, by which clause. Six faces.
//!
//! The present moment is an argument. Server and browser must be given the same one for the first rendering; after that
//! the browser's signal may run.

use crate::ClauseChip;
use domain::{Duration, Moment};
use i18n::{Locale, common, countdown, duration, iso, short_date_time};
use leptos::prelude::*;

/// What became of a promise so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// It runs.
    Running,
    /// It stands still until something happens.
    Paused,
    /// It was kept at this moment.
    Kept(Moment),
    /// Its time ran out first.
    Broken,
}

/// What a clock shows at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The class of its face.
    pub face: &'static str,
    /// How much of the ring is drawn, 0–100.
    pub ring: i64,
    /// The large words: what is left.
    pub left: String,
    /// The small words: until when.
    pub due: String,
    /// What is said aloud, at five minutes and at one minute only; otherwise empty.
    pub aloud: String,
}

/// The face turns to `near` when less than this share of the time is left.
const NEAR_PERCENT: i64 = 25;

/// Reads a clock that runs from `started` to `due`.
pub fn reading(l: Locale, started: Moment, due: Moment, state: ClockState, now: Moment) -> Reading {
    let (whole, left) = (due.since(started).as_millis().max(1), due.since(now).as_millis());
    let ring = (left.min(whole) * 100 / whole).clamp(0, 100);
    let due_text = common::clock_deadline(l, short_date_time(l, due));
    let running = |face, left, aloud| Reading { face, ring, left, due: due_text.clone(), aloud };
    match state {
        ClockState::Kept(at) => Reading {
            face: "clock clock--kept",
            ring: 100,
            left: common::clock_kept(l).to_owned(),
            due: common::clock_kept_at(l, short_date_time(l, at)),
            aloud: String::new(),
        },
        ClockState::Paused => Reading {
            face: "clock clock--paused",
            ring: 100,
            left: common::clock_paused(l).to_owned(),
            due: due_text,
            aloud: String::new(),
        },
        ClockState::Broken => Reading {
            ring: 100,
            ..running("clock clock--late", common::clock_late(l).to_owned(), String::new())
        },
        ClockState::Running if left <= 0 => {
            let over = common::clock_over(l, duration(l, now.since(due)));
            Reading { ring: 100, ..running("clock clock--late", over, String::new()) }
        }
        ClockState::Running => {
            let text = common::clock_left(l, duration(l, Duration::millis(left)));
            let aloud = aloud(l, left);
            let face = if ring < NEAR_PERCENT { "clock clock--near" } else { "clock" };
            running(face, text, aloud)
        }
    }
}

/// Changes only twice, so that a live region speaks only twice.
fn aloud(l: Locale, left_ms: i64) -> String {
    let steps = [1, 5].map(Duration::minutes);
    let reached = steps.into_iter().find(|step| left_ms <= step.as_millis());
    reached.map_or_else(String::new, |step| common::clock_left(l, duration(l, step)))
}

/// A promise with its ring. Stands in an `<ul class="clocks">` or alone.
#[component]
pub fn Clock(
    /// The language.
    locale: Locale,
    /// What was promised.
    #[prop(into)]
    what: String,
    /// The clause it rests on.
    #[prop(optional)]
    clause: Option<&'static str>,
    /// When it began.
    started: Moment,
    /// When it ends.
    due: Moment,
    /// What became of it.
    state: ClockState,
    /// The present moment.
    #[prop(into)]
    now: Signal<Moment>,
    /// The rules lie behind another door (merchant and desk pages).
    #[prop(optional)]
    external: bool,
) -> impl IntoView {
    let read = Memo::new(move |_| reading(locale, started, due, state, now.get()));
    view! {
        <div class=move || read.get().face>
            <svg class="ring" viewBox="0 0 24 24" aria-hidden="true">
                <circle cx="12" cy="12" r="9.5"></circle>
                <circle
                    cx="12"
                    cy="12"
                    r="9.5"
                    pathLength="100"
                    stroke-dasharray=move || dashes(state, read.get().ring)
                ></circle>
            </svg>
            <span class="clock__what">
                {what}" "
                {clause.map(|clause| view! { <ClauseChip locale clause external/> })}
            </span>
            <strong class="clock__left">{move || read.get().left}</strong>
            <time class="clock__due" datetime=iso(due)>{move || read.get().due}</time>
            <span class="sr" role="status">{move || read.get().aloud}</span>
        </div>
    }
    .into_any()
}

fn dashes(state: ClockState, ring: i64) -> String {
    // A paused ring is dashed all around: it differs in shape, not in colour alone.
    if state == ClockState::Paused { "4 6".to_owned() } else { format!("{ring} 100") }
}

/// Hours, minutes and seconds that run down to a deadline.
#[component]
pub fn Countdown(
    /// The language.
    locale: Locale,
    /// When it ends.
    due: Moment,
    /// The present moment.
    #[prop(into)]
    now: Signal<Moment>,
) -> impl IntoView {
    let left = Memo::new(move |_| due.since(now.get()));
    let part = move |i: usize| {
        move || countdown(left.get()).split(':').nth(i).unwrap_or_default().to_owned()
    };
    view! {
        <span class="countdown" role="timer" aria-label=common::clock_deadline(locale, short_date_time(locale, due))>
            <b>{part(0)}</b>":"<b>{part(1)}</b>":"<b>{part(2)}</b>
        </span>
        <span class="sr" role="status">{move || aloud(locale, left.get().as_millis())}</span>
    }
    .into_any()
}
