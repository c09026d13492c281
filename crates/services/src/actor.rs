//! Who is at the door, as resolved from the session cookie. Server functions turn an [`Actor`] into a `Scope`.

use domain::id::{AccountId, CartId, MerchantId, SessionId};
use domain::{Code, MerchantRole, Permission, Scope, StaffRole};

/// A person's place in a merchant's shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The merchant.
    pub merchant: MerchantId,
    /// The shop's name.
    pub merchant_name: String,
    /// The role there.
    pub role: MerchantRole,
}

/// A signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub account: AccountId,
    /// On which device.
    pub session: SessionId,
    /// What they are called.
    pub name: String,
    /// The shops they work for.
    pub memberships: Vec<Membership>,
    /// Their role on the platform's staff.
    pub staff: Option<StaffRole>,
}

/// Whoever sent the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// The person, when signed in.
    pub signed_in: Option<SignedIn>,
    /// The visitor's cart, when a cart cookie came along.
    pub guest_cart: Option<CartId>,
}

impl Actor {
    /// The signed-in person, or the refusal that leads to the sign-in page.
    pub fn person(&self) -> Result<&SignedIn, Code> {
        self.signed_in.as_ref().ok_or(Code::SignInNeeded)
    }

    /// The same person with their place in `shop` first, so that it counts where no shop is named. A shop they do not work
    /// for changes nothing.
    #[must_use]
    pub fn working_for(mut self, shop: &MerchantId) -> Self {
        if let Some(person) = &mut self.signed_in {
            person.memberships.sort_by_key(|m| m.merchant != *shop);
        }
        self
    }

    /// The scope of a shopper: the buyer when signed in, else the guest's cart, else the public.
    pub fn shopper(&self) -> Scope {
        match (&self.signed_in, &self.guest_cart) {
            (Some(person), _) => Scope::Buyer(person.account.clone()),
            (None, Some(cart)) => Scope::Guest(cart.clone()),
            (None, None) => Scope::Public,
        }
    }

    /// The scope of a buyer; signing in is needed.
    pub fn buyer(&self) -> Result<Scope, Code> {
        self.person().map(|p| Scope::Buyer(p.account.clone()))
    }

    /// The scope of a member of a merchant's staff with the wanted permission. With several shops the first counts
    /// unless `wanted` names one.
    pub fn merchant(&self, wanted: Option<&MerchantId>, need: Permission) -> Result<Scope, Code> {
        let person = self.person()?;
        let place = person
            .memberships
            .iter()
            .find(|m| wanted.is_none_or(|w| *w == m.merchant))
            .ok_or(Code::Forbidden)?;
        let permissions = place.role.permissions();
        if !permissions.has(need) {
            return Err(Code::Forbidden);
        }
        Ok(Scope::Merchant {
            merchant: place.merchant.clone(),
            member: person.account.clone(),
            permissions,
        })
    }

    /// The scope of platform staff in one of the given roles.
    pub fn staff(&self, roles: &[StaffRole]) -> Result<Scope, Code> {
        let person = self.person()?;
        let role = person.staff.filter(|r| roles.contains(r)).ok_or(Code::Forbidden)?;
        Ok(Scope::Platform { staff: person.account.clone(), role })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::TypedId as _;

    fn works_in(shops: &[u128]) -> Actor {
        let membership = |shop: &u128| Membership {
            merchant: MerchantId::from_bits(*shop),
            merchant_name: format!("shop {shop}"),
            role: MerchantRole::Packer,
        };
        let person = SignedIn {
            account: AccountId::from_bits(1),
            session: SessionId::from_bits(1),
            name: "somebody".to_owned(),
            memberships: shops.iter().map(membership).collect(),
            staff: None,
        };
        Actor { signed_in: Some(person), guest_cart: None }
    }

    fn shop_of(actor: &Actor) -> Option<MerchantId> {
        match actor.merchant(None, Permission::OrdersRead) {
            Ok(Scope::Merchant { merchant, .. }) => Some(merchant),
            _ => None,
        }
    }

    #[test]
    fn who_works_for_two_shops_chooses_the_one_to_work_in() {
        let [first, second] = [3, 5].map(MerchantId::from_bits);
        assert_eq!(shop_of(&works_in(&[3, 5])), Some(first.clone()));
        assert_eq!(shop_of(&works_in(&[3, 5]).working_for(&second)), Some(second));
        let stranger = MerchantId::from_bits(7);
        assert_eq!(shop_of(&works_in(&[3, 5]).working_for(&stranger)), Some(first));
        assert_eq!(shop_of(&Actor::default().working_for(&stranger)), None);
    }
}
