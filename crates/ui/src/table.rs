//! Tables for work. On phones each row becomes a slip: the cells carry the names of their columns, and the roles keep it
//! a table for those who listen.

use leptos::prelude::*;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub title: String,
    /// Figures stand at the end and line up.
    pub figures: bool,
    /// It holds what one may do; its name is for those who listen.
    pub action: bool,
}

impl Column {
    /// Words.
    pub fn text(title: impl Into<String>) -> Self {
        Self { title: title.into(), figures: false, action: false }
    }

    /// Figures.
    pub fn figures(title: impl Into<String>) -> Self {
        Self { figures: true, ..Self::text(title) }
    }

    /// What one may do.
    pub fn action(title: impl Into<String>) -> Self {
        Self { action: true, ..Self::text(title) }
    }
}

/// What a cell holds.
pub type Cell = AnyView;

/// A row; its first cell names it.
pub struct Row {
    /// The cells, as many as there are columns.
    pub cells: Vec<Cell>,
    /// `is-late`, `is-near` or empty: a bar at its beginning. A word in the row says the same.
    pub class: &'static str,
}

impl Row {
    /// A row without a bar.
    pub const fn of(cells: Vec<Cell>) -> Self {
        Self { cells, class: "" }
    }
}

/// A table with its caption.
#[component]
pub fn DataTable(
    /// What it lists and in which order.
    #[prop(into)]
    caption: String,
    /// The columns.
    columns: Vec<Column>,
    /// The rows.
    rows: Vec<Row>,
    /// The heading above says the same: the caption is for those who listen alone.
    #[prop(optional)]
    headed: bool,
) -> impl IntoView {
    let heads = columns.iter().map(|column| {
        let class = if column.figures { "r" } else { "" };
        let title = column.title.clone();
        let title = if column.action {
            view! { <span class="sr">{title}</span> }.into_any()
        } else {
            title.into_any()
        };
        view! { <th scope="col" role="columnheader" class=class>{title}</th> }
    });
    let heads = heads.collect_view();
    let rows = rows.into_iter().map(|row| body_row(&columns, row)).collect_view();
    view! {
        <div class="tablewrap">
            <table class="table table--slips" role="table">
                <caption class=headed.then_some("sr")>{caption}</caption>
                <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn body_row(columns: &[Column], row: Row) -> AnyView {
    let cells = row.cells.into_iter().zip(columns).enumerate().map(|(i, (cell, column))| {
        if i == 0 {
            return view! { <th scope="row" role="rowheader">{cell}</th> }.into_any();
        }
        let class = match (column.figures, column.action) {
            (true, _) => "r",
            (false, true) => "act",
            (false, false) => "",
        };
        // One element in the cell, so that a slip has exactly two columns: name and value.
        view! { <td role="cell" class=class data-label=column.title.clone()><div>{cell}</div></td> }
            .into_any()
    });
    view! { <tr role="row" class=row.class>{cells.collect_view()}</tr> }.into_any()
}
