//! The product page as it was when it was sold: sealed by its content, shown as it was (3.1.1).

use crate::api::orders::sold_page;
use crate::fetched::fetched;
use crate::pages::parts::{use_locale, waited, words};
use crate::pages::shop::checkout::why_excepted;
use crate::pages::wall;
use domain::orders::views::SoldView;
use domain::returns::Returnable;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use ui::{Facts, Picture, Price, PriceSize};

/// `/orders/{order}/sold/{hash}`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let params = use_params_map();
    let asked = Memo::new(move |_| {
        params.with(|p| (p.get("order").unwrap_or_default(), p.get("hash").unwrap_or_default()))
    });
    let page = fetched(move || asked.get(), |(order, hash)| sold_page(order, hash));
    view! {
        <Title text=i18n::common::brand_title(l, t::snapshot_title(l))/>
        <main id="main" class="wrap prod">
            <h1>{t::snapshot_title(l)}</h1>
            {waited(l, move || {
                    let (order, hash) = asked.get();
                    async move {
                        match page.await {
                            Ok(sold) => body(l, &sold, &hash),
                            Err(error) => wall::failure_or_sign_in(l, &error, &format!("/orders/{order}")),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, view: &SoldView, hash: &str) -> AnyView {
    let sold = &view.sold;
    let page = &sold.page;
    let name = words(l, &page.name);
    let picture = page.pictures.first().cloned().unwrap_or_default();
    let paragraphs = words(l, &page.description);
    let text = paragraphs.split("\n\n").map(|p| view! { <p>{p.to_owned()}</p> }).collect_view();
    let rules = view.rule_version.map_or_else(
        || t::snapshot_rules_none(l).to_owned(),
        |version| t::snapshot_rules_version(l, version),
    );
    let chosen = sold.chosen().map(|spec| (t::snapshot_choice(l).to_owned(), words(l, spec)));
    let held = chosen.into_iter().chain([(t::snapshot_rules(l).to_owned(), rules)]).collect();
    let facts = page.attributes.iter().map(|a| (words(l, &a.name), words(l, &a.value))).collect();
    let promise = match sold.returnable {
        Returnable::NoReason => t::product_promise_no_reason(l, sold.no_reason_days),
        why => t::product_promise_no_reason_not(l, why_excepted(l, why)),
    };
    let now = i18n::href(l, &format!("/p/{}", page.slug));
    view! {
        <p class="seal">{t::product_snapshot_text(l)}" "<code>{hash.to_owned()}</code></p>
        <section class="panel">
            <Picture src=picture alt=name.clone() width=400 height=400/>
            <h2>{name}</h2>
            <p>{words(l, &page.shop.name)}</p>
            <p><Price money=sold.unit_price size=PriceSize::Page/></p>
            <p class="mark mark--promise">{promise}</p>
            <Facts of=held class="kv"/>
            <Facts of=facts class="params"/>
            {text}
            <p><a class="btn" href=now>{t::snapshot_current(l)}</a></p>
        </section>
    }
    .into_any()
}
