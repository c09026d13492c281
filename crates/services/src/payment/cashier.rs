//! The cashier's page: what is paid for, how long there is, which ways there are, and where the money stands.

use super::flow_word;
use crate::orders::refund_view;
use crate::ports::Reader;
use crate::trade::{BALANCE, MACHINE};
use crate::{Actor, Error, Market, Result};
use domain::checkout::{AttemptView, CashierOrder, CashierView, MethodView};
use domain::id::PurchaseId;
use domain::ledger::Account;
use domain::orders::{Purchase, status};
use domain::payments::{PurchaseState, RefundReason};
use domain::quote::Quote;
use domain::{Code, Scope};

/// The cashier's page of a purchase of the asking buyer.
pub async fn cashier(market: &Market, actor: &Actor, id: &PurchaseId) -> Result<CashierView> {
    let scope = actor.buyer()?;
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let purchase = reader.purchase(&scope, id).await?.ok_or(Code::NotFound)?;
    let orders = reader.orders_of(&scope, id).await?;
    let quote = reader.purchase_quote(&scope, id).await?.ok_or(Code::NotFound)?;
    let quote: Quote = serde_json::from_str(&quote).map_err(Error::broken)?;
    let attempts = reader.attempts_of(&scope, id).await?;
    let states: Vec<_> = orders.iter().map(|o| o.state).collect();
    let live = attempts.iter().find(|a| a.state.is_live());
    let paid_with = purchase
        .paid_by
        .as_ref()
        .and_then(|by| attempts.iter().find(|a| a.id == *by).map(|a| a.provider.clone()));
    let back = |reason| !matches!(reason, RefundReason::Return | RefundReason::Cancel);
    let refunds = reader.refunds_of(&scope, id).await?;
    let refunds = refunds.iter().filter(|r| back(r.reason)).map(|r| refund_view(r, &attempts));
    let refunds = refunds.collect();
    let methods = methods(market, reader, &scope, &purchase).await?;
    let orders = orders.iter().map(|o| CashierOrder {
        id: o.id.clone(),
        number: o.number.clone(),
        merchant_name: o.merchant_name.clone(),
        payable: o.payable,
    });
    Ok(CashierView {
        status: status(&states),
        orders: orders.collect(),
        goods: quote.goods,
        discount: quote.by_merchant.add(quote.by_platform)?,
        freight: quote.freight,
        live: live.map(|a| AttemptView {
            id: a.id.clone(),
            provider: a.provider.clone(),
            state: a.state,
            created_at: a.created_at,
        }),
        paid_with,
        refunds,
        methods,
        state: purchase.state,
        close_reason: purchase.close_reason,
        payable: purchase.payable,
        expires_at: purchase.expires_at,
        version: purchase.version,
        purchase: purchase.id,
        number: purchase.number,
        now: market.now(),
    })
}

async fn methods(
    market: &Market,
    reader: &mut dyn Reader,
    scope: &Scope,
    purchase: &Purchase,
) -> Result<Vec<MethodView>> {
    let open = purchase.state == PurchaseState::Open;
    let mut methods: Vec<MethodView> = market
        .payments
        .all()
        .iter()
        .map(|p| MethodView {
            provider: p.id().to_owned(),
            flows: p.flows().iter().map(|f| flow_word(*f).to_owned()).collect(),
            balance: None,
            pay_password: None,
            available: open,
        })
        .collect();
    let account = Account::BuyerBalance(purchase.buyer.clone());
    let balance = reader.balance(scope, &account, purchase.payable.currency).await?;
    let secrets = reader.secrets(&MACHINE, &purchase.buyer).await?;
    methods.push(MethodView {
        provider: BALANCE.to_owned(),
        pay_password: Some(secrets.is_some_and(|s| s.pay_password_hash.is_some())),
        flows: Vec::new(),
        available: open && balance.minor >= purchase.payable.minor,
        balance: Some(balance),
    });
    Ok(methods)
}
