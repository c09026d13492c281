//! Paid places of all shops: who pays for what, where and how long. One may be ended, with a reason that the shop reads (2.1.1).

use crate::AppError;
use crate::api::places::{EndPlace, all_places};
use crate::fetched::fetched;
use crate::going::follow;
use crate::live::use_changes;
use crate::pages::console::at;
use crate::pages::forms::{error_of, field_error, summary, typed_before};
use crate::pages::parts::{Typed, typed, use_locale, waited, words};
use crate::pages::places::{fee, goods, list_name, span, state};
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::catalogue::Paged;
use domain::display::booking::{BookingState, BookingView, REASON_CHARS_MAX};
use i18n::Locale;
use i18n::desk as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Column, DataTable, Empty, Notice, NoticeTone, Pager, Row, TextArea};

const HERE: &str = "/desk/places";

/// What the address says: where the page begins, which booking is being ended, what was just done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    after: String,
    open: String,
    done: String,
}

/// `/desk/places`; `?after=` shows the next page, `&open=` the form that ends one.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let word = |name: &str| query.with(|q| q.get(name).unwrap_or_default());
        Asked { after: word("after"), open: word("open"), done: word("done") }
    });
    let act = Post::to::<EndPlace>();
    follow(act, Callback::new(|()| ()));
    let changes = use_changes(|kind| kind.starts_with("places."));
    let before = typed_before("end_place", error_of(act).get_untracked());
    let after = Memo::new(move |_| asked.with(|a| a.after.clone()));
    // While a reason is being written the list stands still.
    let heard = move || asked.with(|a| a.open.is_empty()).then(|| changes.get());
    let page = fetched(
        move || (after.get(), heard()),
        move |(after, _)| {
            let before = before.into_future();
            async move { Ok::<_, AppError>((all_places(after).await?, before.await)) }
        },
    );
    view! {
        <Title text=i18n::common::brand_title(l, t::places_title(l))/>
        <main id="main" class="cbody">
            <div class="chead"><h1>{t::places_title(l)}</h1><p>{t::places_text(l)}</p></div>
            {waited(l, move || {
                    let asked = asked.get();
                    async move {
                        match page.await {
                            Ok(((list, may_end), typed)) => body(l, &list, may_end, &typed, &asked, act),
                            Err(error) => wall::console_failure(l, &error, HERE),
                        }
                    }
            })}
        </main>
    }
}

fn body(
    l: Locale,
    list: &Paged<BookingView>,
    may_end: bool,
    before: &Typed,
    asked: &Asked,
    act: Post,
) -> AnyView {
    let first = (!asked.after.is_empty()).then(|| HERE.to_owned());
    let next = list.next.as_deref().map(|after| at(HERE, &[("after", after)]));
    let done = (asked.done == "ended").then(|| {
        view! { <Notice tone=NoticeTone::Kept><p>{t::places_done(l)}</p></Notice> }
    });
    let open = list.items.iter().find(|b| may_end && b.id.to_string() == asked.open);
    view! {
        {done}
        {open.map(|booking| form(l, booking, before, act))}
        <section class="panel" aria-label=t::places_title(l)>
            {if list.items.is_empty() {
                view! { <Empty title=t::places_empty_title(l) text=t::places_empty_text(l)/> }.into_any()
            } else {
                table(l, list, may_end, asked)
            }}
            <Pager locale=l previous=first next=next/>
        </section>
    }
    .into_any()
}

fn table(l: Locale, list: &Paged<BookingView>, may_end: bool, asked: &Asked) -> AnyView {
    let columns = vec![
        Column::text(t::places_col_shop(l)),
        Column::text(t::places_col_goods(l)),
        Column::text(t::places_col_list(l)),
        Column::text(t::places_col_span(l)),
        Column::figures(t::places_col_fee(l)),
        Column::text(t::places_col_state(l)),
        Column::action(t::places_col_action(l)),
    ];
    let rows = list.items.iter().map(|booking| {
        Row::of(vec![
            words(l, &booking.shop).into_any(),
            goods(l, booking),
            list_name(l, booking.category.as_ref()).into_any(),
            span(l, booking),
            fee(l, booking),
            state(l, booking),
            if may_end { way_to_end(l, booking, asked) } else { ().into_any() },
        ])
    });
    view! { <DataTable caption=t::places_caption(l) columns=columns rows=rows.collect()/> }
        .into_any()
}

fn way_to_end(l: Locale, booking: &BookingView, asked: &Asked) -> AnyView {
    if !matches!(booking.state, BookingState::Coming | BookingState::Running) {
        return ().into_any();
    }
    let id = booking.id.to_string();
    let form = at(HERE, &[("after", &asked.after), ("open", &id)]);
    let href = format!("{form}#{}", ui::field_id("reason"));
    let spoken = t::places_end_of(l, words(l, &booking.name));
    view! { <a class="btn btn--sm" href=href aria-label=spoken>{t::places_end(l)}</a> }.into_any()
}

fn form(l: Locale, booking: &BookingView, before: &Typed, act: Post) -> AnyView {
    let error = error_of(act);
    let most = u32::try_from(REASON_CHARS_MAX).unwrap_or(u32::MAX);
    let labels = vec![("reason", t::places_reason(l).to_owned())];
    let (id, written) = (booking.id.to_string(), typed(before, "reason"));
    let what = goods(l, booking);
    let heading = t::places_end_title(l, words(l, &booking.shop));
    view! {
        <section class="panel form" aria-labelledby="end-h">
            <header><h2 id="end-h">{heading}</h2></header>
            <PostForm post=act attr:class="form__body">
                {summary(l, error, labels)}
                <p>{what}</p>
                <input type="hidden" name="id" value=id/>
                <TextArea locale=l name="reason" label=t::places_reason(l) hint=t::places_reason_hint(l, REASON_CHARS_MAX)
                    value=written required=true max=most error=field_error(l, error, "reason")/>
                <button class="btn btn--primary" type="submit">{t::places_end_submit(l)}</button>
            </PostForm>
        </section>
    }
    .into_any()
}
