//! To whom an invoice is made out: a person by name, or a company by name and unified social credit code (统一社会信用代码),
//! whose last character checks the others, so that a slip of the finger is told at once.

use crate::Code;
use crate::clocks::words;
use crate::error::{FieldError, Refusal};
use serde::{Deserialize, Serialize};

/// The longest name on an invoice.
pub const NAME_CHARS_MAX: usize = 100;
/// The longest of what a company may add.
pub const DETAIL_CHARS_MAX: usize = 120;
/// What a credit code is written with: no I, O, S, V or Z, which are taken for figures.
const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

words! {
    /// For whom an invoice is.
    TitleKind {
        /// A person.
        Person = "person",
        /// A company or another body with a credit code.
        Company = "company",
    }
}

/// What stands on an invoice about who bought. Empty texts were not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// For whom.
    pub kind: TitleKind,
    /// The name (抬头).
    pub name: String,
    /// The credit code of a company.
    pub tax_id: String,
    /// A company's address.
    pub address: String,
    /// A company's phone.
    pub phone: String,
    /// A company's bank.
    pub bank: String,
    /// Its account there.
    pub bank_account: String,
}

impl Title {
    /// The title as it is kept, or everything that is wrong with its fields. A person's has a name alone: what a form sent
    /// beside it is not kept.
    pub fn checked(&self) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let mut take = |field: &str, typed: &str, most, needed| {
            text(field, typed, most, needed).unwrap_or_else(|fault| {
                faults.push(fault);
                String::new()
            })
        };
        let name = take("name", &self.name, NAME_CHARS_MAX, true);
        let company = self.kind == TitleKind::Company;
        let mut more = |field, typed: &str| {
            if company { take(field, typed, DETAIL_CHARS_MAX, false) } else { String::new() }
        };
        let address = more("address", &self.address);
        let phone = more("phone", &self.phone);
        let bank = more("bank", &self.bank);
        let bank_account = more("bank_account", &self.bank_account);
        let mut tax_id = String::new();
        if company {
            tax_id = self.tax_id.split_whitespace().collect::<String>().to_ascii_uppercase();
            if !credit_code_fits(&tax_id) {
                let code = if tax_id.is_empty() { Code::Required } else { Code::TaxIdShape };
                faults.push(FieldError { field: "tax_id".to_owned(), code, n: None });
            }
        }
        if !faults.is_empty() {
            return Err(Refusal::fields(faults));
        }
        Ok(Self { kind: self.kind, name, tax_id, address, phone, bank, bank_account })
    }
}

/// Whether a text is a unified social credit code: 18 characters, the last of which checks the others (GB 32100).
pub fn credit_code_fits(code: &str) -> bool {
    let places: Option<Vec<usize>> =
        code.bytes().map(|b| SIGNS.iter().position(|sign| *sign == b)).collect();
    let Some([body @ .., check]) = places.as_deref() else { return false };
    let mut weight = 1;
    let mut sum = 0;
    for place in body {
        sum += place * weight;
        weight = weight * 3 % 31;
    }
    body.len() == 17 && (sum + check) % 31 == 0
}

/// A text as it is kept, or what is wrong with the field.
pub(super) fn text(
    field: &str,
    typed: &str,
    most: usize,
    needed: bool,
) -> Result<String, FieldError> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let fault = |code, n| Err(FieldError { field: field.to_owned(), code, n });
    match text.chars().count() {
        0 if needed => fault(Code::Required, None),
        n if n > most => fault(Code::TooLong, i64::try_from(most).ok()),
        _ => Ok(text),
    }
}
