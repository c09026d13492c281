//! Who asks. Every repository method takes a [`Scope`] and narrows its rows by it; there is no unscoped query.

use crate::id::{AccountId, CartId, MerchantId};
use serde::{Deserialize, Serialize};

/// On whose behalf something is read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Anybody: sees only what is public.
    Public,
    /// A visitor who is not signed in but holds a cart cookie.
    Guest(CartId),
    /// A signed-in consumer: sees only what is theirs.
    Buyer(AccountId),
    /// A member of a merchant's staff: sees only that merchant's rows, as far as the permissions reach.
    Merchant {
        /// The merchant whose rows may be touched.
        merchant: MerchantId,
        /// The person who acts, for the audit log.
        member: AccountId,
        /// What the person may do there.
        permissions: Permissions,
    },
    /// Platform staff.
    Platform {
        /// The person who acts, for the audit log.
        staff: AccountId,
        /// Their role.
        role: StaffRole,
    },
    /// The machine itself: a job, a clock, a provider's callback. The text names which one.
    System(&'static str),
}

impl Scope {
    /// The person who acts, if there is one.
    pub const fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Buyer(id) => Some(id),
            Self::Merchant { member, .. } => Some(member),
            Self::Platform { staff, .. } => Some(staff),
            Self::Public | Self::Guest(_) | Self::System(_) => None,
        }
    }

    /// Whether this is the machine itself or platform staff, who may see rows of any party.
    pub const fn sees_all(&self) -> bool {
        matches!(self, Self::System(_) | Self::Platform { .. })
    }
}

/// What a member of a merchant's staff may do. Owners may do everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Read orders.
    OrdersRead,
    /// Ship orders and edit parcels.
    OrdersShip,
    /// Decide on returns and refunds.
    AfterSales,
    /// Edit products, prices and stock.
    Catalogue,
    /// See balances and statements.
    Money,
    /// Invite and dismiss members.
    Members,
}

impl Permission {
    /// Every permission, in the order of their bits.
    pub const ALL: [Self; 6] = [
        Self::OrdersRead,
        Self::OrdersShip,
        Self::AfterSales,
        Self::Catalogue,
        Self::Money,
        Self::Members,
    ];
}

/// A set of [`Permission`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permissions(u32);

impl Permissions {
    /// The empty set.
    pub const NONE: Self = Self(0);
    /// Every permission.
    pub const ALL: Self = Self((1 << Permission::ALL.len()) - 1);

    /// The set holding exactly `these`.
    pub fn of(these: &[Permission]) -> Self {
        Self(these.iter().fold(0, |bits, p| bits | (1 << (*p as u32))))
    }

    /// Whether `one` is in the set.
    pub const fn has(self, one: Permission) -> bool {
        self.0 & (1 << (one as u32)) != 0
    }
}

/// The role of a person in a merchant's shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MerchantRole {
    /// May do everything.
    Owner,
    /// Runs the shop day by day, but not the money and not the members.
    Manager,
    /// Packs and ships.
    Packer,
}

impl MerchantRole {
    /// What the role may do.
    pub fn permissions(self) -> Permissions {
        match self {
            Self::Owner => Permissions::ALL,
            Self::Manager => Permissions::of(&[
                Permission::OrdersRead,
                Permission::OrdersShip,
                Permission::AfterSales,
                Permission::Catalogue,
            ]),
            Self::Packer => Permissions::of(&[Permission::OrdersRead, Permission::OrdersShip]),
        }
    }

    /// The word stored for the role.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Packer => "packer",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Owner, Self::Manager, Self::Packer].into_iter().find(|r| r.as_str() == word)
    }
}

/// The role of a member of the platform's staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// 审核: qualification and product review.
    Reviewer,
    /// 客服: customer service.
    Service,
    /// 调解: mediation.
    Mediator,
    /// 风控: risk.
    Risk,
    /// 财务: finance.
    Finance,
    /// 审计: reads everything, changes nothing.
    Auditor,
    /// 管理员: administration.
    Administrator,
}

impl StaffRole {
    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Reviewer,
        Self::Service,
        Self::Mediator,
        Self::Risk,
        Self::Finance,
        Self::Auditor,
        Self::Administrator,
    ];

    /// The word stored for the role.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::Service => "service",
            Self::Mediator => "mediator",
            Self::Risk => "risk",
            Self::Finance => "finance",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packer_ships_but_never_sees_the_money() {
        let packer = MerchantRole::Packer.permissions();
        assert!(packer.has(Permission::OrdersShip));
        assert!(!packer.has(Permission::Money));
        assert!(Permission::ALL.iter().all(|p| MerchantRole::Owner.permissions().has(*p)));
    }
}
