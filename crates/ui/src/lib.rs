//! THE FURNITURE. Components without business: they know words, figures and looks, never a use case, a route of their own
//! or the network.
//!
//! Each one works before the browser's half has loaded: links and forms read and write, `details` folds, `popover` rises.
//! None writes a `style` attribute (the content policy forbids it): numbers travel in `value`, `width`, `stroke-dasharray`.
//! The language comes as the `locale` prop. What depends on time takes the present moment as a signal; nothing asks a clock.

pub mod button;
pub mod card;
pub mod clock;
pub mod form;
pub mod icon;
pub mod ledger;
pub mod mark;
pub mod nav;
pub mod notice;
pub mod picture;
pub mod price;
pub mod sheet;
pub mod steps;
pub mod table;
pub mod timeline;

pub use button::{Button, ButtonKind, LinkButton};
pub use card::{Good, GoodsGrid, Line};
pub use clock::{Clock, ClockState, Countdown, Reading, reading};
pub use form::{
    Check, ErrorSummary, Field, Pick, Picks, Select, StarPicks, Stepper, TextArea, error_of,
    field_id,
};
pub use icon::{Brand, Glyph, Icon};
pub use ledger::{Ledger, LedgerKind, LedgerRow};
pub use mark::{ClauseChip, Mark, Tone};
pub use nav::{Crumb, Crumbs, Pager, Tab, Tabs};
pub use notice::{Empty, LiveDot, Notice, NoticeTone, Skeleton, Toast};
pub use picture::{Picture, WIDTHS, srcset};
pub use price::{FromPrice, Price, PriceSize, Was};
pub use sheet::{Sheet, SheetButton};
pub use steps::{Progress, Step, StepState, Steps};
pub use table::{Cell, Column, DataTable, Row};
pub use timeline::{Facts, Moments, Node, NodeFace, Timeline};
