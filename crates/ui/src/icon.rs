//! Icons and the brand mark. The drawings lie in `public/icons.svg`, once for every page; a test keeps both in step.

use leptos::prelude::*;

macro_rules! glyphs {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)+) => {
        /// A drawing in the sprite.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph { $($(#[$doc])* $name),+ }

        impl Glyph {
            /// Every drawing.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The address of the drawing.
            pub const fn href(self) -> &'static str {
                match self { $(Self::$name => concat!("/icons.svg#", $id)),+ }
            }
        }
    };
}

glyphs! {
    /// An arrow that turns back: returns.
    Back = "back";
    /// A bell: messages.
    Bell = "bell";
    /// An open book: rules.
    Book = "book";
    /// A parcel.
    Box = "box";
    /// A bank card.
    Card = "card";
    /// The cart.
    Cart = "cart";
    /// A speech bubble: customer service.
    Chat = "chat";
    /// Done, kept.
    Check = "check";
    /// A clock.
    Clock = "clock";
    /// Two sheets: copy.
    Copy = "copy";
    /// A screen.
    Desktop = "desktop";
    /// A sheet of paper.
    Doc = "doc";
    /// Opens downwards.
    Down = "down";
    /// A pen.
    Edit = "edit";
    /// A funnel.
    Filter = "filter";
    /// A flag: a remark.
    Flag = "flag";
    /// Settings.
    Gear = "gear";
    /// The world: language.
    Globe = "globe";
    /// Four squares: categories.
    Grid = "grid";
    /// A heart: favourites.
    Heart = "heart";
    /// The front page.
    Home = "home";
    /// Through the door, inwards: sign in.
    In = "in";
    /// A thing to know.
    Info = "info";
    /// To the left: back.
    Left = "left";
    /// A chain link.
    Link = "link";
    /// A lock: money held.
    Lock = "lock";
    /// Three lines: menu.
    Menu = "menu";
    /// One fewer.
    Minus = "minus";
    /// A telephone in the hand.
    Mobile = "mobile";
    /// The moon: dark.
    Moon = "moon";
    /// Through the door, outwards: sign out.
    Out = "out";
    /// A receiver: call.
    Phone = "phone";
    /// A place.
    Pin = "pin";
    /// One more.
    Plus = "plus";
    /// A code to scan.
    Qr = "qr";
    /// Again.
    Refresh = "refresh";
    /// To the right: on.
    Right = "right";
    /// A looking glass.
    Search = "search";
    /// A shield: guarded.
    Shield = "shield";
    /// A snow flake: cold chain.
    Snow = "snow";
    /// A star.
    Star = "star";
    /// A shop front.
    Store = "store";
    /// The sun: light.
    Sun = "sun";
    /// A price tag.
    Tag = "tag";
    /// A bin.
    Trash = "trash";
    /// A lorry.
    Truck = "truck";
    /// A person.
    User = "user";
    /// A purse.
    Wallet = "wallet";
    /// Something is wrong.
    Warn = "warn";
    /// Close.
    X = "x";
}

/// A drawing beside a word. It is hidden from those who listen: the word says it.
#[component]
pub fn Icon(
    /// Which drawing.
    of: Glyph,
) -> impl IntoView {
    view! { <svg class="icon" aria-hidden="true"><use href=of.href()></use></svg> }
}

/// The sign of the market, with its name beside it when there is one.
#[component]
pub fn Brand(
    /// The name to write beside the sign; empty for the sign alone.
    #[prop(into, optional)]
    name: String,
) -> impl IntoView {
    view! {
        <svg class="brand__mark" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="6" fill="#c01c2c"></rect>
            <path
                d="M6.5 7.5h19l1.5 5.2a2.75 2.75 0 0 1-5.5 0 2.75 2.75 0 0 1-5.5 0 2.75 2.75 0 0 1-5.5 0 2.75 2.75 0 0 1-5.5 0z"
                fill="#fff"
            ></path>
            <path d="M8 19.5h16M8 24.5h16" stroke="#fff" stroke-width="2.2" stroke-linecap="round"></path>
        </svg>
        {(!name.is_empty()).then(|| view! { <b>{name}</b> })}
    }
}
