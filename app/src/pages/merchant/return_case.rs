//! One request of a buyer: what it is about, the clock of the answer, and the answer itself (3.3.1).

use super::returns::tone;
use crate::AppError;
use crate::api::after_sales::{AgreeToReturn, RefuseReturn, TakeGoodsBack, view_return};
use crate::fetched::fetched;
use crate::going::follow;
use crate::live::{use_changes, use_now};
use crate::pages::console::{ask, clock, goods_line};
use crate::pages::forms::{error_of, field_error, problem, summary, typed_before};
use crate::pages::parts::{Typed, address_line, typed, use_locale, waited};
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::returns::views::{ReturnAction, ReturnCase};
use domain::returns::{NOTE_CHARS_MAX, ReturnKind, ReturnState};
use i18n::merchant as t;
use i18n::{Locale, words as w};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{Facts, Mark, Notice, NoticeTone, TextArea};

/// What the shop can answer.
#[derive(Clone, Copy)]
struct Acts {
    agree: Post,
    refuse: Post,
    goods_back: Post,
}

impl Acts {
    fn new() -> Self {
        let acts = Self {
            agree: Post::to::<AgreeToReturn>(),
            refuse: Post::to::<RefuseReturn>(),
            goods_back: Post::to::<TakeGoodsBack>(),
        };
        let nothing = Callback::new(|()| ());
        follow(acts.agree, nothing);
        follow(acts.refuse, nothing);
        follow(acts.goods_back, nothing);
        acts
    }

    fn version(self) -> usize {
        self.agree.version() + self.refuse.version() + self.goods_back.version()
    }
}

/// `/merchant/returns/{return}`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| params.with(|p| p.get("return").unwrap_or_default()));
    let acts = Acts::new();
    let changes = use_changes(|_| true);
    let before = typed_before("refuse", error_of(acts.refuse).get_untracked());
    let page = fetched(
        move || (id.get(), acts.version(), changes.get()),
        move |(id, _, _)| {
            let before = before.into_future();
            async move { Ok::<_, AppError>((view_return(id).await?, before.await)) }
        },
    );
    let done = move || query.with(|q| q.get("done").unwrap_or_default());
    let errors = [error_of(acts.agree), error_of(acts.goods_back)];
    view! {
        <main id="main" class="cbody">
            {errors.map(|error| problem(l, error)).into_iter().collect_view()}
            {waited(l, move || {
                    let (path, done) = (format!("/merchant/returns/{}", id.get_untracked()), done());
                    async move {
                        match page.await {
                            Ok((case, typed)) => body(l, &case, &typed, acts, &done),
                            Err(error) => view! {
                                <Title text=i18n::common::brand_title(l, t::after_sales_title(l))/>
                                {wall::console_failure(l, &error, &path)}
                            }.into_any(),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, case: &ReturnCase, typed: &Typed, acts: Acts, done: &str) -> AnyView {
    let decided = case.ret.state != ReturnState::Requested;
    let said = match done {
        "agreed" if decided => Some(t::after_sales_done_agreed(l)),
        "refused" if decided => Some(t::after_sales_done_refused(l)),
        "received" if decided => Some(t::after_sales_done_received(l)),
        _ => None,
    };
    let title = t::after_sales_case_title(l, &case.order_number);
    let order = format!("/merchant/orders/{}", case.ret.order);
    view! {
        <Title text=i18n::common::brand_title(l, title.clone())/>
        {said.map(|text| view! { <Notice tone=NoticeTone::Kept><p>{text}</p></Notice> })}
        <div class="chead">
            <h1>{title}</h1>
            <Mark text=w::return_state(l, case.ret.state) tone=tone(case.ret.state)/>
            <p><a href=order>{t::after_sales_to_order(l)}</a></p>
        </div>
        <div class="order__cols">
            <div class="stack">
                {answer(l, case, typed, acts)}
                <section class="panel ogoods" aria-labelledby="goods-h">
                    <header><h2 id="goods-h">{t::after_sales_case_goods(l)}</h2></header>
                    {goods_line(l, &case.line)}
                </section>
            </div>
            <aside class="stack">{facts(l, case)}</aside>
        </div>
    }
    .into_any()
}

fn facts(l: Locale, case: &ReturnCase) -> AnyView {
    let ret = &case.ret;
    let time = |at| i18n::date_time(l, at);
    let quantity = format!("{} / {}", ret.qty, case.line.qty);
    let waybill = ret.carrier.zip(ret.waybill.as_ref());
    // Freight is named where some of it goes back.
    let goods = ret.for_goods().ok().filter(|_| !ret.freight.is_zero());
    let sum = match goods {
        Some(_) => t::after_sales_amount_total(l),
        None => t::after_sales_col_amount(l),
    };
    let rows = [
        (t::after_sales_kind(l), Some(w::return_kind(l, ret.kind).to_owned())),
        (t::after_sales_col_reason(l), Some(w::return_reason(l, ret.reason).to_owned())),
        (t::after_sales_quantity(l), Some(quantity)),
        (t::after_sales_amount_goods(l), goods.map(i18n::money)),
        (t::after_sales_amount_freight(l), goods.map(|_| i18n::money(ret.freight))),
        (sum, Some(i18n::money(ret.amount))),
        (t::after_sales_recipient(l), Some(i18n::name_masked(&case.recipient))),
        (t::after_sales_requested(l), Some(time(ret.requested_at))),
        (t::after_sales_decided(l), ret.decided_at.map(time)),
        (t::after_sales_decided_by(l), ret.decided_by.map(|by| w::party(l, by).to_owned())),
        (t::after_sales_return_address(l), ret.send_to.as_ref().map(address_line)),
        (t::after_sales_waybill(l), waybill.map(|(c, no)| format!("{} {no}", w::carrier(l, c)))),
        (t::after_sales_refunded(l), ret.refunded_at.map(time)),
        (t::after_sales_your_answer(l), Some(ret.answer.clone()).filter(|a| !a.is_empty())),
    ];
    let rows = rows.into_iter().filter_map(|(k, v)| v.map(|v| (k.to_owned(), v))).collect();
    view! {
        <section class="panel" aria-labelledby="facts-h">
            <header><h2 id="facts-h">{t::after_sales_case_facts(l)}</h2></header>
            <Facts of=rows class="kv"/>
        </section>
    }
    .into_any()
}

fn answer(l: Locale, case: &ReturnCase, typed: &Typed, acts: Acts) -> AnyView {
    let ret = &case.ret;
    let says = if ret.note.is_empty() { t::after_sales_no_note(l) } else { ret.note.as_str() };
    let has = |action| case.actions.contains(&action);
    let now = use_now(case.now);
    let running = ret.clock.as_ref().map(|c| {
        let due = i18n::short_date_time(l, c.due_at);
        let then = match ret.state {
            ReturnState::Requested => t::after_sales_auto(l, due),
            ReturnState::Agreed => t::after_sales_auto_lapse(l, due),
            _ => t::after_sales_auto_refund(l, due),
        };
        let what = w::clock_kind(l, c.kind).to_owned();
        view! { {clock(l, c, what, now)} <p class="hint">{then}</p> }
    });
    let waits = match ret.state {
        ReturnState::Agreed => Some(t::after_sales_wait_goods(l)),
        _ if case.actions.is_empty() => Some(t::after_sales_nothing_to_do(l)),
        _ => None,
    };
    // Without an address an agreement leads nowhere, so the shop hears of it before the buyer asks.
    let nowhere = ret.state == ReturnState::Agreed && ret.send_to.is_none();
    view! {
        <section class="panel stack" aria-labelledby="act-h">
            <header><h2 id="act-h">{t::after_sales_case_act(l)}</h2></header>
            <p><b>{t::after_sales_buyer_says(l)}{i18n::common::word_colon(l)}</b>{says.to_owned()}</p>
            {running}
            {waits.map(|text| view! { <p class="hint">{text}</p> })}
            {nowhere.then(|| address_needed(l, case, t::after_sales_no_address(l)))}
            {has(ReturnAction::Agree).then(|| agree(l, case, acts))}
            {has(ReturnAction::GoodsBack).then(|| goods_back(l, case, acts))}
            {has(ReturnAction::Refuse).then(|| refuse(l, case, typed, acts))}
        </section>
    }
    .into_any()
}

/// What is missing, and the way to the form that mends it and leads back here.
fn address_needed(l: Locale, case: &ReturnCase, text: &'static str) -> AnyView {
    let href = settings(case);
    view! {
        <Notice tone=NoticeTone::Watch>
            <p>{text}</p>
            <p><a class="btn btn--sm" href=href>{t::after_sales_address_add(l)}</a></p>
        </Notice>
    }
    .into_any()
}

fn settings(case: &ReturnCase) -> String {
    format!("/merchant/settings?case={}#return-address", case.ret.id)
}

fn agree(l: Locale, case: &ReturnCase, acts: Acts) -> AnyView {
    if case.ret.kind == ReturnKind::SendBack && case.would_send_to.is_none() {
        return address_needed(l, case, t::after_sales_address_first(l));
    }
    let told = case.would_send_to.as_ref().map(|to| {
        let rows = vec![(t::after_sales_return_address(l).to_owned(), address_line(to))];
        view! {
            <Facts of=rows class="kv"/>
            <p><a class="btn btn--sm" href=settings(case)>{t::after_sales_address_change(l)}</a></p>
        }
    });
    let (id, price) = (case.ret.id.to_string(), i18n::money(case.ret.amount));
    let (label, text) = match case.ret.kind {
        ReturnKind::RefundOnly => {
            (t::after_sales_agree_refund(l, price), t::after_sales_agree_refund_text(l))
        }
        ReturnKind::SendBack => {
            (t::after_sales_agree_return(l).to_owned(), t::after_sales_agree_return_text(l))
        }
    };
    view! {
        <PostForm post=acts.agree>
            <input type="hidden" name="id" value=id/>
            {told}
            <button class="btn btn--primary" type="submit">{label}</button>
            <p class="hint">{text}</p>
        </PostForm>
    }
    .into_any()
}

fn goods_back(l: Locale, case: &ReturnCase, acts: Acts) -> AnyView {
    let label = t::after_sales_received(l, i18n::money(case.ret.amount));
    let id = case.ret.id.to_string();
    view! {
        <PostForm post=acts.goods_back>
            <input type="hidden" name="id" value=id/>
            <button class="btn btn--primary" type="submit">{label}</button>
            <p class="hint">{t::after_sales_received_text(l)}</p>
        </PostForm>
    }
    .into_any()
}

fn refuse(l: Locale, case: &ReturnCase, before: &Typed, acts: Acts) -> AnyView {
    let error = error_of(acts.refuse);
    let labels = vec![("answer", t::after_sales_refuse_reason(l).to_owned())];
    let open = error.with_untracked(Option::is_some);
    let (id, written) = (case.ret.id.to_string(), typed(before, "answer"));
    let most = u32::try_from(NOTE_CHARS_MAX).unwrap_or(u32::MAX);
    let inner = view! {
        <summary class="btn">{t::after_sales_refuse(l)}</summary>
            <PostForm post=acts.refuse attr:class="form__body">
                {summary(l, error, labels)}
                <input type="hidden" name="id" value=id/>
                <TextArea locale=l name="answer" label=t::after_sales_refuse_reason(l) hint=t::after_sales_refuse_hint(l)
                    value=written required=true max=most
                    error=field_error(l, error, "answer")/>
                <button class="btn" type="submit">{t::after_sales_refuse(l)}</button>
            </PostForm>
    };
    ask(open, inner.into_any())
}
