//! Trade: the part of the memory that buying, paying, shipping and returning need, gathered under one name.

use super::coupons::{CouponsRead, CouponsWrite};
use super::ledger::{LedgerRead, LedgerWrite};
use super::orders::{OrdersRead, OrdersWrite};
use super::payments::{PaymentsRead, PaymentsWrite};
use super::returns::{ReturnsRead, ReturnsWrite};
use super::rules::{RulesRead, RulesWrite};
use super::shipments::{ShipmentsRead, ShipmentsWrite};
use super::stock::{StockRead, StockWrite};
use super::{Reader, Tx};

/// Reading everything trade needs.
pub trait TradeReader:
    Reader
    + OrdersRead
    + StockRead
    + CouponsRead
    + PaymentsRead
    + ShipmentsRead
    + ReturnsRead
    + LedgerRead
    + RulesRead
{
}

/// Writing everything trade needs, inside one transaction.
pub trait TradeTx:
    TradeReader
    + Tx
    + OrdersWrite
    + StockWrite
    + CouponsWrite
    + PaymentsWrite
    + ShipmentsWrite
    + ReturnsWrite
    + LedgerWrite
    + RulesWrite
{
}
