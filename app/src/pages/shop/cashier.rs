//! The cashier: what is paid for, until when, how. What the provider says counts; the page hears of it by itself, and "I
//! have paid" asks. Without scripts one pays on the provider's page and comes back here (3.2.1, 3.2.2).

use crate::api::payments::{CancelPurchase, CheckPayment, Pay, Paying, QrCode, cashier};
use crate::fetched::fetched;
use crate::going::{follow, leave, leave_for};
use crate::live::{use_changes, use_now};
use crate::pages::forms::{error_of, field_error, problem};
use crate::pages::parts::{use_locale, waited, words};
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::checkout::{CashierView, MethodView};
use domain::orders::CloseReason;
use domain::payments::PurchaseState;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{
    ClauseChip, Countdown, Field, Glyph, Icon, Ledger, LedgerRow, LinkButton, Notice, NoticeTone,
    Price, PriceSize, Progress,
};

/// The word of the balance among the methods.
const BALANCE: &str = "balance";

/// What the buyer can set off on this page.
#[derive(Clone, Copy)]
struct Acts {
    pay: Post,
    check: Post,
    cancel: Post,
    /// The code to scan, once asked for.
    code: RwSignal<Option<QrCode>>,
}

/// `/pay/{purchase}`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let params = use_params_map();
    let query = use_query_map();
    let purchase = Memo::new(move |_| params.with(|p| p.get("purchase").unwrap_or_default()));
    let acts = Acts {
        pay: Post::to::<Pay>(),
        check: Post::to::<CheckPayment>(),
        cancel: Post::to::<CancelPurchase>(),
        code: RwSignal::new(None),
    };
    let nothing = Callback::new(|()| ());
    follow(acts.check, nothing);
    follow(acts.cancel, nothing);
    follow_payment(acts);
    // The orders of a purchase tell when it is paid or closed; their ids are not known here, so any of the buyer's counts.
    let changes = use_changes(|_| true);
    let page = fetched(
        move || {
            let done = (acts.pay.version(), acts.check.version(), acts.cancel.version());
            (purchase.get(), changes.get(), done)
        },
        |(purchase, _, _)| cashier(purchase),
    );
    let asked = move || query.with(|q| q.get("asked").is_some());
    let (pay_error, check_error, cancel_error) =
        (error_of(acts.pay), error_of(acts.check), error_of(acts.cancel));
    view! {
        <Title text=i18n::common::brand_title(l, t::cashier_title(l))/>
        <main id="main" class="wrap cashier">
            {problem(l, pay_error)} {problem(l, check_error)} {problem(l, cancel_error)}
            {waited(l, move || {
                    let path = format!("/pay/{}", purchase.get_untracked());
                    async move {
                        match page.await {
                            Ok(view) => body(l, view, acts, asked()),
                            Err(error) => wall::failure_or_sign_in(l, &error, &path),
                        }
                    }
                })}
        </main>
    }
}

/// Leaves for the provider's page, or shows the code to scan.
fn follow_payment(acts: Acts) {
    Effect::new(move |_| match acts.pay.success::<Paying>() {
        Some(Paying::Leave { url }) => leave_for(&url),
        Some(Paying::Form { to }) => leave(&to),
        Some(Paying::Qr(code)) => acts.code.set(Some(code)),
        _ => {}
    });
}

fn body(l: Locale, view: CashierView, acts: Acts, asked: bool) -> AnyView {
    let steps = [t::checkout_step_cart(l), t::checkout_step_confirm(l), t::checkout_step_pay(l)];
    let now = if view.state == PurchaseState::Open { 2 } else { 3 };
    let till = match view.state {
        PurchaseState::Open => till(l, &view, acts, asked),
        PurchaseState::Paid => paid(l, &view),
        PurchaseState::Closed => closed(l, view.close_reason),
    };
    view! {
        <Progress label=t::checkout_title(l) pages=steps.map(str::to_owned).to_vec() now=now/>
        {till}
        {breakdown(l, &view)}
        {(view.state == PurchaseState::Open).then(|| cancel(l, &view, acts))}
    }
    .into_any()
}

fn till(l: Locale, view: &CashierView, acts: Acts, asked: bool) -> AnyView {
    let now = use_now(view.now);
    let not_yet = asked.then(|| {
        let begun = view.live.is_some();
        let text = if begun { t::cashier_not_yet(l) } else { t::cashier_not_begun(l) };
        view! { <Notice tone=NoticeTone::Watch><p>{text}</p></Notice> }
    });
    view! {
        {not_yet}
        <section class="till panel" aria-labelledby="till-h">
            <div class="till__top">
                <h1 id="till-h">{t::cashier_amount(l)}" "<Price money=view.payable size=PriceSize::Hero/></h1>
                <p class="till__clock">
                    <Icon of=Glyph::Clock/>" "{t::cashier_deadline(l, i18n::time_of_day(l, view.expires_at))}" "
                    <Countdown locale=l due=view.expires_at now=now/>
                </p>
                <p class="hint">{t::cashier_after(l)}" "<ClauseChip locale=l clause="3.2.1"/></p>
            </div>
            <div class="till__cols">
                {methods(l, view, acts)}
                {code_panel(l, view, acts)}
            </div>
        </section>
    }
    .into_any()
}

fn methods(l: Locale, view: &CashierView, acts: Acts) -> AnyView {
    let first = view.methods.iter().position(|m| m.available).unwrap_or(0);
    let rows =
        view.methods.iter().enumerate().map(|(i, m)| method(l, view, m, i == first)).collect_view();
    let (pending, secret) = (acts.pay, pay_secret(l, view, acts));
    let scannable = view.methods.iter().any(|m| m.available && m.flows.iter().any(|f| f == "qr"));
    let purchase = view.purchase.to_string();
    let price = i18n::money(view.payable);
    view! {
        <PostForm post=acts.pay attr:class="pays">
            <input type="hidden" name="purchase" value=purchase/>
            <fieldset><legend>{t::cashier_choose(l)}</legend>{rows}</fieldset>
            {secret}
            <button class="btn btn--primary btn--lg btn--wide" type="submit" disabled=move || pending.pending()>
                {t::cashier_pay(l, price)}
            </button>
            {scannable.then(|| view! {
                <button class="btn btn--wide needs-script" type="submit" name="flow" value="qr" disabled=move || pending.pending()>
                    <Icon of=Glyph::Qr/>" "{t::cashier_qr_title(l)}
                </button>
            })}
            <p class="note"><Icon of=Glyph::Lock/>" "{t::cashier_safe(l)}</p>
        </PostForm>
    }
    .into_any()
}

/// What the balance asks for, beside the choice of the balance.
fn pay_secret(l: Locale, view: &CashierView, acts: Acts) -> Option<AnyView> {
    let balance = view.methods.iter().find(|m| m.provider == BALANCE && m.available)?;
    if balance.pay_password == Some(true) {
        let error = error_of(acts.pay);
        return Some(
            view! {
                <div class="pays__secret">
                    <Field locale=l name="pay_password" label=t::cashier_pay_password(l) hint=t::cashier_pay_password_hint(l)
                        kind="password" autocomplete="off" verbatim=true error=field_error(l, error, "pay_password")/>
                </div>
            }
            .into_any(),
        );
    }
    let back = i18n::href(l, &format!("/pay/{}", view.purchase));
    let href = i18n::href(l, &format!("/account/pay-password?next={}", wall::encode(&back)));
    Some(
        view! {
            <p class="pays__secret hint">{t::cashier_pay_password_unset(l)}" "<a href=href>{t::cashier_pay_password_set(l)}</a></p>
        }
        .into_any(),
    )
}

fn method(l: Locale, view: &CashierView, method: &MethodView, checked: bool) -> AnyView {
    let name = method_name(l, &method.provider);
    let note = match method.balance {
        Some(held) if method.available => t::cashier_method_balance_note(l, i18n::money(held)),
        Some(held) => {
            let gap = view.payable.sub(held).map(i18n::money).unwrap_or_default();
            t::cashier_method_balance_short(l, gap)
        }
        None => match method.provider.as_str() {
            "alipay" => t::cashier_method_alipay_note(l),
            "wechat" => t::cashier_method_wechat_note(l),
            "unionpay" => t::cashier_method_unionpay_note(l),
            "stripe" => t::cashier_method_stripe_note(l),
            _ => "",
        }
        .to_owned(),
    };
    let icon = if method.provider == BALANCE { Glyph::Wallet } else { Glyph::Card };
    view! {
        <label class="pay">
            <input type="radio" name="method" value=method.provider.clone() checked=checked disabled={!method.available}/>
            <Icon of=icon/>
            <span><b>{name}</b><small>{note}</small></span>
        </label>
    }
    .into_any()
}

/// The name of a way to pay.
pub fn method_name(l: Locale, word: &str) -> String {
    i18n::common::payment_method(l, word).map_or_else(|| word.to_owned(), str::to_owned)
}

/// The code, the state of the payment, and the button that asks.
fn code_panel(l: Locale, view: &CashierView, acts: Acts) -> AnyView {
    let purchase = view.purchase.to_string();
    let state =
        if view.live.is_some() { t::cashier_status_paying(l) } else { t::cashier_status_open(l) };
    let code = move || {
        acts.code.get().map(|code| {
            let field = format!("0 0 {0} {0}", code.size);
            view! {
                <div class="qr__box">
                    <svg viewBox=field role="img" aria-label=t::cashier_qr_alt(l) shape-rendering="crispEdges">
                        <path d=code.path></path>
                    </svg>
                </div>
                <p><b>{t::cashier_qr_title(l)}</b></p>
            }
        })
    };
    let pending = acts.check;
    let label =
        move || if pending.pending() { t::cashier_checking(l) } else { t::cashier_i_have_paid(l) };
    view! {
        <div class="qr">
            {code}
            <p class="qr__state" role="status"><i aria-hidden="true"></i>" "{state}</p>
            <PostForm post=acts.check>
                <input type="hidden" name="purchase" value=purchase/>
                <button class="btn btn--wide" type="submit">{label}</button>
            </PostForm>
        </div>
    }
    .into_any()
}

fn paid(l: Locale, view: &CashierView) -> AnyView {
    let href = match view.orders.as_slice() {
        [only] => format!("/orders/{}", only.id),
        _ => "/orders".to_owned(),
    };
    let back = view.refunds.iter().map(|refund| {
        let why = i18n::common::refund_reason(l, refund.reason.as_str()).unwrap_or_default();
        view! { <li>{why}{i18n::common::word_colon(l)}{i18n::money(refund.amount)}</li> }
    });
    let back = back.collect_view();
    let with = view.paid_with.as_deref().map(|m| method_name(l, m));
    view! {
        <section class="till panel" aria-labelledby="till-h">
            <div class="till__top" role="status">
                <h1 id="till-h"><Icon of=Glyph::Check/>" "{t::cashier_paid_title(l)}" "<Price money=view.payable size=PriceSize::Hero/></h1>
                {with.map(|name| view! { <p>{name}</p> })}
                <p class="hint">{t::cashier_paid_text(l)}</p>
                <ul>{back}</ul>
                <p><a class="btn btn--primary btn--lg" href=i18n::href(l, &href)>{t::cashier_paid_link(l)}</a></p>
            </div>
        </section>
    }
    .into_any()
}

fn closed(l: Locale, why: Option<CloseReason>) -> AnyView {
    let text = match why {
        Some(CloseReason::Buyer) => t::cashier_closed_by_you(l),
        _ => t::cashier_closed_text(l),
    };
    view! {
        <section class="till panel" aria-labelledby="till-h">
            <div class="till__top" role="status">
                <h1 id="till-h">{t::cashier_closed_title(l)}</h1>
                <p>{text}</p>
                <p class="hint">{t::cashier_late_refund(l)}</p>
                <p><LinkButton href=i18n::href(l, "/cart")>{t::cashier_closed_link(l)}</LinkButton></p>
            </div>
        </section>
    }
    .into_any()
}

/// What is paid for: the cashier itself shows the breakdown (3.2.2).
fn breakdown(l: Locale, view: &CashierView) -> AnyView {
    let name = |o: &domain::checkout::CashierOrder| {
        let dot = i18n::common::word_dot(l);
        format!("{}{dot}{}", words(l, &o.merchant_name), o.number)
    };
    let orders = view.orders.iter().map(|o| LedgerRow::item(name(o), o.payable)).collect();
    let mut rows = vec![LedgerRow::item(t::ledger_goods(l), view.goods)];
    if !view.discount.is_zero() {
        let off = view.discount.negated().unwrap_or(view.discount);
        rows.push(LedgerRow::off(t::checkout_coupon(l), off));
    }
    rows.push(LedgerRow::item(t::ledger_freight(l), view.freight));
    let label =
        if view.state == PurchaseState::Paid { t::ledger_paid(l) } else { t::ledger_to_pay(l) };
    rows.push(LedgerRow::sum(label, view.payable).with_parts(orders));
    view! {
        <section class="panel" aria-labelledby="what-h">
            <header><h2 id="what-h">{t::cashier_details(l)}</h2><span class="sub">{t::cashier_for_orders(l, view.orders.len())}</span></header>
            <Ledger rows=rows/>
            <p class="note"><Icon of=Glyph::Lock/>" "{t::ledger_held(l)}</p>
        </section>
    }
    .into_any()
}

fn cancel(l: Locale, view: &CashierView, acts: Acts) -> AnyView {
    let purchase = view.purchase.to_string();
    view! {
        <PostForm post=acts.cancel>
            <input type="hidden" name="purchase" value=purchase/>
            <button class="btn" type="submit">{t::cashier_cancel(l)}</button>
        </PostForm>
    }
    .into_any()
}
