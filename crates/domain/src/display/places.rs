//! How a page is laid out: what the formula ordered, with paid places and places for new shops between. Those are marked,
//! few, and never touch the score: the ordered goods keep their order whatever is put between them.

use serde::{Deserialize, Serialize};

/// How many paid places a page has at most.
pub const PAID_MAX: usize = 2;
/// How many places for new shops a page has at most.
pub const NEW_MAX: usize = 2;
/// After how many ordered goods each paid place comes.
const PAID_AFTER: [usize; PAID_MAX] = [4, 14];
/// After how many ordered goods each place for a new shop comes.
const NEW_AFTER: [usize; NEW_MAX] = [8, 20];

/// So many ordered goods stand between a paid place and the same goods where the formula put them: the rest of a row, so that
/// nobody sees them side by side.
const APART: usize = 4;

/// Why something has its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// The formula put it there.
    Ordered,
    /// Somebody paid for it; the page says 广告.
    Paid,
    /// It was drawn for a new shop; the page says so.
    NewShop,
}

/// A place that somebody pays for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement<T> {
    /// What is shown.
    pub item: T,
    /// Who pays, as the mark names it.
    pub paid_by: String,
}

/// One place of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place<T> {
    /// What is shown.
    pub item: T,
    /// Why it is there.
    pub kind: PlaceKind,
    /// Who pays, for a paid place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_by: Option<String>,
}

/// Whether goods that the formula put at `natural` are far enough from a place after `after` ordered goods.
const fn is_apart(natural: usize, after: usize) -> bool {
    let between = if natural < after { after - 1 - natural } else { natural - after };
    between >= APART
}

/// Lays a page out. What makes goods the same is their `key`: a card that somebody pays for tells other things than the same
/// card in the order. Who pays keeps a place although the formula shows the goods as well, since the order never yields to it;
/// but it is the first free one that is apart from them, and where there is none they are seen anyway. What the formula or
/// somebody's payment shows needs no place by lot.
pub fn lay_out<T: Clone, K: PartialEq>(
    ordered: &[T],
    paid: &[Placement<T>],
    new: &[T],
    key: impl Fn(&T) -> K,
) -> Vec<Place<T>> {
    let place = |item: &T, kind| Place { item: item.clone(), kind, paid_by: None };
    let mut others: Vec<(usize, Place<T>)> = Vec::new();
    let shown = |item: &T, others: &[(usize, Place<T>)]| {
        others.iter().any(|(_, other)| key(&other.item) == key(item))
    };
    let natural = |item: &T| ordered.iter().position(|other| key(other) == key(item));
    let mut free = PAID_AFTER.to_vec();
    for placement in paid {
        // A short page has its places at its end.
        let apart = |after: &usize| {
            natural(&placement.item).is_none_or(|at| is_apart(at, (*after).min(ordered.len())))
        };
        if !shown(&placement.item, &others)
            && let Some(chosen) = free.iter().position(apart)
        {
            let paid_by = Some(placement.paid_by.clone());
            let paid = Place { item: placement.item.clone(), kind: PlaceKind::Paid, paid_by };
            others.push((free.remove(chosen), paid));
        }
    }
    let mut after = NEW_AFTER.into_iter();
    for item in new {
        if natural(item).is_none()
            && !shown(item, &others)
            && let Some(after) = after.next()
        {
            others.push((after, place(item, PlaceKind::NewShop)));
        }
    }
    // A short page has its marked places at its end, never before what was ordered.
    others.sort_by_key(|(after, _)| *after);
    let mut others = others.into_iter().peekable();
    let mut page = Vec::with_capacity(ordered.len() + PAID_MAX + NEW_MAX);
    for (n, item) in ordered.iter().enumerate() {
        while let Some((_, other)) = others.next_if(|(after, _)| *after <= n) {
            page.push(other);
        }
        page.push(place(item, PlaceKind::Ordered));
    }
    page.extend(others.map(|(_, other)| other));
    page
}
