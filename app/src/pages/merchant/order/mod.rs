//! One order of the shop: what is to be done now, where the parcels are, what the buyer paid and what the shop gets of it. It
//! changes by itself while it is looked at.

mod parcel;

use crate::AppError;
use crate::api::fulfilment::{CallOffOrder, ShipOrder, shop_order};
use crate::fetched::fetched;
use crate::going::follow;
use crate::live::{use_changes, use_now};
use crate::pages::console::{clocks, goods, order_head, refunds};
use crate::pages::forms::{error_of, problem, typed_before};
use crate::pages::parts::{Typed, use_locale, waited, words};
use crate::pages::wall;
use crate::pages::{income, journey};
use crate::post::{Post, PostForm};
use domain::clocks::{ClockKind, ClockState};
use domain::orders::views::{Action, OrderView, ReturnView};
use domain::orders::{CloseReason, OrderState};
use i18n::merchant as t;
use i18n::{Locale, words as w};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{Facts, Mark, Notice, NoticeTone, Tone};

/// What the shop can set off on this page.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    ship: Post,
    call_off: Post,
}

impl Acts {
    fn new() -> Self {
        let acts = Self { ship: Post::to::<ShipOrder>(), call_off: Post::to::<CallOffOrder>() };
        let nothing = Callback::new(|()| ());
        follow(acts.ship, nothing);
        follow(acts.call_off, nothing);
        acts
    }

    fn version(self) -> usize {
        self.ship.version() + self.call_off.version()
    }
}

/// `/merchant/orders/{order}`, by id or number.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let params = use_params_map();
    let query = use_query_map();
    let order = Memo::new(move |_| params.with(|p| p.get("order").unwrap_or_default()));
    let acts = Acts::new();
    let changes = use_changes(|_| true);
    let before = typed_before("ship", error_of(acts.ship).get_untracked());
    let page = fetched(
        move || (order.get(), acts.version(), changes.get()),
        move |(order, _, _)| {
            let before = before.into_future();
            async move { Ok::<_, AppError>((shop_order(order).await?, before.await)) }
        },
    );
    let done = move || query.with(|q| q.get("done").unwrap_or_default());
    view! {
        <main id="main" class="cbody">
            {problem(l, error_of(acts.call_off))}
            {waited(l, move || {
                    let (path, done) = (format!("/merchant/orders/{}", order.get_untracked()), done());
                    async move {
                        match page.await {
                            Ok((view, typed)) => body(l, &view, &typed, acts, &done),
                            Err(error) => view! {
                                <Title text=i18n::common::brand_title(l, t::orders_title(l))/>
                                {wall::console_failure(l, &error, &path)}
                            }.into_any(),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, view: &OrderView, typed: &Typed, acts: Acts, done: &str) -> AnyView {
    let said = match done {
        "shipped" if view.card.shipped_at.is_some() => Some(t::ship_done(l)),
        "called_off" if view.card.ended_at.is_some() => Some(t::order_called_off(l)),
        _ => None,
    };
    let (now, hint) = whats_next(l, view);
    view! {
        <Title text=i18n::common::brand_title(l, t::order_title(l, &view.card.number))/>
        {said.map(|text| view! { <Notice tone=NoticeTone::Kept><p>{text}</p></Notice> })}
        {order_head(l, &view.card, now, hint)}
        <div class="order__cols">
            <div class="stack">
                {parcel::ship(l, view, typed, acts)}
                {journey::parcels(l, view)}
                {parcel::add(l, view, typed, acts)}
                {returns(l, view)}
                {goods(l, &view.card.lines)}
            </div>
            <aside class="stack">
                {clocks(l, view, use_now(view.now))}
                {facts(l, view)}
                {income::money(l, view)}
                {refunds(l, &view.refunds)}
                {call_off(l, view, acts)}
            </aside>
        </div>
    }
    .into_any()
}

fn whats_next(l: Locale, view: &OrderView) -> (&'static str, Option<String>) {
    let clock = view.clocks.first();
    let due = clock.map(|c| i18n::short_date_time(l, c.due_at));
    let paused = clock.is_some_and(|c| c.state == ClockState::Paused);
    match view.card.state {
        OrderState::AwaitingPayment => {
            (t::order_head_pay(l), due.map(|time| t::order_sub_pay(l, time)))
        }
        OrderState::Paid => (t::order_head_ship(l), Some(dispatch(l, view))),
        OrderState::Shipped if paused => {
            (t::order_head_shipped(l), Some(t::order_sub_paused(l).to_owned()))
        }
        OrderState::Shipped if view.card.delivered_at.is_some() => {
            (t::order_head_delivered(l), due.map(|time| t::order_sub_delivered(l, time)))
        }
        OrderState::Shipped => {
            (t::order_head_shipped(l), due.map(|time| t::order_sub_shipped(l, time)))
        }
        OrderState::Received => (
            t::order_head_received(l),
            view.apply_ends.map(|at| t::order_sub_received(l, i18n::short_date_time(l, at))),
        ),
        OrderState::Cancelled => (
            t::order_head_cancelled(l),
            view.close_reason.map(|why| match why {
                CloseReason::Buyer => t::order_sub_cancelled_buyer(l).to_owned(),
                CloseReason::TimeOver => t::order_sub_cancelled_time(l).to_owned(),
            }),
        ),
        OrderState::Closed => (t::order_head_closed(l), None),
    }
}

/// By when the order is to leave the shop, or that it should have.
fn dispatch(l: Locale, view: &OrderView) -> String {
    let Some(due) = view.card.ship_by else { return t::order_sub_ship(l).to_owned() };
    let time = i18n::short_date_time(l, due);
    match view.clocks.iter().find(|c| c.kind == ClockKind::Dispatch) {
        Some(clock) if clock.state == ClockState::Fired => t::order_sub_ship_late(l, time),
        _ => t::order_sub_ship_by(l, time),
    }
}

fn facts(l: Locale, view: &OrderView) -> AnyView {
    let (card, to) = (&view.card, &view.address);
    // A number is called while there is a parcel to be delivered; afterwards nobody needs it.
    let phone = if card.state.is_over() { i18n::phone_masked(&to.phone) } else { to.phone.clone() };
    let mut rows = vec![
        (t::order_recipient(l).to_owned(), to.recipient.clone()),
        (t::order_phone(l).to_owned(), phone),
        (t::order_address(l).to_owned(), format!("{} {}", to.region, to.detail)),
        (t::order_placed(l).to_owned(), i18n::date_time(l, card.placed_at)),
    ];
    if let Some(at) = card.paid_at {
        rows.push((t::order_paid_at(l).to_owned(), i18n::date_time(l, at)));
    }
    if let Some(version) = view.rule_version {
        rows.push((t::order_rules(l).to_owned(), t::order_rules_version(l, version)));
    }
    let says = format!("{}{}", t::order_note(l), i18n::common::word_colon(l));
    let note = Some(view.note.clone()).filter(|note| !note.is_empty());
    let note = note.map(|note| {
        view! { <Notice tone=NoticeTone::Watch><p><b>{says}</b>{note}</p></Notice> }
    });
    view! {
        <section class="panel stack" aria-labelledby="to-h">
            <header><h2 id="to-h">{t::order_ship_to(l)}</h2></header>
            {note}
            <Facts of=rows class="kv"/>
        </section>
    }
    .into_any()
}

fn returns(l: Locale, view: &OrderView) -> AnyView {
    if view.returns.is_empty() {
        return ().into_any();
    }
    let rows = view.returns.iter().map(|ret| return_row(l, view, ret)).collect_view();
    view! {
        <section class="panel" aria-labelledby="returns-h">
            <header><h2 id="returns-h">{t::order_returns(l)}</h2></header>
            <ul class="clines">{rows}</ul>
        </section>
    }
    .into_any()
}

fn return_row(l: Locale, view: &OrderView, ret: &ReturnView) -> AnyView {
    let line = view.card.lines.iter().find(|line| line.id == ret.line);
    let name = line.map(|line| words(l, &line.name)).unwrap_or_default();
    let href = format!("/merchant/returns/{}", ret.id);
    let about = format!(
        "{}{}{}",
        w::return_kind(l, ret.kind),
        i18n::common::word_dot(l),
        i18n::money(ret.amount)
    );
    view! {
        <li>
            <a href=href>{name}" "{i18n::common::unit_times(l, ret.qty)}</a>
            <small>{about}</small>
            <Mark text=w::return_state(l, ret.state) tone=Tone::Trust/>
        </li>
    }
    .into_any()
}

fn call_off(l: Locale, view: &OrderView, acts: Acts) -> AnyView {
    if !view.actions.contains(&Action::Cancel) {
        return ().into_any();
    }
    let (id, price) = (view.card.id.to_string(), i18n::money(view.card.payable));
    let yes = t::order_call_off_yes(l, &price);
    view! {
        <section class="panel">
            <details class="ask"><summary class="btn btn--wide">{t::order_call_off(l)}</summary>
                <h3>{t::order_call_off_title(l)}</h3>
                <p>{t::order_call_off_text(l, &price)}</p>
                <PostForm post=acts.call_off>
                    <input type="hidden" name="order" value=id/>
                    <button class="btn btn--wide" type="submit">{yes}</button>
                </PostForm>
            </details>
        </section>
    }
    .into_any()
}
