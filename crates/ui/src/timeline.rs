//! What happened, newest first. A node with more to tell opens; one that went wrong is a diamond, not only a colour.

use domain::Moment;
use i18n::{Locale, iso, short_date_time};
use leptos::prelude::*;

/// How a node looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeFace {
    /// It lies behind.
    #[default]
    Past,
    /// This is where things stand.
    Now,
    /// Something to watch.
    Watch,
}

/// One node of a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What happened, in a few words.
    pub title: String,
    /// A second line; may be empty.
    pub text: String,
    /// When.
    pub at: Moment,
    /// How it looks.
    pub face: NodeFace,
    /// What opens: place, hands, source. Empty for a node that does not open.
    pub facts: Vec<(String, String)>,
}

/// A journey with its nodes, newest first.
#[component]
pub fn Timeline(
    /// The language.
    locale: Locale,
    /// The nodes, newest first.
    nodes: Vec<Node>,
    /// How many of the first nodes stand open.
    #[prop(default = 0)]
    open: usize,
) -> impl IntoView {
    let nodes = nodes.into_iter().enumerate().map(|(i, n)| node(locale, n, i < open));
    view! { <ol class="timeline">{nodes.collect_view()}</ol> }.into_any()
}

fn node(l: Locale, node: Node, open: bool) -> AnyView {
    let class = match node.face {
        NodeFace::Past => "",
        NodeFace::Now => "is-now",
        NodeFace::Watch => "is-watch",
    };
    let head = view! {
        <strong>{node.title}</strong>
        <time datetime=iso(node.at)>{short_date_time(l, node.at)}</time>
        {(!node.text.is_empty()).then(|| view! { <span>{node.text}</span> })}
    };
    let body = if node.facts.is_empty() {
        view! { <div class="timeline__row">{head}</div> }.into_any()
    } else {
        let inner =
            view! { <summary>{head}</summary><div class="node"><Facts of=node.facts/></div> };
        // Without the attribute, drawing the page again leaves a node as its reader left it.
        if open {
            view! { <details open=true>{inner}</details> }.into_any()
        } else {
            view! { <details>{inner}</details> }.into_any()
        }
    };
    view! { <li class=class>{body}</li> }.into_any()
}

/// Names and their values, in as many columns as there is room for.
#[component]
pub fn Facts(
    /// Name and value, in order.
    of: Vec<(String, String)>,
    /// `facts` in a box, `kv` in a column, `params` in ruled lines.
    #[prop(default = "facts")]
    class: &'static str,
) -> impl IntoView {
    let rows =
        of.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    view! { <dl class=class>{rows.collect_view()}</dl> }.into_any()
}

/// A moment in words, with the machine-readable one beside it.
#[component]
pub fn Moments(
    /// The language.
    locale: Locale,
    /// When.
    at: Moment,
    /// With the year.
    #[prop(optional)]
    full: bool,
) -> impl IntoView {
    let text = if full { i18n::date_time(locale, at) } else { short_date_time(locale, at) };
    view! { <time datetime=iso(at)>{text}</time> }
}
