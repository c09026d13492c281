//! The rulebook's memory. Versions are public and never change; an agreement is between the platform and its party, so
//! nobody else reads it. What is read is read whole: a part of a rulebook would be another rulebook.

use crate::args;
use crate::db::{Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::id::{AccountId, MerchantId, TypedId as _};
use domain::rules::{Agreement, Param, Party, RuleVersion, Rulebook};
use domain::{Code, Moment, Scope, StaffRole};
use services::ports::rules::{RulesRead, RulesWrite};
use services::{Error, Result};

/// More versions or agreements than this are not read in one go.
const LIST_MAX: i64 = 5_000;

const VERSIONS: &str = "
    select id, number, effective_from, figures_json from rule_version order by number limit $1";

const AGREEMENTS: &str = "
    select reference, party_kind, party_id, param, figure, from_at, until_at from agreement
    order by reference, param limit $1";

const AGREEMENTS_OF: &str = "
    select reference, party_kind, party_id, param, figure, from_at, until_at from agreement
    where party_id = $1 and party_kind = $2 order by reference, param limit $3";

#[async_trait]
impl RulesRead for Session {
    async fn rulebook(&mut self, scope: &Scope) -> Result<Rulebook> {
        let versions = whole(self.all(VERSIONS, args![LIST_MAX + 1]).await?)?;
        let agreements = match scope {
            Scope::System(_) => self.all(AGREEMENTS, args![LIST_MAX + 1]).await?,
            Scope::Buyer(_) => {
                let args = args![scoped::buyer(scope), "buyer", LIST_MAX + 1];
                self.all(AGREEMENTS_OF, args).await?
            }
            Scope::Merchant { .. } => {
                let args = args![scoped::merchant(scope), "merchant", LIST_MAX + 1];
                self.all(AGREEMENTS_OF, args).await?
            }
            Scope::Public | Scope::Guest(_) | Scope::Platform { .. } => Vec::new(),
        };
        Ok(Rulebook {
            versions: versions.iter().map(version).collect::<Result<_>>()?,
            agreements: whole(agreements)?.iter().map(agreement).collect::<Result<_>>()?,
        })
    }
}

fn whole(rows: Vec<Row>) -> Result<Vec<Row>> {
    if i64::try_from(rows.len()).is_ok_and(|n| n <= LIST_MAX) {
        return Ok(rows);
    }
    Err(Error::broken("the rulebook is too long to be read whole"))
}

fn version(row: &Row) -> Result<RuleVersion> {
    let mut cols = row.cols();
    Ok(RuleVersion {
        id: cols.id()?,
        number: cols.int()?,
        effective_from: cols.moment()?,
        figures: cols.json()?,
    })
}

fn agreement(row: &Row) -> Result<Agreement> {
    let mut cols = row.cols();
    let (reference, kind) = (cols.text()?, cols.text()?);
    let party = match kind.as_str() {
        "merchant" => Party::Merchant(cols.id::<MerchantId>()?),
        _ => Party::Buyer(cols.id::<AccountId>()?),
    };
    Ok(Agreement {
        reference,
        party,
        param: cols.word(Param::parse)?,
        figure: cols.int()?,
        from: cols.moment()?,
        until: cols.opt_moment()?,
    })
}

const ADD_VERSION: &str = "
    insert into rule_version (id, number, effective_from, figures_json, created_at)
    values ($1, $2, $3, $4, $5)";

const ADD_AGREEMENT: &str = "
    insert into agreement (reference, param, party_kind, party_id, figure, from_at, until_at,
        created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (reference, param) do nothing";

#[async_trait]
impl RulesWrite for Session {
    async fn add_rule_version(
        &mut self,
        scope: &Scope,
        version: &RuleVersion,
        now: Moment,
    ) -> Result<()> {
        administrator(scope)?;
        let figures = serde_json::to_string(&version.figures).map_err(Error::broken)?;
        let args = args![&version.id, version.number, version.effective_from, figures, now];
        self.execute(ADD_VERSION, args).await.map(|_| ())
    }

    async fn add_agreement(
        &mut self,
        scope: &Scope,
        agreement: &Agreement,
        now: Moment,
    ) -> Result<()> {
        administrator(scope)?;
        let (kind, party) = match &agreement.party {
            Party::Merchant(id) => ("merchant", id.as_str()),
            Party::Buyer(id) => ("buyer", id.as_str()),
        };
        let args = args![
            agreement.reference.as_str(),
            agreement.param.key(),
            kind,
            party,
            agreement.figure,
            agreement.from,
            agreement.until,
            now,
        ];
        match self.execute(ADD_AGREEMENT, args).await? {
            0 => Err(Error::Conflict("agreement_reference".into())),
            _ => Ok(()),
        }
    }
}

/// The rules of the house are written by its administrators and by the machine.
fn administrator(scope: &Scope) -> Result<()> {
    match scope {
        Scope::System(_) | Scope::Platform { role: StaffRole::Administrator, .. } => Ok(()),
        _ => Err(Code::Forbidden.into()),
    }
}
