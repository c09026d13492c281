//! Asking for money back for units of one line (3.3.1). The amount is exactly what was paid for them.

use crate::api::orders::view_order;
use crate::api::returns::{RequestReturn, preview_return};
use crate::fetched::fetched;
use crate::going::follow;
use crate::pages::forms::{error_of, field_error, summary, typed_before};
use crate::pages::parts::{Typed, failure, typed, use_locale, waited, waited_quietly, words};
use crate::pages::shop::checkout::why_excepted;
use crate::pages::wall;
use crate::post::{Post, PostForm};
use domain::Code;
use domain::orders::views::{LineView, OrderView};
use domain::returns::{NOTE_CHARS_MAX, Reach, ReturnKind, ReturnReason, Returnable};
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{Line, Pick, Picks, Select, TextArea};

/// `/orders/{order}/return?line=`.
#[component]
pub fn Page() -> impl IntoView {
    let l = use_locale();
    let params = use_params_map();
    let query = use_query_map();
    let order = Memo::new(move |_| params.with(|p| p.get("order").unwrap_or_default()));
    let asked = Memo::new(move |_| query.with(|q| q.get("line").unwrap_or_default()));
    let action = Post::to::<RequestReturn>();
    follow(action, Callback::new(|()| ()));
    let error = error_of(action);
    let before = typed_before("return", error.get_untracked());
    let page = fetched(
        move || order.get(),
        move |order| {
            let before = before.into_future();
            async move { Ok::<_, crate::AppError>((view_order(order).await?, before.await)) }
        },
    );
    view! {
        <Title text=i18n::common::brand_title(l, t::returns_title(l))/>
        <main id="main" class="wrap rform">
            <h1>{t::returns_heading(l)}</h1>
            {waited(l, move || {
                    let (asked, path) = (asked.get(), format!("/orders/{}/return?line={}", order.get_untracked(), asked.get()));
                    async move {
                        match page.await {
                            Ok((view, typed)) => body(l, &view, &typed, &asked, action),
                            Err(error) => wall::failure_or_sign_in(l, &error, &path),
                        }
                    }
                })}
        </main>
    }
}

fn body(l: Locale, view: &OrderView, before: &Typed, asked: &str, action: Post) -> AnyView {
    let wanted = match typed(before, "line") {
        line if line.is_empty() => asked.to_owned(),
        line => line,
    };
    let Some(line) = view.card.lines.iter().find(|line| line.id.to_string() == wanted) else {
        return failure(l, &crate::AppError::of(Code::NotFound));
    };
    let error = error_of(action);
    let labels = vec![
        ("quantity", t::returns_quantity(l).into()),
        ("kind", t::returns_kind(l).into()),
        ("reason", t::returns_reason(l).into()),
        ("note", t::returns_note(l).into()),
    ];
    let (order, id) = (view.card.id.to_string(), line.id.to_string());
    let fields = fields(l, view, line, before, error);
    let windows = windows(l, view, line);
    let shown = view! {
        <Line locale=l name=words(l, &line.name) choice=words(l, &line.spec) picture=line.picture.clone()
            money=line.unit_price quantity=line.qty/>
    };
    view! {
        <PostForm post=action attr:class="panel form__body">
            {summary(l, error, labels)}
            <input type="hidden" name="order" value=order/>
            <input type="hidden" name="line" value=id/>
            {shown}
            {fields}
            {windows}
            <button class="btn btn--primary btn--lg" type="submit">{t::returns_submit(l)}</button>
        </PostForm>
    }
    .into_any()
}

/// Until when what may be said: without a reason, and for a fault. Both are told once they run, whichever of them is over.
fn windows(l: Locale, view: &OrderView, line: &LineView) -> AnyView {
    let (Some(no_reason), Some(apply)) = (view.no_reason_ends, view.apply_ends) else {
        return ().into_any();
    };
    let time = |at| i18n::date_time(l, at);
    let free = match line.returnable {
        Returnable::NoReason if view.now < no_reason => {
            t::returns_window_no_reason(l, time(no_reason))
        }
        Returnable::NoReason => t::returns_window_no_reason_over(l, time(no_reason)),
        why => t::returns_window_no_reason_not(l, why_excepted(l, why)),
    };
    let fault = if view.now < apply {
        t::returns_window(l, time(apply))
    } else {
        t::returns_window_over(l, time(apply))
    };
    view! { <ul class="hint" aria-label=t::returns_windows(l)><li>{free}</li><li>{fault}</li></ul> }
        .into_any()
}

fn fields(
    l: Locale,
    view: &OrderView,
    line: &LineView,
    before: &Typed,
    error: Signal<Option<crate::AppError>>,
) -> AnyView {
    let most = line.qty - line.returning - line.refunded;
    let quantity = typed(before, "quantity").parse().unwrap_or(most.max(1));
    let chosen = RwSignal::new(quantity);
    let kind = match typed(before, "kind") {
        kind if kind.is_empty() && goes_back(view) => ReturnKind::SendBack.as_str().to_owned(),
        kind if kind.is_empty() => ReturnKind::RefundOnly.as_str().to_owned(),
        kind => kind,
    };
    let quantity_error = field_error(l, error, "quantity");
    view! {
        <div class="field">
            <label for="f-quantity">{t::returns_quantity(l)}</label>
            <input class="input input--qty" id="f-quantity" name="quantity" type="number" inputmode="numeric" min="1" max=most
                value=quantity aria-invalid=move || quantity_error.get().map(|_| "true")
                on:input=move |event| if let Ok(n) = event_target_value(&event).parse() { chosen.set(n) }/>
            {move || quantity_error.get().map(|text| view! { <p class="error">{text}</p> })}
            <p class="hint">{t::returns_quantity_limit(l, most)}</p>
        </div>
        <Picks name="kind" legend=t::returns_kind(l) picks=kinds(l, view) value=kind error=field_error(l, error, "kind")/>
        <Select locale=l name="reason" label=t::returns_reason(l) picks=reasons(l, view, line) value=typed(before, "reason")
            error=field_error(l, error, "reason")/>
        {no_reason_gone(l, view, line).map(|text| view! { <p class="hint">{text}</p> })}
        <TextArea locale=l name="note" label=t::returns_note(l) hint=t::returns_note_hint(l, NOTE_CHARS_MAX)
            value=typed(before, "note") error=field_error(l, error, "note")/>
        {amount(l, view, line, chosen)}
    }
    .into_any()
}

/// How far the goods have come. The page of an order that is over offers what is offered last; sending it is refused.
fn reach(view: &OrderView) -> Reach {
    let card = &view.card;
    Reach::of(card.state, card.delivered_at.is_some()).unwrap_or(Reach::Received)
}

/// Whether goods may go back: they are there, and the time to say so is not over.
fn goes_back(view: &OrderView) -> bool {
    reach(view).arrived() && view.apply_ends.is_none_or(|end| view.now < end)
}

/// The two ways, and why one of them is not open.
fn kinds(l: Locale, view: &OrderView) -> Vec<Pick> {
    let (back, keep) = if goes_back(view) {
        (t::returns_kind_return_hint(l), t::returns_kind_refund_only_kept(l))
    } else if reach(view).arrived() {
        let over = i18n::common::error(l, Code::WindowOver.as_str()).unwrap_or_default();
        (over, t::returns_kind_refund_only_hint(l))
    } else {
        (t::returns_kind_return_not_yet(l), t::returns_kind_refund_only_hint(l))
    };
    vec![
        Pick {
            hint: back.to_owned(),
            disabled: !goes_back(view),
            ..Pick::of(ReturnKind::SendBack.as_str(), t::returns_kind_return(l))
        },
        Pick {
            hint: keep.to_owned(),
            ..Pick::of(ReturnKind::RefundOnly.as_str(), t::returns_kind_refund_only(l))
        },
    ]
}

/// The reasons that go with where the order stands, in one way or the other.
fn reasons(l: Locale, view: &OrderView, line: &LineView) -> Vec<Pick> {
    let reach = reach(view);
    let gone = no_reason_gone(l, view, line).is_some();
    let fits = |reason: ReturnReason| {
        let any = ReturnKind::ALL.iter().any(|kind| reach.fits(*kind, reason).is_ok());
        // What never arrived has no window; everything else is said in time or not at all.
        let heard = !reach.arrived() || goes_back(view) || reason == ReturnReason::NotReceived;
        any && heard && !(gone && reason == ReturnReason::NoReason)
    };
    let fitting = ReturnReason::ALL.iter().filter(|reason| fits(**reason));
    let pick = |reason: &ReturnReason| {
        let label = i18n::common::return_reason(l, reason.as_str()).unwrap_or_default();
        Pick::of(reason.as_str(), label)
    };
    fitting.map(pick).collect()
}

/// Why goods that arrived cannot go back without a reason, when they cannot.
fn no_reason_gone(l: Locale, view: &OrderView, line: &LineView) -> Option<&'static str> {
    let over = view.no_reason_ends.is_some_and(|end| view.now >= end);
    let excepted = line.returnable != Returnable::NoReason;
    (reach(view).arrived() && (over || excepted)).then(|| t::returns_no_reason_gone(l))
}

/// What goes back, told by the same engine that will send it.
fn amount(l: Locale, view: &OrderView, line: &LineView, chosen: RwSignal<i64>) -> AnyView {
    let (order, id) = (view.card.id.to_string(), line.id.to_string());
    // What is asked for does not change the amount; the question must only be one that is heard.
    let (kind, reason) = if reach(view).arrived() {
        (ReturnKind::SendBack, ReturnReason::Quality)
    } else {
        (ReturnKind::RefundOnly, ReturnReason::NoReason)
    };
    let preview = fetched(
        move || chosen.get(),
        move |n| {
            let (reason, kind) = (reason.as_str().to_owned(), kind.as_str().to_owned());
            preview_return(order.clone(), id.clone(), n, reason, kind)
        },
    );
    view! {
        <p class="returns__amount" aria-live="polite">
            {t::returns_amount(l)}{i18n::common::word_colon(l)}
            {waited_quietly(move || async move {
                preview.await.ok().map(|money| view! { <b class="num">{i18n::money(money)}</b> })
            })}
        </p>
        <p class="hint">{t::returns_amount_exact(l)}</p>
    }
    .into_any()
}
