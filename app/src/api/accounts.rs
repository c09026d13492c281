//! Opening an account, signing in and out, devices.

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::accounts::DeviceView;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::request::{self, fail, fail_keeping, market, redirect_to, set_cookie, visit},
    domain::Code,
    domain::accounts::SessionKind,
    domain::id::{SessionId, TypedId as _},
    services::sessions::Opened,
};

/// Opens an account, signs in, merges the guest's cart.
#[server(prefix = "/api", endpoint = "/accounts/register")]
pub async fn register(
    #[server(default)] login: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] accept: String,
    #[server(default)] terms: String,
    #[server(default)] next: String,
) -> Result<Go, AppError> {
    let typed = [("login", login.as_str()), ("name", name.as_str()), ("accept", accept.as_str())];
    only_where_cookies_stick()?;
    let draft = services::accounts::RegisterDraft {
        name: name.clone(),
        login: login.clone(),
        password,
        accept: !accept.is_empty(),
        terms,
    };
    match services::accounts::register(&market()?, &visit().client, draft).await {
        Ok(opened) => Ok(enter(opened, &next)),
        Err(error) => Err(fail_keeping(error, "register", &typed).await),
    }
}

/// Signs in and merges the guest's cart.
#[server(prefix = "/api", endpoint = "/accounts/sign-in")]
pub async fn sign_in(
    #[server(default)] login: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<Go, AppError> {
    only_where_cookies_stick()?;
    let draft = services::accounts::SignInDraft { login: login.clone(), password };
    match services::accounts::sign_in(&market()?, &visit().client, draft).await {
        Ok(opened) => Ok(enter(opened, &next)),
        Err(error) => Err(fail_keeping(error, "sign_in", &[("login", &login)]).await),
    }
}

/// Signs this device out. The guest's cart is not touched.
#[server(prefix = "/api", endpoint = "/accounts/sign-out")]
pub async fn sign_out() -> Result<Go, AppError> {
    services::sessions::sign_out(&market()?, &visit().client).await.map_err(fail)?;
    set_cookie("sid", "", 0);
    Ok(redirect_to(&i18n::href(request::locale(), "/")))
}

/// The devices on which the person is signed in.
#[server(prefix = "/api", endpoint = "/accounts/devices", protocol = Asking)]
pub async fn devices() -> Result<Vec<DeviceView>, AppError> {
    services::sessions::devices(&market()?, &visit().actor).await.map_err(fail)
}

/// Signs another device out.
#[server(prefix = "/api", endpoint = "/accounts/devices/revoke")]
pub async fn revoke_device(device: String) -> Result<Go, AppError> {
    let id = SessionId::parse(&device).map_err(|_| fail(Code::NotFound))?;
    services::sessions::revoke(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(redirect_to(&i18n::href(request::locale(), "/account/devices")))
}

/// Signs all other devices out.
#[server(prefix = "/api", endpoint = "/accounts/devices/revoke-others")]
pub async fn revoke_other_devices() -> Result<Go, AppError> {
    services::sessions::revoke_others(&market()?, &visit().actor).await.map_err(fail)?;
    Ok(redirect_to(&i18n::href(request::locale(), "/account/devices")))
}

/// Whether the person has set a payment password.
#[server(prefix = "/api", endpoint = "/accounts/pay-password", protocol = Asking)]
pub async fn pay_password() -> Result<bool, AppError> {
    services::accounts::has_pay_password(&market()?, &visit().actor).await.map_err(fail)
}

/// Sets the payment password; `next` is where its owner came from.
#[server(prefix = "/api", endpoint = "/accounts/pay-password/set")]
pub async fn set_pay_password(
    #[server(default)] password: String,
    #[server(default)] pay_password: String,
    #[server(default)] again: String,
    #[server(default)] next: String,
) -> Result<Go, AppError> {
    let draft = services::accounts::PayPasswordDraft { password, digits: pay_password, again };
    services::accounts::set_pay_password(&market()?, &visit().actor, draft).await.map_err(fail)?;
    let here = i18n::href(request::locale(), "/account/pay-password?set=1");
    Ok(redirect_to(crate::going::safe_path(&next).unwrap_or(&here)))
}

/// Browsers drop `Secure` cookies on plain HTTP; saying so beats a sign-in that silently does nothing.
#[cfg(feature = "ssr")]
fn only_where_cookies_stick() -> Result<(), AppError> {
    if visit().trustworthy { Ok(()) } else { Err(fail(Code::InsecureOrigin)) }
}

/// Sets the cookie of a fresh session and says where its owner lands.
#[cfg(feature = "ssr")]
fn enter(opened: Opened, next: &str) -> Go {
    set_cookie("sid", &opened.token, opened.max_age_seconds);
    set_cookie("cart", "", 0);
    let home = match opened.kind {
        SessionKind::Buyer => i18n::href(request::locale(), "/"),
        SessionKind::Merchant => "/merchant".to_owned(),
        SessionKind::Staff => "/desk".to_owned(),
    };
    redirect_to(crate::going::safe_path(next).unwrap_or(&home))
}
