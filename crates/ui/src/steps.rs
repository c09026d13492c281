//! How far a thing has come.

use domain::Moment;
use i18n::{Locale, iso, short_date_time};
use leptos::prelude::*;

/// Where a step lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind.
    Done,
    /// Here.
    Now,
    /// Ahead.
    Ahead,
}

/// One step of a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub label: String,
    /// When it was reached.
    pub at: Option<Moment>,
    /// Where it lies.
    pub state: StepState,
}

/// The course of an order with its moments.
#[component]
pub fn Steps(
    /// The language.
    locale: Locale,
    /// What the course is of, for those who listen.
    #[prop(into)]
    label: String,
    /// The steps, first to last.
    steps: Vec<Step>,
) -> impl IntoView {
    let items = steps.into_iter().map(|step| {
        let (class, current) = match step.state {
            StepState::Done => ("is-done", None),
            StepState::Now => ("is-now", Some("step")),
            StepState::Ahead => ("", None),
        };
        let at = step.at.map(|at| {
            view! { <time datetime=iso(at)>{short_date_time(locale, at)}</time> }
        });
        view! { <li class=class aria-current=current><b>{step.label}</b>{at}</li> }
    });
    view! { <ol class="steps" aria-label=label>{items.collect_view()}</ol> }.into_any()
}

/// The pages of a checkout as a line of words; `now` counts from zero.
#[component]
pub fn Progress(
    /// What the course is of, for those who listen.
    #[prop(into)]
    label: String,
    /// The names of the pages.
    pages: Vec<String>,
    /// Which one this is.
    now: usize,
) -> impl IntoView {
    let items = pages.into_iter().enumerate().map(|(i, name)| {
        view! { <li class:is-done=i < now aria-current=(i == now).then_some("step")>{name}</li> }
    });
    view! { <ol class="cprog" aria-label=label>{items.collect_view()}</ol> }.into_any()
}
