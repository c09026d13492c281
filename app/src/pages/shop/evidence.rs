//! What stands behind goods on their page: the lots that may be sold and the papers that are valid (2.3.2).

use crate::pages::parts::words;
use domain::catalogue::ProductPage;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;

/// Which lots may be sold, with their dates; a lot near its date says so before it is bought (2.3.2).
pub fn lots(l: Locale, page: &ProductPage) -> Option<AnyView> {
    let rows = page.lots.iter().map(|lot| {
        let near = lot
            .near
            .then(|| view! { " "<ui::Mark text=t::product_lot_near(l) tone=ui::Tone::Watch/> });
        let dates = format!(
            "{} {}{}{} {}",
            t::product_lot_produced(l),
            i18n::date(l, lot.produced_at),
            i18n::common::word_dot(l),
            t::product_lot_expires(l),
            i18n::date(l, lot.expires_at),
        );
        view! { <div><dt>{t::product_lot(l, &lot.code)}</dt><dd>{dates}{near}</dd></div> }
    });
    let rows = rows.collect_view();
    (!page.lots.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="lots-h">
                <header><h2 id="lots-h">{t::product_lots(l)}</h2><ui::ClauseChip locale=l clause="2.3.2"/></header>
                <dl class="params">{rows}</dl>
            </section>
        }
        .into_any()
    })
}

/// The papers behind the goods.
pub fn papers(l: Locale, page: &ProductPage) -> Option<AnyView> {
    let rows = page.certificates.iter().map(|paper| {
        let kind = i18n::words::certificate_kind(l, paper.kind);
        let told = format!(
            "{} {}{}{} {}{}{} {}",
            t::product_paper_number(l),
            paper.number,
            i18n::common::word_dot(l),
            t::product_paper_issuer(l),
            words(l, &paper.issuer),
            i18n::common::word_dot(l),
            t::product_paper_until(l),
            i18n::date(l, paper.valid_until),
        );
        view! { <div><dt>{kind}</dt><dd>{told}</dd></div> }
    });
    let rows = rows.collect_view();
    (!page.certificates.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="papers-h">
                <header><h2 id="papers-h">{t::product_papers(l)}</h2><ui::ClauseChip locale=l clause="2.3.2"/></header>
                <dl class="params">{rows}</dl>
            </section>
        }
        .into_any()
    })
}
