//! How far an order has come, for whoever looks at it: its course, its parcels, the clause its clocks rest on. Every node
//! opens to place, source and the moment we heard of it (3.2.3).

use domain::clocks::{ClockKind, ClockState};
use domain::orders::views::{ClockView, NodeView, OrderCard, OrderView, ShipmentView};
use domain::shipping::ParcelState;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use ui::{Node, NodeFace, Step, StepState, Steps, Timeline};

/// The steps from placing to receipt, with their moments.
pub fn course(l: Locale, card: &OrderCard) -> AnyView {
    let reached = [
        (t::order_step_placed(l), Some(card.placed_at)),
        (t::order_step_paid(l), card.paid_at),
        (t::order_step_shipped(l), card.shipped_at),
        (t::order_step_delivered(l), card.delivered_at.or(card.received_at)),
        (t::order_step_done(l), card.received_at),
    ];
    let now = reached.iter().position(|(_, at)| at.is_none()).unwrap_or(reached.len());
    let steps = reached.into_iter().enumerate().map(|(i, (label, at))| Step {
        label: label.to_owned(),
        at,
        state: match i.cmp(&now) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Now,
            std::cmp::Ordering::Greater => StepState::Ahead,
        },
    });
    view! { <Steps locale=l label=t::order_progress(l) steps=steps.collect()/> }.into_any()
}

/// The clause a clock rests on.
pub const fn clause_of(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::UnpaidClose => "3.2.1",
        ClockKind::Dispatch | ClockKind::AutoConfirm => "3.2.3",
        ClockKind::ReturnDecide
        | ClockKind::ReturnSend
        | ClockKind::ReturnConfirm
        | ClockKind::Settle => "3.3.1",
    }
}

/// The face of a clock. Of those that ran out only a broken promise is shown.
pub const fn face_of(clock: &ClockView) -> ui::ClockState {
    match clock.state {
        ClockState::Paused => ui::ClockState::Paused,
        ClockState::Stopped => ui::ClockState::Kept(clock.due_at),
        ClockState::Fired => ui::ClockState::Broken,
        ClockState::Running => ui::ClockState::Running,
    }
}

/// All parcels; a sentence when there are none yet.
pub fn parcels(l: Locale, view: &OrderView) -> AnyView {
    if view.shipments.is_empty() {
        if view.card.paid_at.is_none() || view.card.ended_at.is_some() {
            return ().into_any();
        }
        return view! {
            <section class="panel" aria-labelledby="parcel-h">
                <header><h2 id="parcel-h">{t::order_timeline(l)}</h2></header>
                <p class="hint">{t::order_timeline_empty(l)}</p>
            </section>
        }
        .into_any();
    }
    let total = view.shipments.len();
    view.shipments
        .iter()
        .enumerate()
        .map(|(i, s)| parcel(l, s, i + 1, total))
        .collect_view()
        .into_any()
}

fn parcel(l: Locale, shipment: &ShipmentView, n: usize, total: usize) -> AnyView {
    let id = format!("parcel-{n}");
    let labelled = id.clone();
    let carrier = i18n::common::carrier(l, shipment.carrier.as_str()).unwrap_or_default();
    let state = i18n::common::parcel_state(l, shipment.state.as_str()).unwrap_or_default();
    let mut nodes: Vec<Node> =
        shipment.nodes.iter().enumerate().map(|(i, v)| node(l, v, i == 0)).collect();
    nodes.push(Node {
        title: t::order_step_shipped(l).to_owned(),
        text: format!("{carrier} {}", shipment.waybill),
        at: shipment.shipped_at,
        face: if shipment.nodes.is_empty() { NodeFace::Now } else { NodeFace::Past },
        facts: Vec::new(),
    });
    view! {
        <section class="panel" aria-labelledby=labelled>
            <header>
                <h2 id=id>{t::order_parcel(l, t::N(n), t::Total(total))}</h2>
                <span class="sub">{carrier}" "<span class="num">{shipment.waybill.clone()}</span>{i18n::common::word_dot(l)}{state}</span>
            </header>
            <Timeline locale=l nodes=nodes/>
        </section>
    }
    .into_any()
}

fn node(l: Locale, view: &NodeView, newest: bool) -> Node {
    let told = &view.node;
    let state = told.state.and_then(|s| i18n::common::parcel_state(l, s.as_str()));
    let wrong = matches!(told.state, Some(ParcelState::Exception | ParcelState::Refused));
    let face = match (wrong, newest) {
        (true, _) => NodeFace::Watch,
        (false, true) => NodeFace::Now,
        (false, false) => NodeFace::Past,
    };
    let heard = t::order_node_source_carrier(l, i18n::short_date_time(l, view.heard_at));
    let mut facts = vec![(t::order_node_time(l).to_owned(), i18n::date_time(l, told.at))];
    if let Some(place) = &told.place {
        facts.insert(0, (t::order_node_place(l).to_owned(), place.clone()));
    }
    facts.push((t::order_node_source(l).to_owned(), heard));
    Node {
        title: state.map_or_else(|| told.text.clone(), str::to_owned),
        text: told.text.clone(),
        at: told.at,
        face,
        facts,
    }
}
