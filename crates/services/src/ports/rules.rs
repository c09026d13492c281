//! The rulebook's memory: published versions and special agreements. Small, read whole.

use crate::Result;
use async_trait::async_trait;
use domain::rules::{Agreement, RuleVersion, Rulebook};
use domain::{Moment, Scope};

/// Reading the rulebook. Versions are public; agreements reach the system only, and their parties.
#[async_trait]
pub trait RulesRead: Send {
    /// All versions and the agreements the scope may see.
    async fn rulebook(&mut self, scope: &Scope) -> Result<Rulebook>;
}

/// Writing the rulebook. Administrators and the system only.
#[async_trait]
pub trait RulesWrite: Send {
    /// Publishes a version; never changed afterwards. `Conflict("rule_version_number")` when the number is taken.
    async fn add_rule_version(
        &mut self,
        scope: &Scope,
        version: &RuleVersion,
        now: Moment,
    ) -> Result<()>;
    /// Stores a special agreement. `Conflict("agreement_reference")` when reference and parameter are taken.
    async fn add_agreement(
        &mut self,
        scope: &Scope,
        agreement: &Agreement,
        now: Moment,
    ) -> Result<()>;
}
