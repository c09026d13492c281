//! The clocks and jobs of the house: every promise with a time is a row here.

use crate::api::work::{ClockView, JobView, ReviveJob, WorkView, clocks, jobs, waiting_work};
use crate::fetched::fetched;
use crate::going::follow;
use crate::live::use_changes;
use crate::pages::desk::subject;
use crate::pages::forms::{error_of, problem};
use crate::pages::parts::{use_locale, waited};
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::console::COUNT_MAX;
use i18n::Locale;
use i18n::desk as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Column, DataTable, Empty, Mark, Notice, NoticeTone, Row, Tone};

/// `/desk`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let revive = Post::to::<ReviveJob>();
    follow(revive, Callback::new(|()| ()));
    let changes = use_changes(|_| true);
    let page = fetched(
        move || (revive.version(), changes.get()),
        |_| async { Ok((waiting_work().await?, clocks().await?, jobs().await?)) },
    );
    let revived = move || query.with(|q| q.get("done").as_deref() == Some("revived"));
    view! {
        <Title text=i18n::common::brand_title(l, t::home_title(l))/>
        <main id="main" class="cbody">
            <div class="chead"><h1>{t::home_title(l)}</h1></div>
            {problem(l, error_of(revive))}
            {move || revived().then(|| view! { <Notice tone=NoticeTone::Kept><p>{t::jobs_retried(l)}</p></Notice> })}
            {waited(l, move || async move {
                    let page: Result<_, crate::AppError> = page.await;
                    match page {
                        Ok((work, clocks, jobs)) => {
                            let tables = (clock_table(l, clocks), job_table(l, jobs, revive));
                            // What waits for a person comes first.
                            let (first, second) =
                                if work.dead_jobs > 0 { (tables.1, tables.0) } else { tables };
                            view! { {tiles(l, work)} {first} {second} }.into_any()
                        }
                        Err(error) => wall::console_failure(l, &error, "/desk"),
                    }
                })}
        </main>
    }
}

/// How much waits; what is late or given up says so.
fn tiles(l: Locale, work: WorkView) -> AnyView {
    let tile = |href: &'static str, n: i64, label: &'static str, class: &'static str| {
        let class = if n > 0 { class } else { "" };
        // A fragment of this page is the browser's business, not the router's.
        view! {
            <li><a href=href rel="external" class=class>
                <b class="num">{i18n::bounded(n, COUNT_MAX)}</b><span>{label}</span>
            </a></li>
        }
    };
    view! {
        <ul class="todo" aria-label=t::home_title(l)>
            {tile("#clocks-h", work.running_clocks, t::home_running_clocks(l), "")}
            {tile("#clocks-h", work.late_clocks, t::home_late_clocks(l), "is-near")}
            {tile("#jobs-h", work.waiting_jobs, t::home_waiting_jobs(l), "")}
            {tile("#jobs-h", work.dead_jobs, t::home_dead_jobs(l), "is-late")}
        </ul>
    }
    .into_any()
}

fn clock_table(l: Locale, clocks: Vec<ClockView>) -> AnyView {
    let body = if clocks.is_empty() {
        view! { <Empty title=t::clocks_empty_title(l) text=t::clocks_empty_text(l)/> }.into_any()
    } else {
        let columns = vec![
            Column::text(t::clocks_col_kind(l)),
            Column::text(t::clocks_col_subject(l)),
            Column::text(t::clocks_col_started(l)),
            Column::text(t::clocks_col_due(l)),
            Column::text(t::clocks_col_state(l)),
            Column::text(t::clocks_col_outcome(l)),
        ];
        let rows = clocks.into_iter().map(|c| clock_row(l, c)).collect();
        view! { <DataTable caption=t::clocks_caption(l) columns=columns rows=rows/> }.into_any()
    };
    panel("clocks-h", t::clocks_title(l), t::clocks_text(l), body)
}

fn clock_row(l: Locale, clock: ClockView) -> Row {
    let kind = i18n::common::clock_kind(l, &clock.kind).map(str::to_owned);
    let state = i18n::common::clock_state(l, &clock.state).map(str::to_owned);
    let outcome = i18n::common::clock_outcome(l, &clock.outcome).map(str::to_owned);
    Row::of(vec![
        kind.unwrap_or(clock.kind).into_any(),
        subject(&clock.subject),
        i18n::date_time(l, clock.started_at).into_any(),
        i18n::date_time(l, clock.due_at).into_any(),
        state.unwrap_or(clock.state).into_any(),
        outcome.unwrap_or(clock.outcome).into_any(),
    ])
}

fn job_table(l: Locale, jobs: Vec<JobView>, revive: Post) -> AnyView {
    let body = if jobs.is_empty() {
        view! { <Empty title=t::jobs_empty_title(l) text=t::jobs_empty_text(l)/> }.into_any()
    } else {
        let columns = vec![
            Column::text(t::jobs_col_kind(l)),
            Column::text(t::jobs_col_state(l)),
            Column::figures(t::jobs_col_attempts(l)),
            Column::text(t::jobs_col_due(l)),
            Column::text(t::jobs_col_error(l)),
            Column::action(t::jobs_col_action(l)),
        ];
        let rows = jobs.into_iter().map(|j| job_row(l, j, revive)).collect();
        view! { <DataTable caption=t::jobs_caption(l) columns=columns rows=rows/> }.into_any()
    };
    panel("jobs-h", t::jobs_title(l), t::jobs_text(l), body)
}

fn job_row(l: Locale, job: JobView, revive: Post) -> Row {
    let state = i18n::common::job_state(l, &job.state).map(str::to_owned);
    let dead = job.state == "dead";
    let tone = if dead { Tone::Late } else { Tone::Fact };
    let cells = vec![
        view! { <code>{job.kind.clone()}</code> }.into_any(),
        view! { <Mark text=state.unwrap_or(job.state) tone=tone/> }.into_any(),
        format!("{} / {}", job.attempts, job.attempts_max).into_any(),
        i18n::date_time(l, job.run_at).into_any(),
        view! { <span class="mono">{job.error}</span> }.into_any(),
        if job.revivable { again(l, job.id, &job.kind, revive) } else { ().into_any() },
    ];
    Row { cells, class: if dead { "is-late" } else { "" } }
}

fn again(l: Locale, id: String, kind: &str, revive: Post) -> AnyView {
    let spoken = t::jobs_retry_of(l, kind);
    view! {
        <PostForm post=revive>
            <input type="hidden" name="job" value=id/>
            <button class="btn btn--sm" type="submit" aria-label=spoken>{t::jobs_retry(l)}</button>
        </PostForm>
    }
    .into_any()
}

fn panel(id: &'static str, title: &'static str, text: &'static str, body: AnyView) -> AnyView {
    view! {
        <section class="panel" aria-labelledby=id>
            <header><h2 id=id>{title}</h2></header>
            <p class="hint">{text}</p>
            {body}
        </section>
    }
    .into_any()
}
