//! Lists of goods: a category, a shop, a search. Everything here is the same for everybody, so whole pages may be kept.

use crate::ports::Reader;
use crate::{Market, Result};
use domain::browse::{Ask, LIST_SIZE, ListCard, ListPage, Place, of_store};
use domain::catalogue::{CategoryView, Paged, ProductCard, ProductFilter};
use domain::{Code, Moment, Scope};

/// One page of a list. Refuses with `NotFound` when there is no such category or shop.
pub async fn list(market: &Market, place: &Place, ask: Ask) -> Result<ListPage> {
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let mut page = ListPage { ask, ..ListPage::default() };
    let categories = reader.categories(&Scope::Public).await?;
    match place {
        Place::Search => page.below = below(&categories, None),
        Place::Category(slug) => {
            page.trail = trail(&categories, slug).ok_or(Code::NotFound)?;
            page.below = below(&categories, page.trail.last());
        }
        Place::Shop(slug) => {
            page.shop = Some(reader.shop(&Scope::Public, slug).await?.ok_or(Code::NotFound)?);
        }
    }
    let found = from_store(reader, &page, market.now()).await?;
    page.next = found.next;
    page.cards = found.items.into_iter().map(ListCard::plain).collect();
    Ok(page)
}

/// The list as the store alone can tell it: by category, shop and a plain figure.
async fn from_store(
    reader: &mut dyn Reader,
    page: &ListPage,
    now: Moment,
) -> Result<Paged<ProductCard>> {
    let filter = ProductFilter {
        category: page.trail.last().map(|c| c.id.clone()),
        merchant: page.shop.as_ref().map(|s| s.id.clone()),
        order: of_store(page.ask.sort),
    };
    let after = page.ask.after.as_deref();
    reader.products(&Scope::Public, &filter, after, LIST_SIZE, now).await
}

/// The categories from the top down to the one with that slug.
fn trail(all: &[CategoryView], slug: &str) -> Option<Vec<CategoryView>> {
    let found = all.iter().find(|c| c.slug == slug)?;
    let above = all.iter().find(|c| Some(&c.id) == found.parent.as_ref());
    Some(above.into_iter().chain([found]).cloned().collect())
}

/// The categories directly below; beside a leaf stand its siblings, so that one can go on.
fn below(all: &[CategoryView], here: Option<&CategoryView>) -> Vec<CategoryView> {
    let under = |id| all.iter().filter(move |c| c.parent.as_ref() == id).cloned().collect();
    let children: Vec<_> = under(here.map(|c| &c.id));
    match here {
        Some(leaf) if children.is_empty() => under(leaf.parent.as_ref()),
        _ => children,
    }
}
