//! The clocks and jobs of the house: every promise with a time is a row here.

use crate::api::work::{ClockView, JobView, clocks, jobs};
use crate::live::use_changes;
use crate::pages::parts::use_locale;
use crate::pages::wall;
use i18n::Locale;
use i18n::desk as t;
use leptos::prelude::*;
use leptos_meta::Title;

/// `/desk`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let changes = use_changes(|_| true);
    let page =
        Resource::new(move || changes.get(), |_| async { Ok((clocks().await?, jobs().await?)) });
    view! {
        <Title text=i18n::common::brand_title(l, t::home_title(l))/>
        <main id="main" class="cbody">
            <h1>{t::home_title(l)}</h1>
            <Transition fallback=move || view! { <p class="hint">{i18n::common::word_loading(l)}</p> }>
                {move || Suspend::new(async move {
                    let page: Result<_, crate::AppError> = page.await;
                    match page {
                        Ok((clocks, jobs)) => view! { {clock_table(l, clocks)} {job_table(l, jobs)} }.into_any(),
                        Err(error) => wall::failure_or_sign_in(l, &error, "/desk"),
                    }
                })}
            </Transition>
        </main>
    }
}

fn clock_table(l: Locale, clocks: Vec<ClockView>) -> AnyView {
    let empty = clocks.is_empty();
    let rows = clocks
        .into_iter()
        .map(|c| {
            let kind = i18n::common::clock_kind(l, &c.kind).map_or(c.kind.clone(), str::to_owned);
            view! {
                <tr>
                    <td data-label=t::clocks_col_kind(l)>{kind}</td>
                    <td data-label=t::clocks_col_subject(l)><code>{c.subject}</code></td>
                    <td data-label=t::clocks_col_started(l)>{i18n::date_time(l, c.started_at)}</td>
                    <td data-label=t::clocks_col_due(l)>{i18n::date_time(l, c.due_at)}</td>
                    <td data-label=t::clocks_col_state(l)>{clock_state(l, &c.state)}</td>
                    <td data-label=t::clocks_col_outcome(l)>{c.outcome}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="clocks-h">
            <header><h2 id="clocks-h">{t::clocks_title(l)}</h2></header>
            <p class="hint">{t::clocks_text(l)}</p>
            {if empty {
                view! { <div class="empty"><h3>{t::clocks_empty_title(l)}</h3><p>{t::clocks_empty_text(l)}</p></div> }.into_any()
            } else {
                view! {
                    <div class="tablebox" tabindex="0" role="region" aria-labelledby="clocks-h"><table class="table">
                        <caption class="sr">{t::clocks_caption(l)}</caption>
                        <thead><tr>
                            <th scope="col">{t::clocks_col_kind(l)}</th><th scope="col">{t::clocks_col_subject(l)}</th>
                            <th scope="col">{t::clocks_col_started(l)}</th><th scope="col">{t::clocks_col_due(l)}</th>
                            <th scope="col">{t::clocks_col_state(l)}</th><th scope="col">{t::clocks_col_outcome(l)}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table></div>
                }.into_any()
            }}
        </section>
    }
    .into_any()
}

fn clock_state(l: Locale, word: &str) -> String {
    match word {
        "running" => t::clocks_state_running(l),
        "paused" => t::clocks_state_paused(l),
        "stopped" => t::clocks_state_stopped(l),
        "fired" => t::clocks_state_fired(l),
        other => return other.to_owned(),
    }
    .to_owned()
}

fn job_table(l: Locale, jobs: Vec<JobView>) -> AnyView {
    let empty = jobs.is_empty();
    let rows = jobs
        .into_iter()
        .map(|j| {
            let state = i18n::common::job_state(l, &j.state).map_or(j.state.clone(), str::to_owned);
            view! {
                <tr>
                    <td data-label=t::jobs_col_kind(l)><code>{j.kind}</code></td>
                    <td data-label=t::jobs_col_state(l)>{state}</td>
                    <td data-label=t::jobs_col_attempts(l) class="num">{j.attempts}" / "{j.attempts_max}</td>
                    <td data-label=t::jobs_col_due(l)>{i18n::date_time(l, j.run_at)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="jobs-h">
            <header><h2 id="jobs-h">{t::jobs_title(l)}</h2></header>
            <p class="hint">{t::jobs_text(l)}</p>
            {if empty {
                view! { <div class="empty"><h3>{t::jobs_empty_title(l)}</h3><p>{t::jobs_empty_text(l)}</p></div> }.into_any()
            } else {
                view! {
                    <div class="tablebox" tabindex="0" role="region" aria-labelledby="jobs-h"><table class="table">
                        <caption class="sr">{t::jobs_caption(l)}</caption>
                        <thead><tr>
                            <th scope="col">{t::jobs_col_kind(l)}</th><th scope="col">{t::jobs_col_state(l)}</th>
                            <th scope="col">{t::jobs_col_attempts(l)}</th><th scope="col">{t::jobs_col_due(l)}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table></div>
                }.into_any()
            }}
        </section>
    }
    .into_any()
}
