//! The cashier. What a provider says counts; what a browser says only asks the provider again.

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::checkout::CashierView;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::request::{self, fail, market, plain_form, redirect_to, visit},
    domain::Code,
    domain::checkout::PayStep,
    domain::id::{PurchaseId, TypedId as _},
    services::payment::Way,
    services::ports::payment::PayFlow,
};

/// What the browser does next to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Paying {
    /// Leave for the provider's page.
    Leave {
        /// Its address.
        url: String,
    },
    /// Go to the page of ours from which a form is posted to the provider: only a document under `/pay/` may post there.
    Form {
        /// Its path.
        to: String,
    },
    /// Show this code.
    Qr(QrCode),
    /// Nothing is left to do.
    Paid,
}

/// A form for the provider's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankForm {
    /// Where it is posted to.
    pub url: String,
    /// What it holds.
    pub fields: Vec<(String, String)>,
}

/// A QR code as the path of a drawing: squares of one unit on a field of `size` units, quiet zone included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// The length of a side.
    pub size: usize,
    /// The dark squares, as the `d` of an SVG path.
    pub path: String,
}

/// The cashier's page of one of the buyer's purchases.
#[server(prefix = "/api", endpoint = "/payments/cashier", protocol = Asking)]
pub async fn cashier(purchase: String) -> Result<CashierView, AppError> {
    let id = PurchaseId::parse(&purchase).map_err(|_| fail(Code::NotFound))?;
    services::payment::cashier(&market()?, &visit().actor, &id).await.map_err(fail)
}

/// Begins to pay with `method`: `balance` (with the payment password), or a provider's word. `flow` is `qr`, or empty for the
/// provider's own page.
#[server(prefix = "/api", endpoint = "/payments/pay")]
pub async fn pay(
    purchase: String,
    #[server(default)] method: String,
    #[server(default)] flow: String,
    #[server(default)] pay_password: String,
) -> Result<Paying, AppError> {
    let (market, actor) = (market()?, visit().actor);
    let id = PurchaseId::parse(&purchase).map_err(|_| fail(Code::NotFound))?;
    if method == services::payment::BALANCE {
        services::payment::may_pay(&market, &actor, &id).await.map_err(fail)?;
        let proof = services::accounts::prove_payer(&market, &actor, pay_password);
        let proof = proof.await.map_err(fail)?;
        services::payment::pay_by_balance(&market, &actor, &proof, &id).await.map_err(fail)?;
        redirect_to(&i18n::href(request::locale(), &format!("/pay/{id}")));
        return Ok(Paying::Paid);
    }
    let flow = wanted_flow(&market, &method, &flow).ok_or_else(|| fail(Code::MethodUnavailable))?;
    let way = Way { flow, base: request::locale().base(), payer_ip: visit().client.address };
    let step = services::payment::start(&market, &actor, &id, &method, way).await.map_err(fail)?;
    match step {
        PayStep::Redirect(url) => {
            if plain_form() {
                leptos_axum::redirect(&url);
            }
            Ok(Paying::Leave { url })
        }
        PayStep::QrCode(text) => qr(&text).map(Paying::Qr).ok_or_else(|| fail(Code::Internal)),
        PayStep::Post { .. } => {
            let to = i18n::href(request::locale(), &format!("/pay/{id}/leave"));
            Ok(Paying::Form { to: redirect_to(&to).to })
        }
        PayStep::Paid => {
            redirect_to(&i18n::href(request::locale(), &format!("/pay/{id}")));
            Ok(Paying::Paid)
        }
    }
}

/// The form that takes a buyer on to the provider of the attempt under way; `None` when that provider wants none.
#[server(prefix = "/api", endpoint = "/payments/leaving", protocol = Asking)]
pub async fn leaving(purchase: String) -> Result<Option<BankForm>, AppError> {
    let id = PurchaseId::parse(&purchase).map_err(|_| fail(Code::NotFound))?;
    let flow = if request::on_a_phone() { PayFlow::Wap } else { PayFlow::Page };
    let way = Way { flow, base: request::locale().base(), payer_ip: visit().client.address };
    let step = services::payment::take_up(&market()?, &visit().actor, &id, way).await;
    Ok(match step.map_err(fail)? {
        PayStep::Post { url, fields } => Some(BankForm { url, fields }),
        PayStep::Redirect(_) | PayStep::QrCode(_) | PayStep::Paid => None,
    })
}

/// The flow that was asked for, else the one that suits the browser.
#[cfg(feature = "ssr")]
fn wanted_flow(market: &services::Market, method: &str, asked: &str) -> Option<PayFlow> {
    let flows = market.payments.get(method)?.flows();
    if !asked.is_empty() {
        return services::payment::parse_flow(asked).filter(|f| flows.contains(f));
    }
    // A partner without a page for desktops shows a code; without scripts nobody could draw it, so its page for phones
    // has to do.
    let order = match (request::on_a_phone(), plain_form()) {
        (true, _) => [PayFlow::Wap, PayFlow::Page, PayFlow::Qr],
        (false, true) => [PayFlow::Page, PayFlow::Wap, PayFlow::Qr],
        (false, false) => [PayFlow::Page, PayFlow::Qr, PayFlow::Wap],
    };
    order.into_iter().find(|f| flows.contains(f))
}

#[cfg(feature = "ssr")]
fn qr(text: &str) -> Option<QrCode> {
    use std::fmt::Write as _;
    const QUIET_UNITS: usize = 4;
    let code = qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (i, color) in code.into_colors().into_iter().enumerate() {
        if color == qrcode::Color::Dark {
            let (x, y) = (i % width + QUIET_UNITS, i / width + QUIET_UNITS);
            write!(path, "M{x} {y}h1v1h-1z").ok()?;
        }
    }
    Some(QrCode { size: width + 2 * QUIET_UNITS, path })
}

/// "I have paid": asks the provider now.
#[server(prefix = "/api", endpoint = "/payments/check")]
pub async fn check_payment(purchase: String) -> Result<Go, AppError> {
    let id = PurchaseId::parse(&purchase).map_err(|_| fail(Code::NotFound))?;
    services::payment::check_now(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(redirect_to(&i18n::href(request::locale(), &format!("/pay/{id}?asked=1"))))
}

/// The buyer does not want to pay: the purchase is closed, at the provider first.
#[server(prefix = "/api", endpoint = "/payments/cancel")]
pub async fn cancel_purchase(purchase: String) -> Result<Go, AppError> {
    let id = PurchaseId::parse(&purchase).map_err(|_| fail(Code::NotFound))?;
    services::orders::cancel_purchase(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(redirect_to(&i18n::href(request::locale(), &format!("/pay/{id}"))))
}
