//! The address book, and the address form that checkout shows too. Without scripts the region is asked for step by step:
//! the form comes back with the next list filled and everything that was typed.

use crate::AppError;
use crate::api::addresses::{
    PreferAddress, RegionChoice, RemoveAddress, SaveAddress, addresses, regions,
};
use crate::fetched::fetched;
use crate::going::follow;
use crate::pages::forms::{error_of, field_error, summary, typed_in_draft};
use crate::pages::parts::{Typed, typed, use_locale, waited, waited_quietly};
use crate::pages::regions::RegionPicker;
use crate::pages::shop::account::menu;
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::accounts::AddressView;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Check, Empty, Field, Glyph, Icon};

/// `/account/addresses`; `?edit=` opens one of them in the form.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map();
    let save = Post::to::<SaveAddress>();
    let prefer = Post::to::<PreferAddress>();
    let remove = Post::to::<RemoveAddress>();
    for_all(save, prefer, remove);
    let edited = move || query.with(|q| q.get("edit").unwrap_or_default());
    let page =
        fetched(move || (save.version(), prefer.version(), remove.version()), |_| addresses());
    view! {
        <Title text=i18n::common::brand_title(l, t::address_title(l))/>
        <main id="main" class="wrap acct">
            {menu(l, "/account/addresses")}
            <h1>{t::address_title(l)}</h1>
            {waited(l, move || {
                    let edited = edited();
                    async move {
                        match page.await {
                            Ok(list) => {
                                let known = list.iter().find(|a| a.id.to_string() == edited).cloned();
                                view! {
                                    {book(l, list, prefer, remove)}
                                    {form(l, save, known, String::new())}
                                }
                                .into_any()
                            }
                            Err(error) => wall::failure_or_sign_in(l, &error, "/account/addresses"),
                        }
                    }
                })}
        </main>
    }
}

fn for_all(save: Post, prefer: Post, remove: Post) {
    let nothing = Callback::new(|()| ());
    follow(save, nothing);
    follow(prefer, nothing);
    follow(remove, nothing);
}

fn book(l: Locale, list: Vec<AddressView>, prefer: Post, remove: Post) -> AnyView {
    if list.is_empty() {
        return view! {
            <section class="panel"><Empty title=t::address_empty_title(l) text=t::address_empty_text(l)/></section>
        }
        .into_any();
    }
    let rows = list.into_iter().map(|a| row(l, a, prefer, remove)).collect_view();
    view! { <section class="panel"><ul class="rows">{rows}</ul></section> }.into_any()
}

fn row(l: Locale, address: AddressView, prefer: Post, remove: Post) -> AnyView {
    let id = address.id.to_string();
    let label = t::address_remove_of(l, &address.recipient);
    let edit = i18n::href(l, &format!("/account/addresses?edit={id}#address"));
    let removed = id.clone();
    let act = if address.preferred {
        view! { <span class="mark mark--trust">{t::address_is_default(l)}</span> }.into_any()
    } else {
        view! {
            <PostForm post=prefer>
                <input type="hidden" name="id" value=id/>
                <button class="btn btn--sm" type="submit">{t::address_make_default(l)}</button>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <li>
            <Icon of=Glyph::Pin/>
            <div class="rows__b">
                <b>{address.recipient}" "<span class="num">{i18n::phone_masked(&address.phone)}</span></b>
                <small>{address.region}" "{address.detail}</small>
            </div>
            <div class="rows__act">
            {act}
            <a class="btn btn--sm" href=edit>{i18n::common::action_edit(l)}</a>
            <PostForm post=remove>
                <input type="hidden" name="id" value=removed/>
                <button class="btn btn--sm" type="submit" aria-label=label>{i18n::common::action_remove(l)}</button>
            </PostForm>
            </div>
        </li>
    }
    .into_any()
}

/// The form for a new address, or for one that is known. `next` is where checkout goes on.
pub fn form(l: Locale, action: Post, known: Option<AddressView>, next: String) -> AnyView {
    let error = error_of(action);
    // A step of the region is no error: it is in the address of the page.
    let query = use_query_map();
    let step = query.with_untracked(|q| q.get("draft"));
    let before = typed_in_draft("address", error.get_untracked().and_then(|e| e.draft).or(step));
    let title = if known.is_some() { t::address_edit(l) } else { t::address_new(l) };
    let labels = vec![
        ("recipient", t::address_name(l).into()),
        ("phone", t::address_phone(l).into()),
        ("region_code", t::address_region(l).into()),
        ("detail", t::address_street(l).into()),
    ];
    let lists = fetched(
        || (),
        move |()| {
            let known = known.clone();
            async move {
                let values = match before.await {
                    values if values.is_empty() => known.map(of_known).unwrap_or_default(),
                    values => values,
                };
                let lists = regions(typed(&values, "region_code")).await.unwrap_or_default();
                (values, lists)
            }
        },
    );
    view! {
        <section class="panel form" id="address" aria-labelledby="address-h">
            <header><h2 id="address-h">{title}</h2></header>
            <PostForm post=action attr:class="form__body">
                {summary(l, error, labels)}
                <input type="hidden" name="next" value=next/>
                {waited_quietly(move || async move {
                    let (values, lists) = lists.await;
                    fields(l, &values, lists, error)
                })}
                <button class="btn btn--primary" type="submit">{t::address_submit(l)}</button>
            </PostForm>
        </section>
    }
    .into_any()
}

fn of_known(address: AddressView) -> Typed {
    let preferred = if address.preferred { "1" } else { "" };
    [
        ("id", address.id.to_string()),
        ("recipient", address.recipient),
        ("phone", address.phone),
        ("region_code", address.region_code),
        ("detail", address.detail),
        ("preferred", preferred.to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

fn fields(
    l: Locale,
    values: &Typed,
    lists: RegionChoice,
    error: Signal<Option<AppError>>,
) -> AnyView {
    let id = typed(values, "id");
    let ticked = !typed(values, "preferred").is_empty();
    view! {
        <input type="hidden" name="id" value=id/>
        <Field locale=l name="recipient" label=t::address_name(l) value=typed(values, "recipient")
            autocomplete="name" error=field_error(l, error, "recipient")/>
        <Field locale=l name="phone" label=t::address_phone(l) hint=t::address_phone_hint(l) value=typed(values, "phone")
            kind="tel" autocomplete="tel" inputmode="tel" verbatim=true error=field_error(l, error, "phone")/>
        <RegionPicker lists=lists error=field_error(l, error, "region_code")/>
        <Field locale=l name="detail" label=t::address_street(l) hint=t::address_street_hint(l) value=typed(values, "detail")
            autocomplete="street-address" error=field_error(l, error, "detail")/>
        <Check name="preferred" value="1" checked=ticked>{t::address_default(l)}</Check>
    }
    .into_any()
}
