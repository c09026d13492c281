//! The returns of an order: where each stands, what the buyer does next, what the clock will do by itself (3.3.1).

use super::Acts;
use crate::pages::forms::{error_of, field_error, summary};
use crate::pages::parts::{address_line, words};
use crate::post::PostForm;
use domain::orders::By;
use domain::orders::views::{OrderView, ReturnView};
use domain::returns::ReturnState;
use domain::shipping::Carrier;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use ui::{Field, Notice, NoticeTone, Pick, Select};

/// All returns of the order; nothing when there are none.
pub fn returns(l: Locale, view: &OrderView, acts: Acts) -> AnyView {
    if view.returns.is_empty() {
        return ().into_any();
    }
    let rows = view.returns.iter().map(|r| panel(l, view, r, acts)).collect_view();
    view! {
        <section class="panel" aria-labelledby="returns-h">
            <header><h2 id="returns-h">{t::returns_list_title(l)}</h2></header>
            {rows}
        </section>
    }
    .into_any()
}

fn panel(l: Locale, view: &OrderView, ret: &ReturnView, acts: Acts) -> AnyView {
    let line = view.card.lines.iter().find(|line| line.id == ret.line);
    let name = line.map(|line| words(l, &line.name)).unwrap_or_default();
    let state = i18n::common::return_state(l, ret.state.as_str()).unwrap_or_default();
    let kind = i18n::common::return_kind(l, ret.kind.as_str()).unwrap_or_default();
    let reason = i18n::common::return_reason(l, ret.reason.as_str()).unwrap_or_default();
    let rows = [
        (t::returns_kind(l).to_owned(), kind.to_owned()),
        (t::returns_reason(l).to_owned(), reason.to_owned()),
        (t::returns_quantity(l).to_owned(), ret.qty.to_string()),
    ];
    let rows = rows.into_iter().chain(amount(l, ret)).collect();
    let (id, label) = (ret.id.to_string(), name.clone());
    view! {
        <article class="ret" id=id aria-label=label>
            <h3>{name}" "<span class="mark mark--trust">{state}</span></h3>
            <ui::Facts of=rows class="kv"/>
            {(!ret.note.is_empty()).then(|| view! { <p class="hint">{ret.note.clone()}</p> })}
            {next(l, view, ret, acts)}
        </article>
    }
    .into_any()
}

/// What goes back, and how much of it is freight where some of it is.
fn amount(l: Locale, ret: &ReturnView) -> Vec<(String, String)> {
    let row = |label: &str, money| (label.to_owned(), i18n::money(money));
    match ret.for_goods() {
        Ok(goods) if !ret.freight.is_zero() => vec![
            row(t::returns_amount_goods(l), goods),
            row(t::returns_amount_freight(l), ret.freight),
            row(t::returns_amount_total(l), ret.amount),
        ],
        _ => vec![row(t::returns_amount(l), ret.amount)],
    }
}

fn next(l: Locale, view: &OrderView, ret: &ReturnView, acts: Acts) -> AnyView {
    let due = ret.clock.as_ref().map(|c| i18n::short_date_time(l, c.due_at)).unwrap_or_default();
    let note = |text: String, tone| view! { <Notice tone=tone><p>{text}</p></Notice> }.into_any();
    match ret.state {
        ReturnState::Requested => view! {
            {note(t::returns_auto(l, due), NoticeTone::Watch)}
            {withdraw(l, view, ret, acts)}
        }
        .into_any(),
        ReturnState::Agreed => view! {
            {send_to(l, ret)}
            {(!due.is_empty()).then(|| note(t::returns_send_by(l, due), NoticeTone::Watch))}
            {waybill_form(l, view, ret, acts)}
            {withdraw(l, view, ret, acts)}
        }
        .into_any(),
        ReturnState::SentBack => view! {
            <p>{t::returns_waybill_sent(l)}</p>
            {send_to(l, ret)}
            {note(t::returns_auto_refund(l, due), NoticeTone::Watch)}
        }
        .into_any(),
        ReturnState::Refused => refused(l, view, ret),
        ReturnState::Refunded => {
            note(t::returns_refunded(l, i18n::money(ret.amount)), NoticeTone::Kept)
        }
        ReturnState::Withdrawn if ret.decided_by == Some(By::Clock) => {
            note(t::returns_lapsed(l).to_owned(), NoticeTone::Watch)
        }
        ReturnState::Withdrawn | ReturnState::Refunding => ().into_any(),
    }
}

/// The shop's reason, and what is left to the buyer: asking again while something may still be asked about these goods.
fn refused(l: Locale, view: &OrderView, ret: &ReturnView) -> AnyView {
    let line = view.card.lines.iter().find(|line| line.id == ret.line);
    let asked = line.is_some_and(|line| line.returning > 0);
    let left = line.is_some_and(|line| line.free_units() > 0);
    let open = view.askable.contains(&ret.line);
    let over = left && !asked && view.apply_ends.is_some_and(|end| view.now >= end);
    let until = view.apply_ends.map(|end| t::returns_refused_until(l, i18n::date_time(l, end)));
    let href = i18n::href(l, &format!("/orders/{}/return?line={}", view.card.id, ret.line));
    let again = open.then(|| {
        view! {
            <p>{t::returns_refused_next(l)}</p>
            {until.map(|text| view! { <p>{text}</p> })}
            <p><a class="btn btn--sm" href=href>{t::returns_refused_again(l)}</a></p>
        }
    });
    let over = (over && !open).then(|| view! { <p>{t::returns_refused_over(l)}</p> });
    let answer = t::returns_refused(l, &ret.answer);
    view! {
        <Notice tone=NoticeTone::Late>
            <p>{answer}</p>
            {again}
            {over}
        </Notice>
    }
    .into_any()
}

/// Where the shop takes the goods back.
fn send_to(l: Locale, ret: &ReturnView) -> AnyView {
    match &ret.send_to {
        Some(to) => {
            let rows = vec![(t::returns_send_to(l).to_owned(), address_line(to))];
            view! { <ui::Facts of=rows class="kv"/> }.into_any()
        }
        None => view! {
            <Notice tone=NoticeTone::Watch><p>{t::returns_no_address(l)}</p></Notice>
        }
        .into_any(),
    }
}

fn withdraw(l: Locale, view: &OrderView, ret: &ReturnView, acts: Acts) -> AnyView {
    let (order, id) = (view.card.id.to_string(), ret.id.to_string());
    view! {
        <PostForm post=acts.withdraw>
            <input type="hidden" name="order" value=order/>
            <input type="hidden" name="id" value=id/>
            <button class="btn btn--sm" type="submit">{t::returns_withdraw(l)}</button>
        </PostForm>
    }
    .into_any()
}

fn waybill_form(l: Locale, view: &OrderView, ret: &ReturnView, acts: Acts) -> AnyView {
    let error = error_of(acts.send_back);
    let picks = Carrier::ALL
        .iter()
        .map(|c| Pick::of(c.as_str(), i18n::common::carrier(l, c.as_str()).unwrap_or_default()))
        .collect::<Vec<_>>();
    let (order, id) = (view.card.id.to_string(), ret.id.to_string());
    let labels =
        vec![("carrier", t::returns_carrier(l).into()), ("waybill", t::returns_waybill(l).into())];
    view! {
        <PostForm post=acts.send_back attr:class="form__body">
            <h4>{t::returns_waybill_title(l)}</h4>
            {summary(l, error, labels)}
            <input type="hidden" name="order" value=order/>
            <input type="hidden" name="id" value=id/>
            <Select locale=l name="carrier" label=t::returns_carrier(l) picks=picks error=field_error(l, error, "carrier")/>
            <Field locale=l name="waybill" label=t::returns_waybill(l) verbatim=true error=field_error(l, error, "waybill")/>
            <button class="btn btn--primary" type="submit">{t::returns_waybill_submit(l)}</button>
        </PostForm>
    }
    .into_any()
}
