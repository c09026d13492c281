//! The rulebook: published for everybody, agreed between two, never rewritten.

use crate::fixture::{SYSTEM, World, look, owner, step};
use domain::rules::{Agreement, Param, Party, RuleVersion, Rulebook};
use domain::{Code, Duration, Scope, StaffRole};
use services::ports::StoreExt as _;
use services::{Error, Result};
use std::collections::BTreeMap;

crate::stories![
    the_rules_are_public_and_an_agreement_is_between_its_parties,
    only_administrators_write_the_rules,
    a_published_version_is_never_changed,
    a_contract_sets_a_figure_once,
];

fn version(world: &World, number: i64) -> RuleVersion {
    RuleVersion {
        id: world.id(),
        number,
        effective_from: world.now().plus(Duration::days(7)),
        figures: BTreeMap::from([(Param::UnpaidClose, 20), (Param::Commission, 300)]),
    }
}

fn agreement(world: &World, reference: &str, party: Party) -> Agreement {
    Agreement {
        reference: reference.to_owned(),
        party,
        param: Param::Commission,
        figure: 150,
        from: world.now(),
        until: Some(world.now().plus(Duration::days(365))),
    }
}

async fn publish(world: &World, scope: &Scope, version: &RuleVersion) -> Result<()> {
    let now = world.now();
    step!(world, |tx| tx.add_rule_version(&scope, &version, now), scope, version)
}

async fn agree(world: &World, scope: &Scope, agreement: &Agreement) -> Result<()> {
    let now = world.now();
    step!(world, |tx| tx.add_agreement(&scope, &agreement, now), scope, agreement)
}

async fn book(world: &World, scope: &Scope) -> Rulebook {
    look!(world, |reader| reader.rulebook(scope)).unwrap()
}

async fn the_rules_are_public_and_an_agreement_is_between_its_parties(world: World) {
    let (qing, other) = (world.merchant("qing").await, world.merchant("other").await);
    let (lin, wu) = (world.account("lin@example.com").await, world.account("wu@example.com").await);
    assert_eq!(book(&world, &SYSTEM).await, Rulebook::default());
    let versions = vec![version(&world, 1), version(&world, 2)];
    // Stored in any order, read in the order of their numbers.
    for one in versions.iter().rev() {
        publish(&world, &SYSTEM, one).await.unwrap();
    }
    let endless = Agreement {
        param: Param::NoReasonWindow,
        figure: 30,
        until: None,
        ..agreement(&world, "C-2", Party::Buyer(lin.clone()))
    };
    let agreements = vec![agreement(&world, "C-1", Party::Merchant(qing.clone())), endless];
    for one in &agreements {
        agree(&world, &SYSTEM, one).await.unwrap();
    }
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Administrator };
    for (scope, sees) in [
        (SYSTEM, &agreements[..]),
        (owner(&qing), &agreements[..1]),
        (Scope::Buyer(lin), &agreements[1..]),
        (owner(&other), &[]),
        (Scope::Buyer(wu), &[]),
        (Scope::Public, &[]),
        (Scope::Guest(world.id()), &[]),
        (staff, &[]),
    ] {
        let book = book(&world, &scope).await;
        assert_eq!(book.versions, versions, "{scope:?}");
        assert_eq!(book.agreements, sees, "{scope:?}");
    }
}

async fn only_administrators_write_the_rules(world: World) {
    let qing = world.merchant("qing").await;
    let (rule, deal) =
        (version(&world, 1), agreement(&world, "C-1", Party::Merchant(qing.clone())));
    let staff = |role| Scope::Platform { staff: world.id(), role };
    let roles = StaffRole::ALL.into_iter().filter(|role| *role != StaffRole::Administrator);
    let others = [Scope::Public, Scope::Guest(world.id()), Scope::Buyer(world.id()), owner(&qing)];
    for scope in others.into_iter().chain(roles.map(staff)) {
        let refused = [publish(&world, &scope, &rule).await, agree(&world, &scope, &deal).await];
        for one in refused {
            assert!(matches!(one, Err(e) if e.code() == Code::Forbidden), "{scope:?}");
        }
    }
    assert_eq!(book(&world, &SYSTEM).await, Rulebook::default());
    let administrator = staff(StaffRole::Administrator);
    publish(&world, &administrator, &rule).await.unwrap();
    agree(&world, &administrator, &deal).await.unwrap();
    assert_eq!(book(&world, &owner(&qing)).await.agreements, [deal]);
}

async fn a_published_version_is_never_changed(world: World) {
    let first = version(&world, 1);
    publish(&world, &SYSTEM, &first).await.unwrap();
    let again = publish(&world, &SYSTEM, &version(&world, 1)).await;
    assert!(matches!(again, Err(Error::Conflict(name)) if name == "rule_version_number"));
    let same = RuleVersion { number: 2, ..first.clone() };
    let again = publish(&world, &SYSTEM, &same).await;
    assert!(matches!(again, Err(Error::Conflict(name)) if name == "rule_version_pkey"));
    // Nor by somebody who reaches into the database.
    for sql in ["update rule_version set figures_json = '{}'", "delete from rule_version"] {
        assert!(world.try_behind_the_back(sql).await.is_err(), "{sql}");
    }
    assert_eq!(book(&world, &Scope::Public).await.versions, [first]);
}

async fn a_contract_sets_a_figure_once(world: World) {
    let qing = world.merchant("qing").await;
    let deal = agreement(&world, "C-1", Party::Merchant(qing));
    agree(&world, &SYSTEM, &deal).await.unwrap();
    let again = agree(&world, &SYSTEM, &Agreement { figure: 1, ..deal.clone() }).await;
    assert!(matches!(again, Err(Error::Conflict(name)) if name == "agreement_reference"));
    let more = Agreement { param: Param::UnpaidClose, figure: 60, ..deal.clone() };
    agree(&world, &SYSTEM, &more).await.unwrap();
    assert_eq!(book(&world, &SYSTEM).await.agreements, [deal, more]);
}
