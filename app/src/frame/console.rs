//! What stands around every page of the consoles: side bar, top bar, and the way to another shop for those who work for
//! several.

use super::{Visiting, theme_form};
use crate::api::visitor::Visitor;
use crate::pages::wall;
use crate::post::{Post, PostForm};
use i18n::Locale;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_router::hooks::use_location;
use ui::{Glyph, Icon};

/// The frame of the merchants' root.
#[component]
pub fn MerchantFrame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let visiting = Visiting::provide();
    let l = visiting.visitor.get_untracked().locale;
    provide_context(l);
    use i18n::merchant as t;
    let links = [
        ("/merchant", Glyph::Home, t::nav_home(l)),
        ("/merchant/orders", Glyph::Doc, t::nav_orders(l)),
        ("/merchant/returns", Glyph::Back, t::nav_after_sales(l)),
        ("/merchant/reviews", Glyph::Star, t::nav_reviews(l)),
        ("/merchant/settings", Glyph::Store, t::nav_settings(l)),
        ("/merchant/places", Glyph::Tag, t::nav_places(l)),
    ];
    let links = open_links(visiting, |v| v.merchant, &links);
    let name = move || visiting.visitor.get().shop.unwrap_or_default();
    view! { <ConsoleFrame l=l visiting=visiting label=t::nav_label(l) skip=t::nav_skip(l) back=t::nav_to_shop(l)
    out=t::nav_sign_out(l) links=links title=Signal::derive(name)>{pages(l, visiting, |v| v.merchant, children)}</ConsoleFrame> }
}

/// The frame of the platform staff's root.
#[component]
pub fn DeskFrame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let visiting = Visiting::provide();
    let l = visiting.visitor.get_untracked().locale;
    provide_context(l);
    use i18n::desk as t;
    let links = [
        ("/desk", Glyph::Clock, t::nav_home(l)),
        ("/desk/orders", Glyph::Doc, t::nav_orders(l)),
        ("/desk/refunds", Glyph::Back, t::nav_refunds(l)),
        ("/desk/places", Glyph::Tag, t::nav_places(l)),
        ("/desk/ledger", Glyph::Book, t::nav_ledger(l)),
    ];
    let links = open_links(visiting, |v| v.staff, &links);
    view! { <ConsoleFrame l=l visiting=visiting label=t::nav_label(l) skip=t::nav_skip(l) back=t::nav_to_shop(l)
    out=t::nav_sign_out(l) links=links title=Signal::derive(String::new)>{pages(l, visiting, |v| v.staff, children)}</ConsoleFrame> }
}

/// A link of the side bar: where it leads, its drawing and its word.
type SideLink = (&'static str, Glyph, &'static str);

/// Whether somebody is signed in who has no work here.
fn is_shut_out(visiting: Visiting, works: fn(&Visitor) -> bool) -> bool {
    visiting.visitor.with_untracked(|visitor| visitor.name.is_some() && !works(visitor))
}

/// The links to the pages; none before the wall, behind which nothing opens.
fn open_links(
    visiting: Visiting,
    works: fn(&Visitor) -> bool,
    links: &[SideLink],
) -> Vec<SideLink> {
    if is_shut_out(visiting, works) { Vec::new() } else { links.to_vec() }
}

/// The pages, for those who work here; for somebody who is signed in and does not, the wall. Who is not signed in is sent to sign
/// in by the page itself.
fn pages(
    l: Locale,
    visiting: Visiting,
    works: fn(&Visitor) -> bool,
    children: Children,
) -> AnyView {
    if !is_shut_out(visiting, works) {
        return children().into_any();
    }
    let name = visiting.visitor.with_untracked(|visitor| visitor.name.clone());
    let here = use_location().pathname.get_untracked();
    view! {
        <main id="main" class="cbody">{wall::no_work_here(l, name, &here)}</main>
    }
    .into_any()
}

/// Side bar and top bar of a console.
#[component]
fn ConsoleFrame(
    l: Locale,
    visiting: Visiting,
    label: &'static str,
    skip: &'static str,
    back: &'static str,
    out: &'static str,
    links: Vec<SideLink>,
    #[prop(into)] title: Signal<String>,
    children: Children,
) -> impl IntoView {
    let here = use_location();
    let item = move |(path, icon, text): SideLink| {
        let current = move || here.pathname.with(|now| current_in(now, path));
        view! { <li><a href=path aria-current=current><Icon of=icon/><span>{text}</span></a></li> }
    };
    let menu = links.iter().copied().map(item).collect_view();
    let list = links.into_iter().map(item).collect_view();
    let other = l.other();
    let language = Post::to::<crate::api::visitor::SetLanguage>();
    Effect::new(move |_| {
        if language.success::<()>().is_some() {
            crate::going::leave(&here.pathname.get_untracked());
        }
    });
    view! {
        <a class="skip" href="#main">{skip}</a>
        <div class="console" data-density="console">
            <nav class="side" aria-label=label>
                <a class="side__brand" rel="external" href=i18n::href(l, "/")>
                    <ui::Brand/>
                    <span><b>{move || title.get()}</b><small>{label}</small></span>
                </a>
                <div class="side__grp"><ul>{list}</ul></div>
                <div class="side__grp"><ul>
                    <li><a rel="external" href=i18n::href(l, "/")><Icon of=Glyph::Store/><span>{back}</span></a></li>
                </ul></div>
            </nav>
            <div class="console__main">
                <header class="ctop">
                    <details class="ctop__menu phone-only">
                        <summary aria-label=label><Icon of=Glyph::Menu/></summary>
                        <nav aria-label=label><ul>{menu}</ul></nav>
                    </details>
                    {shops(l, visiting, title, label)}
                    <div class="ctop__acts">
                        {move || visiting.visitor.get().name.map(|name| view! { <span class="desk-only">{name}</span> })}
                        <PostForm post=language attr:class="inline">
                            <input type="hidden" name="language" value=other.code()/>
                            <button class="linkbtn" type="submit" lang=other.code()>{other.own_name()}</button>
                        </PostForm>
                        {theme_form(l, visiting)}
                        <form class="inline" method="post" action=crate::api::accounts::SignOut::url()>
                            <button class="linkbtn" type="submit">{out}</button>
                        </form>
                    </div>
                </header>
                {children()}
            </div>
        </div>
    }
}

/// Where one is: on this page, or somewhere under it. A console's first page is only itself.
fn current_in(now: &str, path: &str) -> Option<&'static str> {
    let now = now.trim_end_matches('/');
    let root = path.matches('/').count() == 1;
    let under = !root && now.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
    if now == path { Some("page") } else { under.then_some("true") }
}

/// The name of the shop, which on a phone stands in no side bar, or else of the console. For somebody who works for several
/// shops it opens the way to the others: a plain form, for the whole document is another shop's afterwards.
fn shops(l: Locale, visiting: Visiting, title: Signal<String>, label: &'static str) -> AnyView {
    let name = move || Some(title.get()).filter(|shop| !shop.is_empty());
    let shown = move || {
        let name = name().unwrap_or_else(|| label.to_owned());
        let others = visiting.visitor.get().shops.into_iter().skip(1);
        let rows: Vec<_> = others.map(|(id, shop)| other_shop(l, id, shop)).collect();
        if rows.is_empty() {
            return view! { <p class="ctop__title">{name}</p> }.into_any();
        }
        view! {
            <details class="ctop__shops">
                <summary class="ctop__title"><span class="sr">{i18n::merchant::nav_shops(l)}</span>" "{name}<Icon of=Glyph::Down/></summary>
                <form method="post" action=crate::api::shops::SwitchShop::url()><ul>{rows}</ul></form>
            </details>
        }
        .into_any()
    };
    view! { {shown} }.into_any()
}

fn other_shop(l: Locale, id: String, shop: String) -> AnyView {
    let label = i18n::merchant::nav_work_in(l, shop);
    view! { <li><button class="linkbtn" type="submit" name="shop" value=id>{label}</button></li> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_shows_where_one_is_also_inside_a_list() {
        let check = |now, path, expect| assert_eq!(current_in(now, path), expect, "{now} {path}");
        check("/merchant", "/merchant", Some("page"));
        check("/merchant/", "/merchant", Some("page"));
        check("/merchant/orders", "/merchant", None);
        check("/merchant/orders", "/merchant/orders", Some("page"));
        check("/merchant/orders/ord_1", "/merchant/orders", Some("true"));
        check("/merchant/ordersome", "/merchant/orders", None);
    }
}
