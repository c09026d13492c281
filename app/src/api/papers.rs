//! Help, user agreement and privacy policy as pages read them. Their texts are long and stay on the server, where the figures
//! of the rulebook in force are written into them; the page gets what it shows in one language.

use crate::AppError;
#[cfg(feature = "ssr")]
use crate::request::{fail, market};
use crate::wire::Asking;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    domain::Code,
    domain::privacy::{Datum, EDITION, EFFECTIVE_FROM, Kept, REGISTER},
    domain::rules::Resolved,
    i18n::{Locale, papers as t},
    services::accounts::Terms,
};

/// One section of a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperSection {
    /// Its anchor.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The address of a small drawing, empty without one.
    pub picture: String,
    /// Paragraphs.
    pub lines: Vec<String>,
    /// What is done one after the other.
    pub steps: Vec<String>,
    /// A table: the heads first, then the rows; empty without one.
    pub table: Vec<Vec<String>>,
}

/// A paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Which edition this is and what it is about.
    pub lead: String,
    /// Its sections, in order.
    pub sections: Vec<PaperSection>,
}

/// A paper by its place in addresses: `help`, `agreement`, `privacy`.
#[server(prefix = "/api", endpoint = "/papers/read", protocol = Asking)]
pub async fn read_paper(name: String, #[server(default)] english: bool) -> Result<Paper, AppError> {
    let l = if english { Locale::En } else { Locale::ZhCn };
    let (version, figures) = services::rules::book(&market()?).await.map_err(fail)?;
    written(l, &name, version.map(|v| v.number), &figures).ok_or_else(|| fail(Code::NotFound))
}

/// What would be accepted with a new account: in the words of the form's hidden field, and the number of the rulebook.
#[server(prefix = "/api", endpoint = "/papers/terms", protocol = Asking)]
pub async fn terms_now() -> Result<(String, i64, i64), AppError> {
    let terms = services::accounts::terms(&market()?).await.map_err(fail)?;
    let Terms { rules, edition } = terms;
    Ok((terms.to_string(), rules.unwrap_or_default(), edition))
}

/// The sections of the help, each with its drawing: first for buyers, then for merchants.
#[cfg(feature = "ssr")]
const HELP: &[(&str, &str)] = &[
    ("find", "teaset"),
    ("buy", "tote"),
    ("pay", "pouches"),
    ("follow", "train"),
    ("confirm", "teaset-box"),
    ("back", "letters"),
    ("wrong", "umbrella"),
    ("ship", "tape"),
    ("answer", "notebook"),
];
#[cfg(feature = "ssr")]
const AGREEMENT: &[(&str, &str)] = &[
    ("scope", ""),
    ("duties", ""),
    ("contract", ""),
    ("prices", ""),
    ("payment", ""),
    ("delivery", ""),
    ("returns", ""),
    ("data", ""),
    ("closing", ""),
    ("revision", ""),
    ("interpretation", ""),
];
#[cfg(feature = "ssr")]
const PRIVACY: &[(&str, &str)] =
    &[("basics", ""), ("register", ""), ("partners", ""), ("cookies", ""), ("rights", "")];

#[cfg(feature = "ssr")]
type Lookup = fn(Locale, &str) -> Option<&'static str>;

/// The paper of that name with its figures; `None` when there is none.
#[cfg(feature = "ssr")]
fn written(l: Locale, name: &str, version: Option<i64>, figures: &[Resolved]) -> Option<Paper> {
    let rules =
        version.map_or_else(|| t::page_rules_none(l).to_owned(), |n| t::page_rules_version(l, n));
    let date = i18n::date(l, EFFECTIVE_FROM);
    let (lead, sections, texts): (_, _, Lookup) = match name {
        "help" => (t::page_help_lead(l, rules), HELP, t::help),
        "agreement" => (
            t::page_agreement_lead(l, t::Date(date), t::Edition(EDITION), t::Rules(rules)),
            AGREEMENT,
            t::agreement,
        ),
        "privacy" => {
            (t::page_privacy_lead(l, t::Date(date), t::Edition(EDITION)), PRIVACY, t::privacy)
        }
        _ => return None,
    };
    let sections = sections.iter().map(|(key, picture)| section(l, texts, key, picture, figures));
    Some(Paper { lead, sections: sections.collect() })
}

#[cfg(feature = "ssr")]
fn section(
    l: Locale,
    texts: Lookup,
    key: &str,
    picture: &str,
    figures: &[Resolved],
) -> PaperSection {
    let told = |mark: &str| {
        let found = (1..).map_while(|n| texts(l, &format!("{key}_{mark}{n}")));
        found.map(|text| i18n::words::with_figures(l, text, figures)).collect()
    };
    PaperSection {
        id: key.to_owned(),
        title: texts(l, &format!("{key}_title")).unwrap_or_default().to_owned(),
        picture: if picture.is_empty() { String::new() } else { format!("/art/{picture}.svg") },
        lines: told("p"),
        steps: told("s"),
        table: if key == "register" { register(l, figures) } else { Vec::new() },
    }
}

/// The register of personal data as a table, with the figures of the rulebook in force.
#[cfg(feature = "ssr")]
fn register(l: Locale, figures: &[Resolved]) -> Vec<Vec<String>> {
    let heads = [
        t::page_col_what(l),
        t::page_col_why(l),
        t::page_col_where(l),
        t::page_col_kept(l),
        t::page_col_who(l),
    ];
    let heads = heads.map(str::to_owned).to_vec();
    std::iter::once(heads).chain(REGISTER.iter().map(|datum| row(l, datum, figures))).collect()
}

#[cfg(feature = "ssr")]
fn row(l: Locale, datum: &Datum, figures: &[Resolved]) -> Vec<String> {
    /// More columns than these are told by their table alone.
    const COLUMNS_SHOWN_MAX: usize = 4;
    let text = |found: Option<&'static str>| found.unwrap_or_default().to_owned();
    let stored = datum.stored.iter().map(|(table, columns)| {
        let few = columns.len() <= COLUMNS_SHOWN_MAX;
        if few { format!("{table} ({})", columns.join(", ")) } else { (*table).to_owned() }
    });
    let who = datum.receivers.iter().filter_map(|r| t::receiver(l, r.as_str()));
    let who = who.collect::<Vec<_>>().join(i18n::common::word_list_glue(l));
    vec![
        text(t::datum(l, datum.key)),
        text(t::why(l, datum.key)),
        stored.collect::<Vec<_>>().join(", "),
        kept(l, datum.kept, figures),
        if who.is_empty() { t::page_nobody(l).to_owned() } else { who },
    ]
}

#[cfg(feature = "ssr")]
fn kept(l: Locale, kept: Kept, figures: &[Resolved]) -> String {
    let text = t::kept(l, kept.as_str()).unwrap_or_default();
    let (time, after, n) = match kept {
        Kept::For(time) => (i18n::duration(l, time), String::new(), 0),
        Kept::Figure(param) => {
            let told = figures.iter().find(|f| f.param == param);
            let time =
                told.map_or(param.unit().duration(param.default_figure()), Resolved::duration);
            (i18n::duration(l, time), String::new(), 0)
        }
        Kept::Session(most, after) => (i18n::duration(l, most), i18n::duration(l, after), 0),
        Kept::Last(n) => (String::new(), String::new(), n),
        _ => return text.to_owned(),
    };
    i18n::words::filled(text, &[("time", &time), ("after", &after), ("n", &i18n::number(n))])
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use domain::Moment;
    use domain::rules::{Param, Rulebook};

    fn figures() -> Vec<Resolved> {
        let book = Rulebook::default();
        Param::ALL.iter().map(|p| book.resolve(*p, Moment(0), &[])).collect()
    }

    fn all_words(paper: &Paper) -> Vec<String> {
        let of = |s: &PaperSection| {
            let table = s.table.iter().flatten();
            let texts = [&s.title].into_iter().chain(&s.lines).chain(&s.steps).chain(table);
            texts.cloned().collect::<Vec<_>>()
        };
        paper.sections.iter().flat_map(of).chain([paper.lead.clone()]).collect()
    }

    #[test]
    fn every_paper_is_whole_in_both_languages_and_its_figures_are_filled() {
        for name in ["help", "agreement", "privacy"] {
            for l in Locale::ALL {
                let paper = written(l, name, Some(3), &figures()).unwrap();
                for text in all_words(&paper) {
                    assert!(
                        !text.trim().is_empty() && !text.contains(['{', '}']),
                        "{name}: {text:?}"
                    );
                }
                for s in &paper.sections {
                    let said = s.lines.len() + s.steps.len() + s.table.len();
                    assert!(said > 0, "{name} says nothing under {}", s.id);
                }
            }
        }
        assert_eq!(written(Locale::En, "imprint", None, &figures()), None);
    }

    #[test]
    fn the_agreement_says_what_the_rulebook_in_force_says() {
        let mut changed = figures();
        for figure in changed.iter_mut().filter(|f| f.param == Param::NoReasonWindow) {
            figure.figure = 30;
        }
        let returns = |figures: &[Resolved]| {
            let paper = written(Locale::En, "agreement", None, figures).unwrap();
            paper.sections.into_iter().find(|s| s.id == "returns").unwrap().lines.join(" ")
        };
        assert!(returns(&figures()).contains("within 7 days of receipt"));
        assert!(returns(&changed).contains("within 30 days of receipt"));
    }

    #[test]
    fn the_privacy_policy_has_a_row_for_everything_in_the_register() {
        let paper = written(Locale::ZhCn, "privacy", None, &figures()).unwrap();
        let table = paper.sections.into_iter().find(|s| s.id == "register").unwrap().table;
        assert_eq!(table.len(), REGISTER.len() + 1);
        assert!(table.iter().all(|row| row.len() == table[0].len()));
    }

    #[test]
    fn a_form_with_mistakes_is_kept_as_long_here_as_in_the_rulebook() {
        let kept = |figure: i64| {
            let mut figures = figures();
            for f in figures.iter_mut().filter(|f| f.param == Param::FormDraft) {
                f.figure = figure;
            }
            let paper = written(Locale::En, "privacy", None, &figures).unwrap();
            let table = paper.sections.into_iter().find(|s| s.id == "register").unwrap().table;
            let named = t::datum(Locale::En, "draft").unwrap();
            table.into_iter().find(|row| row[0] == named).unwrap().remove(3)
        };
        for figure in [10, 25] {
            assert_eq!(kept(figure), i18n::duration(Locale::En, domain::Duration::minutes(figure)));
        }
    }

    #[test]
    fn every_drawing_of_the_help_is_there() {
        for (_, picture) in HELP {
            let file = format!("{}/../public/art/{picture}.svg", env!("CARGO_MANIFEST_DIR"));
            assert!(std::path::Path::new(&file).exists(), "{picture}");
        }
    }
}
