//! One order: where it stands, its parcels, its clocks, its money, and what can be done now. It changes by itself while it
//! is looked at (3.2.3, 3.3.1).

mod after_sales;
pub mod request;
pub mod review;
pub mod sold;

use crate::api::orders::{CancelOrder, ConfirmReceipt, view_order};
use crate::api::returns::{SendBack, WithdrawReturn};
use crate::fetched::fetched;
use crate::going::follow;
use crate::live::{use_changes, use_now};
use crate::pages::bill;
use crate::pages::forms::{error_of, problem};
use crate::pages::journey::{self, clause_of, face_of};
use crate::pages::parts::{use_locale, waited, words};
use crate::pages::reviews::said;
use crate::pages::shop::cashier::method_name;
use crate::pages::shop::orders::state_icon;
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::Moment;
use domain::clocks::{ClockKind, ClockState};
use domain::orders::OrderState;
use domain::orders::views::{Action, ClockView, LineView, OrderView};
use domain::payments::RefundReason;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{Clock, Icon, Ledger, Line, Notice, NoticeTone, Tone};

/// What the buyer can set off on this page.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    confirm: Post,
    cancel: Post,
    withdraw: Post,
    send_back: Post,
}

impl Acts {
    fn new() -> Self {
        let acts = Self {
            confirm: Post::to::<ConfirmReceipt>(),
            cancel: Post::to::<CancelOrder>(),
            withdraw: Post::to::<WithdrawReturn>(),
            send_back: Post::to::<SendBack>(),
        };
        let nothing = Callback::new(|()| ());
        follow(acts.confirm, nothing);
        follow(acts.cancel, nothing);
        follow(acts.withdraw, nothing);
        follow(acts.send_back, nothing);
        acts
    }

    fn version(self) -> usize {
        self.confirm.version()
            + self.cancel.version()
            + self.withdraw.version()
            + self.send_back.version()
    }
}

/// `/orders/{order}`, by id or number.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let params = use_params_map();
    let query = use_query_map();
    let order = Memo::new(move |_| params.with(|p| p.get("order").unwrap_or_default()));
    let acts = Acts::new();
    let changes = use_changes(|_| true);
    let page = fetched(
        move || (order.get(), acts.version(), changes.get()),
        |(order, _, _)| view_order(order),
    );
    let done = move || query.with(|q| q.get("done").unwrap_or_default());
    let errors = [error_of(acts.confirm), error_of(acts.cancel), error_of(acts.withdraw)];
    view! {
        <main id="main" class="wrap order">
            {errors.map(|error| problem(l, error)).into_iter().collect_view()}
            {waited(l, move || {
                    let (path, done) = (format!("/orders/{}", order.get_untracked()), done());
                    async move {
                        match page.await {
                            Ok(view) => body(l, &view, acts, &done),
                            Err(error) => view! {
                                <Title text=i18n::common::brand_title(l, t::orders_title(l))/>
                                {wall::failure_or_sign_in(l, &error, &path)}
                            }.into_any(),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, view: &OrderView, acts: Acts, done: &str) -> AnyView {
    let said = match done {
        "confirmed" if view.card.received_at.is_some() => Some(t::order_confirmed(l)),
        "cancelled" if view.card.ended_at.is_some() => Some(t::order_cancelled(l)),
        "reviewed" if view.reviews.iter().any(|told| told.review.is_some()) => {
            Some(t::reviews_done(l))
        }
        _ => None,
    };
    view! {
        <Title text=i18n::common::brand_title(l, t::order_title(l, &view.card.number))/>
        {said.map(|text| view! { <Notice tone=NoticeTone::Kept><p>{text}</p></Notice> })}
        {head(l, view)}
        <div class="order__cols">
            <div class="order__main">
                {journey::parcels(l, view)}
                {after_sales::returns(l, view, acts)}
                {goods(l, view)}
            </div>
            <aside class="order__side">
                {clocks(l, view)}
                {money(l, view)}
                {facts(l, view)}
                {act_panel(l, view, acts)}
            </aside>
        </div>
    }
    .into_any()
}

fn head(l: Locale, view: &OrderView) -> AnyView {
    let card = &view.card;
    let state = i18n::common::order_state(l, card.state.as_str()).unwrap_or_default();
    let due = |kind: ClockKind| view.clocks.iter().find(|c| c.kind == kind).map(|c| c.due_at);
    let time = |at: Moment| i18n::short_date_time(l, at);
    let (title, hint) = match card.state {
        OrderState::AwaitingPayment => (
            t::order_head_awaiting_payment(l),
            due(ClockKind::UnpaidClose).map(|at| t::order_sub_awaiting_payment(l, time(at))),
        ),
        OrderState::Paid => (t::order_head_awaiting_shipment(l), Some(dispatch(l, view))),
        OrderState::Shipped if card.delivered_at.is_some() => {
            (t::order_head_delivered(l), Some(t::order_sub_shipped(l).to_owned()))
        }
        OrderState::Shipped => (t::order_head_shipped(l), Some(t::order_sub_shipped(l).to_owned())),
        OrderState::Received => (
            t::order_head_completed(l),
            view.apply_ends.map(|at| t::order_sub_completed(l, time(at))),
        ),
        OrderState::Cancelled => (
            t::order_head_cancelled(l),
            view.close_reason.map(|why| i18n::words::close_reason(l, why).to_owned()),
        ),
        OrderState::Closed if called_off(view) => {
            (t::order_head_cancelled(l), Some(t::order_sub_called_off(l).to_owned()))
        }
        OrderState::Closed => {
            (t::order_head_refunded(l), Some(t::order_sub_refunded(l).to_owned()))
        }
    };
    view! {
        <header class="ostate">
            <div>
                <p class="ostate__k"><Icon of=state_icon(card.state)/>" "{state}</p>
                <h1>{title}</h1>
                {hint.map(|text| view! { <p class="hint">{text}</p> })}
            </div>
            {(!matches!(card.state, OrderState::Cancelled | OrderState::Closed)).then(|| journey::course(l, card))}
        </header>
    }
    .into_any()
}

/// By when the shop promised to ship, and that it did not.
fn dispatch(l: Locale, view: &OrderView) -> String {
    let Some(due) = view.card.ship_by else { return t::ledger_held(l).to_owned() };
    let time = i18n::short_date_time(l, due);
    match view.clocks.iter().find(|c| c.kind == ClockKind::Dispatch) {
        Some(clock) if clock.state == ClockState::Fired => t::order_sub_late(l, time),
        _ => t::order_sub_awaiting_shipment(l, time),
    }
}

/// Whether a closed order was called off before it was shipped; else its units were refunded one by one.
fn called_off(view: &OrderView) -> bool {
    view.returns.is_empty() || view.refunds.iter().any(|r| r.reason == RefundReason::Cancel)
}

fn clocks(l: Locale, view: &OrderView) -> AnyView {
    let now = use_now(view.now);
    let of_returns = view.returns.iter().filter_map(|r| r.clock.as_ref());
    let all: Vec<&ClockView> = view.clocks.iter().chain(of_returns).collect();
    let body = if all.is_empty() {
        view! { <p class="hint">{t::order_clocks_none(l)}</p> }.into_any()
    } else {
        let rows = all.into_iter().map(|c| clock(l, c, now)).collect_view();
        view! { <ul class="clocks">{rows}</ul> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby="clocks-h"><header><h2 id="clocks-h">{t::order_clocks(l)}</h2></header>{body}</section>
    }
    .into_any()
}

pub(super) fn clock(l: Locale, clock: &ClockView, now: RwSignal<Moment>) -> AnyView {
    let what = i18n::common::clock_kind(l, clock.kind.as_str()).unwrap_or_default();
    let state = face_of(clock);
    view! {
        <li><Clock locale=l what=what clause=clause_of(clock.kind) started=clock.started_at due=clock.due_at state=state now=now/></li>
    }
    .into_any()
}

fn money(l: Locale, view: &OrderView) -> AnyView {
    let paid = view.paid_with.as_deref().zip(view.card.paid_at).map(|(method, at)| {
        t::order_money_paid(
            l,
            t::Method(method_name(l, method)),
            t::Time(i18n::short_date_time(l, at)),
        )
    });
    let note = match (view.card.paid_at, view.card.received_at) {
        (Some(_), _) if view.card.ended_at.is_some() => Some(t::order_money_gone(l).to_owned()),
        (Some(_), Some(at)) => Some(t::order_money_released(l, i18n::short_date_time(l, at))),
        (Some(_), None) => Some(t::order_money_held(l).to_owned()),
        _ => None,
    };
    let refunds = view.refunds.iter().map(|r| {
        let why = i18n::common::refund_reason(l, r.reason.as_str()).unwrap_or_default();
        let how = i18n::common::refund_status(l, r.status.as_str()).unwrap_or_default();
        let dot = i18n::common::word_dot(l);
        view! { <li><b>{how}" "{i18n::money(r.amount)}</b><small>{why}{dot}{method_name(l, &r.provider)}</small></li> }
    });
    let refunds = refunds.collect_view();
    view! {
        <section class="panel" aria-labelledby="money-h">
            <header><h2 id="money-h">{t::order_money(l)}</h2>{paid.map(|text| view! { <span class="sub">{text}</span> })}</header>
            <Ledger rows=bill::of_order(l, view)/>
            {(!view.refunds.is_empty()).then(|| view! { <ul class="refunds">{refunds}</ul> })}
            {note.map(|text| view! { <p class="note">{text}</p> })}
        </section>
    }
    .into_any()
}

fn goods(l: Locale, view: &OrderView) -> AnyView {
    let lines = view.card.lines.iter().map(|line| goods_line(l, view, line));
    let lines = lines.collect_view();
    let shop = i18n::href(l, &format!("/shop/{}", view.card.merchant_slug));
    view! {
        <section class="panel ogoods" aria-labelledby="goods-h">
            <header><h2 id="goods-h"><a href=shop>{words(l, &view.card.merchant_name)}</a></h2></header>
            {lines}
        </section>
    }
    .into_any()
}

fn goods_line(l: Locale, view: &OrderView, line: &LineView) -> AnyView {
    let (free, total) = (line.free_units(), line.qty);
    let mut marks = Vec::new();
    if line.returning > 0 {
        let text = t::order_line_returning(l, t::N(line.returning), t::Total(total));
        marks.push((Tone::Watch, text));
    }
    if line.refunded > 0 {
        let text = t::order_line_refunded(l, t::N(line.refunded), t::Total(total));
        marks.push((Tone::Trust, text));
    }
    // One request at a time about a line: the exact share of the rest is known when it is decided.
    let waits = (line.returning > 0 && free > 0).then(|| t::order_rest_waits(l, free));
    let order = &view.card.id;
    let sold = i18n::href(l, &format!("/orders/{order}/sold/{}", line.page));
    let back = i18n::href(l, &format!("/orders/{order}/return?line={}", line.id));
    let label = if free < total {
        t::order_request_rest(l, free)
    } else {
        t::order_request_return(l).to_owned()
    };
    let may_ask = view.askable.contains(&line.id);
    let told = view.reviews.iter().find(|told| told.line == line.id);
    let review = told.filter(|told| told.until.is_some()).map(|told| {
        let href = i18n::href(l, &format!("/orders/{order}/review?line={}", line.id));
        let label = if told.review.is_some() { t::reviews_add(l) } else { t::reviews_write(l) };
        view! { <a class="btn btn--sm" href=href>{label}</a> }
    });
    let written = told.and_then(|told| told.review.as_ref()).map(|review| {
        view! { <div class="rev" role="group" aria-label=t::reviews_yours(l)>{said(l, review)}</div> }
    });
    view! {
        <Line locale=l href=i18n::href(l, &format!("/p/{}", line.slug)) name=words(l, &line.name) choice=words(l, &line.spec)
            picture=line.picture.clone() money=line.unit_price quantity=line.qty marks=marks/>
        <p class="ogoods__acts">
            <a class="btn btn--sm" href=sold>{t::order_page_as_sold(l)}</a>
            {may_ask.then(|| view! { <a class="btn btn--sm" href=back>{label}</a> })}
            {review}
        </p>
        {waits.map(|text| view! { <p class="hint">{text}</p> })}
        {written}
    }
    .into_any()
}

fn facts(l: Locale, view: &OrderView) -> AnyView {
    let to = format!(
        "{} {} {} {}",
        view.address.recipient,
        i18n::phone_masked(&view.address.phone),
        view.address.region,
        view.address.detail
    );
    let mut rows = vec![
        (t::order_number(l).to_owned(), view.card.number.clone()),
        (t::order_placed(l).to_owned(), i18n::date_time(l, view.card.placed_at)),
        (t::order_ship_to(l).to_owned(), to),
    ];
    if let Some(version) = view.rule_version {
        rows.push((t::order_rules(l).to_owned(), t::order_rules_link(l, version)));
    }
    if !view.note.is_empty() {
        rows.push((t::checkout_message(l).to_owned(), view.note.clone()));
    }
    view! { <section class="panel"><ui::Facts of=rows class="kv"/></section> }.into_any()
}

fn act_panel(l: Locale, view: &OrderView, acts: Acts) -> AnyView {
    let (id, cancelled) = (view.card.id.to_string(), view.card.id.to_string());
    let price = i18n::money(view.card.payable);
    let has = |action| view.actions.contains(&action);
    let pay = has(Action::Pay).then(|| {
        let href = i18n::href(l, &format!("/pay/{}", view.card.purchase));
        view! { <a class="btn btn--primary btn--lg btn--wide" href=href>{t::order_pay(l, price.clone())}</a> }
    });
    let confirm = has(Action::Confirm).then(|| {
        view! {
            <details class="ask"><summary class="btn btn--primary btn--lg btn--wide">{t::order_confirm_receipt(l)}</summary>
                <h3>{t::order_confirm_title(l)}</h3>
                <p>{t::order_confirm_text(l, price.clone())}</p>
                <PostForm post=acts.confirm>
                    <input type="hidden" name="order" value=id/>
                    <button class="btn btn--primary btn--wide" type="submit">{t::order_confirm_yes(l)}</button>
                </PostForm>
            </details>
        }
    });
    let text = if view.card.paid_at.is_some() {
        t::order_cancel_paid_text(l, price.clone())
    } else {
        t::order_cancel_text(l).to_owned()
    };
    let cancel = has(Action::Cancel).then(|| {
        view! {
            <details class="ask"><summary class="btn btn--wide">{t::order_cancel(l)}</summary>
                <h3>{t::order_cancel_title(l)}</h3>
                <p>{text}</p>
                <PostForm post=acts.cancel>
                    <input type="hidden" name="order" value=cancelled/>
                    <button class="btn btn--wide" type="submit">{t::order_cancel(l)}</button>
                </PostForm>
            </details>
        }
    });
    let any = pay.is_some() || confirm.is_some() || cancel.is_some();
    any.then(|| view! { <section class="panel oacts" aria-label=i18n::common::action_more(l)>{pay}{confirm}{cancel}</section> })
        .into_any()
}
