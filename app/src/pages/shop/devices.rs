//! "My devices": where the account is signed in, and the way to end it.

use crate::api::accounts::{RevokeDevice, RevokeOtherDevices, SignOut, devices};
use crate::fetched::fetched;
use crate::frame::use_visiting;
use crate::going::follow;
use crate::pages::parts::{use_locale, waited};
use crate::pages::shop::account::menu;
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::accounts::DeviceView;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Glyph, Icon};

/// `/account/devices`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let visiting = use_visiting();
    let revoke = Post::to::<RevokeDevice>();
    let others = Post::to::<RevokeOtherDevices>();
    let out = Post::to::<SignOut>();
    follow(out, visiting.refresher());
    let page = fetched(move || (revoke.version(), others.version()), |_| devices());
    view! {
        <Title text=i18n::common::brand_title(l, t::devices_title(l))/>
        <main id="main" class="wrap acct">
            {menu(l, "/account/devices")}
            <section class="panel">
                <h1>{t::devices_title(l)}</h1>
                <p class="hint">{t::devices_text(l)}</p>
                {waited(l, move || async move {
                        match page.await {
                            Ok(list) => body(l, list, revoke, others),
                            Err(error) => wall::failure_or_sign_in(l, &error, "/account/devices"),
                        }
                    })}
                <PostForm post=out><button class="btn" type="submit">{t::account_sign_out(l)}</button></PostForm>
            </section>
        </main>
    }
}

fn body(l: Locale, list: Vec<DeviceView>, revoke: Post, others: Post) -> AnyView {
    let many = list.len() > 1;
    let rows = list.into_iter().map(|d| row(l, d, revoke)).collect_view();
    view! {
        <ul class="rows">{rows}</ul>
        {if many {
            view! { <PostForm post=others><button class="btn" type="submit">{t::devices_remove_others(l)}</button></PostForm> }.into_any()
        } else {
            view! { <p class="hint">{t::devices_only_one(l)}</p> }.into_any()
        }}
    }
    .into_any()
}

fn row(l: Locale, device: DeviceView, revoke: Post) -> AnyView {
    let name =
        if device.device.is_empty() { t::devices_unknown(l).to_owned() } else { device.device };
    let (label, id) = (t::devices_remove_of(l, &name), device.id.to_string());
    let act = if device.current {
        view! { <span class="mark mark--trust">{t::devices_this_one(l)}</span> }.into_any()
    } else {
        view! {
            <PostForm post=revoke>
                <input type="hidden" name="device" value=id/>
                <button class="btn btn--sm" type="submit" aria-label=label>{t::devices_remove(l)}</button>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <li>
            <Icon of=Glyph::User/>
            <div class="rows__b">
                <b>{name}</b>
                <small>{device.network}" · "{t::devices_last_seen(l, i18n::date_time(l, device.last_seen_at))}" · "
                    {t::devices_signed_in(l, i18n::date_time(l, device.created_at))}</small>
            </div>
            {act}
        </li>
    }
    .into_any()
}
