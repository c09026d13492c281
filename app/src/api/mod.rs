//! Server functions: who asks, parse, call one use case, make a view. Three to eight lines each. Reading uses GET and
//! changes nothing; everything that changes anything is a plain form post. Every function names its `endpoint` and stands
//! in [`doors`] with who may pass.

#![expect(
    missing_docs,
    reason = "the arguments of a server function become fields that cannot carry a comment"
)]

pub mod accounts;
pub mod addresses;
pub mod after_sales;
pub mod books;
pub mod browse;
pub mod carts;
pub mod catalogue;
pub mod checkout;
pub mod doors;
pub mod drafts;
pub mod favourites;
pub mod fulfilment;
pub mod orders;
pub mod oversight;
pub mod papers;
pub mod payments;
pub mod places;
pub mod returns;
pub mod reviews;
pub mod rules;
pub mod shops;
pub mod tally;
pub mod visitor;
pub mod work;
