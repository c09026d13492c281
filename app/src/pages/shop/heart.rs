//! The heart on a product page. It is the one personal thing there, so it is read apart from the page: whoever has no
//! account is shown the way to sign in, and a guest's page stays the same for everybody.

use crate::AppError;
use crate::api::favourites::{AddFavourite, HeartState, RemoveFavourite, mark};
use crate::fetched::{Fetched, fetched};
use crate::pages::forms::{error_of, problem};
use crate::pages::parts::waited_quietly;
use crate::pages::wall::encode;
use crate::post::{Post, PostForm};
use domain::catalogue::ProductPage;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use ui::{Glyph, Icon};

/// Marking and unmarking one product, and whether it is marked.
#[derive(Clone, Copy)]
pub struct Heart {
    add: Post,
    remove: Post,
    state: Fetched<Result<HeartState, AppError>>,
}

impl Heart {
    /// For the product at that place in addresses.
    pub fn of(slug: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let (add, remove) = (Post::to::<AddFavourite>(), Post::to::<RemoveFavourite>());
        let state =
            fetched(move || (slug(), add.version(), remove.version()), |(slug, ..)| mark(slug));
        Self { add, remove, state }
    }

    /// The button, or the way to sign in first. When nobody can tell, nothing is shown.
    pub fn view(self, l: Locale, page: &ProductPage) -> AnyView {
        let (id, slug) = (page.id.to_string(), page.slug.clone());
        view! {
            <div class="prod__keep">
                {waited_quietly(move || {
                        let (id, slug) = (id.clone(), slug.clone());
                        async move {
                            self.state.await.ok().map(|mark| self.button(l, id, &slug, mark))
                        }
                    })}
                {problem(l, error_of(self.add))}
                {problem(l, error_of(self.remove))}
            </div>
        }
        .into_any()
    }

    fn button(self, l: Locale, id: String, slug: &str, mark: HeartState) -> AnyView {
        let here = i18n::href(l, &format!("/p/{slug}"));
        if !mark.signed_in {
            let login = i18n::href(l, &format!("/login?next={}", encode(&here)));
            return view! {
                <a class="btn btn--sm" rel="nofollow" href=login><Icon of=Glyph::Heart/>" "{t::favourites_mark(l)}</a>
            }
            .into_any();
        }
        let (post, class, words) = if mark.marked {
            (self.remove, "btn btn--sm is-marked", t::favourites_marked(l))
        } else {
            (self.add, "btn btn--sm", t::favourites_mark(l))
        };
        view! {
            <PostForm post=post>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="next" value=here/>
                <button class=class type="submit" disabled=move || post.pending()>
                    <Icon of=Glyph::Heart/>" "{words}
                </button>
            </PostForm>
        }
        .into_any()
    }
}
