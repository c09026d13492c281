//! The money of an order as consoles see it: how the price came about, line by line, and what is left of it for the shop.

use crate::pages::bill;
use domain::orders::views::{IncomeView, OrderView};
use i18n::Locale;
use i18n::merchant as t;
use leptos::prelude::*;
use ui::{Ledger, LedgerRow};

/// The price tree, and under it what the shop gets, for those who may see it.
pub fn money(l: Locale, view: &OrderView) -> AnyView {
    let received = view.card.received_at.is_some();
    let income =
        view.income.as_ref().map(|income| view! { <Ledger rows=rows(l, income, received)/> });
    view! {
        <section class="panel stack" aria-labelledby="money-h">
            <header><h2 id="money-h">{t::order_money(l)}</h2></header>
            <Ledger rows=bill::of_order(l, view)/>
            {income}
        </section>
    }
    .into_any()
}

/// `paid + by_platform − gone − commission = net`; what is nothing is not written.
fn rows(l: Locale, income: &IncomeView, received: bool) -> Vec<LedgerRow> {
    let off = |label: String, amount: domain::Money| {
        amount.negated().ok().map(|amount| LedgerRow::off(label, amount))
    };
    let mut rows = vec![LedgerRow::item(t::order_paid(l), income.paid)];
    if !income.by_platform.is_zero() {
        rows.push(LedgerRow::item(t::order_subsidy(l), income.by_platform));
    }
    if !income.gone.is_zero() {
        rows.extend(off(t::order_gone(l).to_owned(), income.gone));
    }
    let rate = t::order_commission(l, i18n::percent(income.commission_rate));
    let commission = off(rate, income.commission);
    rows.extend(commission.map(|row| row.with_note(t::order_commission_note(l))));
    let sum = if received { t::order_income(l) } else { t::order_expected(l) };
    rows.push(LedgerRow::sum(sum, income.net));
    rows
}
