//! Stories about words and figures.

use crate::{Locale, Locale::En, Locale::ZhCn, common, errors, format, route};
use domain::{Code, Duration, Moment, Money};

#[path = "../build/catalog.rs"]
mod catalog;

/// 2026-11-24 14:30:05 in Shanghai.
const AFTERNOON: Moment = Moment(1_795_501_805_000);

#[test]
fn every_code_has_a_sentence_in_both_languages() {
    for code in Code::ALL {
        for l in Locale::ALL {
            assert!(common::error(l, code.as_str()).is_some(), "{} in {}", code.as_str(), l.code());
            for n in [None, Some(3)] {
                let text = errors::sentence(l, *code, n);
                assert!(!text.contains(['{', '}']), "{text}");
                assert!(text.ends_with(l.pick("。", ".")), "{text}");
            }
        }
    }
}

#[test]
fn a_sentence_names_the_figure_when_there_is_one() {
    assert!(errors::sentence(ZhCn, Code::OutOfStock, Some(3)).contains('3'));
    assert!(errors::sentence(En, Code::TooLong, Some(1200)).contains("1,200"));
    assert_ne!(
        errors::sentence(En, Code::OutOfStock, None),
        errors::sentence(En, Code::OutOfStock, Some(1))
    );
}

#[test]
fn money_lines_up_with_two_decimals_and_a_true_minus() {
    let check = |fen, expect: &str| assert_eq!(format::money(Money::fen(fen)), expect);
    check(0, "¥0.00");
    check(5, "¥0.05");
    check(123_450, "¥1,234.50");
    check(-2_000, "−¥20.00");
    check(100_000_000_000, "¥1,000,000,000.00");
    assert_eq!(format::money_signed(Money::fen(100)), "+¥1.00");
    let parts = format::price_parts(Money::fen(30_300));
    assert_eq!((parts.symbol, parts.whole.as_str(), parts.fraction.as_str()), ("¥", "303", ".00"));
}

#[test]
fn sales_are_never_rounded_up() {
    let check = |n, zh: &str, en: &str| {
        assert_eq!((format::count(ZhCn, n), format::count(En, n)), (zh.to_owned(), en.to_owned()));
    };
    check(0, "0", "0");
    check(9_999, "9,999", "9,999");
    check(10_000, "1万", "10K");
    check(12_999, "1.2万", "12K");
    check(99_999, "9.9万", "99K");
    check(125_000, "12.5万", "125K");
    check(3_400_000, "340万", "3.4M");
    check(340_000_000, "3.4亿", "340M");
}

#[test]
fn a_count_that_stopped_says_that_there_are_more() {
    let check = |n, expect: &str| assert_eq!(format::bounded(n, 100), expect);
    check(0, "0");
    check(99, "99");
    check(100, "99+");
    assert_eq!(format::bounded(1_000, 1_000), "999+");
}

#[test]
fn dates_are_those_of_shanghai() {
    assert_eq!(format::date_time(ZhCn, AFTERNOON), "2026-11-24 14:30");
    assert_eq!(format::date_time(En, AFTERNOON), "Nov 24, 2026, 2:30 PM");
    assert_eq!(format::short_date_time(ZhCn, AFTERNOON), "11月24日 14:30");
    assert_eq!(format::iso(AFTERNOON), "2026-11-24T14:30:05+08:00");
    let check = |ms, expect: &str| assert_eq!(format::iso(Moment(ms)), expect);
    check(0, "1970-01-01T08:00:00+08:00");
    check(951_753_600_000, "2000-02-29T00:00:00+08:00");
    check(1_709_222_399_000, "2024-02-29T23:59:59+08:00");
    check(1_735_660_800_000, "2025-01-01T00:00:00+08:00");
    check(-28_800_001, "1969-12-31T23:59:59+08:00");
    assert_eq!(format::time_of_day(En, Moment(951_753_600_000)), "12:00 AM");
}

#[test]
fn a_promise_is_counted_in_the_two_units_that_matter() {
    let check = |minutes, zh: &str, en: &str| {
        let length = Duration::minutes(minutes);
        assert_eq!(format::duration(ZhCn, length), zh);
        assert_eq!(format::duration(En, length), en);
    };
    check(2 * 1_440 + 3 * 60 + 5, "2 天 3 小时", "2 days 3 hours");
    check(1_440 + 5, "1 天", "1 day");
    check(61, "1 小时 1 分钟", "1 hour 1 minute");
    check(45, "45 分钟", "45 minutes");
    check(0, "不到 1 分钟", "less than a minute");
    check(-5, "不到 1 分钟", "less than a minute");
    assert_eq!(format::duration_short(En, Duration::hours(51)), "2d 3h");
    assert_eq!(format::countdown(Duration::seconds(7_062)), "01:57:42");
    assert_eq!(format::countdown(Duration::seconds(-1)), "00:00:00");
}

#[test]
fn telephone_numbers_are_shown_masked() {
    assert_eq!(format::phone_masked("13812348888"), "138****8888");
    assert_eq!(format::phone_masked("4155550100"), "****00");
    assert_eq!(format::phone_masked("1"), "****");
    assert_eq!(format::name_masked("林知夏"), "林**");
}

#[test]
fn per_cents_show_no_more_decimals_than_they_need() {
    assert_eq!(format::percent(9_860), "98.6%");
    assert_eq!(format::percent(500), "5%");
    assert_eq!(format::percent(25), "0.25%");
    assert_eq!(format::percent(-105), "−1.05%");
    assert_eq!(format::percent(168_050), "1,680.5%");
}

#[test]
fn an_english_page_lies_under_en_and_finds_its_way_back() {
    let check = |path: &str, en: &str| {
        assert_eq!(route::href(ZhCn, path), path);
        assert_eq!(route::href(En, path), en);
    };
    check("/", "/en");
    check("/cart", "/en/cart");
    check("/?q=a", "/en?q=a");
    check("/merchant/orders", "/merchant/orders");
    check("/desk", "/desk");
    check("/desktops", "/en/desktops");
    for path in ["/", "/cart", "/p/prd_1?sku=2"] {
        assert_eq!(route::split(&route::href(En, path)), (En, path));
        assert_eq!(route::split(path), (ZhCn, path));
    }
    assert_eq!(route::split("/enamel"), (ZhCn, "/enamel"));
}

#[test]
fn a_language_tag_is_read_as_browsers_write_it() {
    for (tag, expect) in
        [("zh-CN", Some(ZhCn)), ("zh", Some(ZhCn)), ("EN-gb", Some(En)), ("fr", None), ("", None)]
    {
        assert_eq!(Locale::parse(tag), expect, "{tag}");
    }
    assert!(Locale::ALL.iter().all(|l| Locale::parse(l.code()) == Some(*l)));
}

mod the_locale_files {
    use super::catalog::generate;

    fn problems(zh: &str, en: &str) -> String {
        generate(zh, en).err().unwrap_or_default().join("; ")
    }

    #[test]
    fn a_key_missing_in_one_language_stops_the_build() {
        assert!(
            problems("[a]\nx = \"甲\"\ny = \"乙\"", "[a]\nx = \"A\"")
                .contains("a_y: missing in en")
        );
        assert!(
            problems("[a]\nx = \"甲\"", "[a]\nx = \"A\"\nz = \"B\"")
                .contains("a_z: missing in zh-CN")
        );
    }

    #[test]
    fn placeholders_that_differ_stop_the_build() {
        assert!(problems("[a]\nx = \"{n} 件\"", "[a]\nx = \"{count} items\"").contains("differ"));
        assert!(problems("[a]\nx = \"{n 件\"", "[a]\nx = \"{n\"").contains("not well formed"));
    }

    #[test]
    fn an_empty_text_or_a_key_outside_a_table_stops_the_build() {
        assert!(problems("[a]\nx = \" \"", "[a]\nx = \"A\"").contains("empty"));
        assert!(problems("x = \"甲\"", "x = \"A\"").contains("inside a table"));
        assert!(problems("lookup = [\"a\"]\n[a]\nx = \"甲\"", "[a]\nx = \"A\"").contains("lookup"));
    }

    #[test]
    fn english_plurals_become_one_function() {
        let en = "[a]\nx_one = \"{n} item\"\nx_other = \"{n} items\"";
        let code = generate("[a]\nx = \"{n} 件\"", en).unwrap();
        assert_eq!(code.matches("pub fn").count(), 1);
        assert!(code.contains("pub fn a_x(l: crate::Locale, n: impl core::fmt::Display)"));
        assert!(
            problems("[a]\nx = \"件\"", "[a]\nx_one = \"item\"\nx_other = \"items\"")
                .contains("plural")
        );
    }

    #[test]
    fn parameters_that_could_be_confused_have_types_of_their_own() {
        let code = generate("[a]\nx = \"{name} 等 {n} 件\"", "[a]\nx = \"{n} of {name}\"").unwrap();
        assert!(
            code.contains("pub struct N<T>(pub T);") && code.contains("pub struct Name<T>(pub T);")
        );
        assert!(code.contains(
            "N(n): N<impl core::fmt::Display>, Name(name): Name<impl core::fmt::Display>"
        ));
    }
}

mod the_domain {
    use super::*;
    use crate::words;
    use domain::MerchantRole;
    use domain::ledger::Account;
    use domain::orders::CloseReason;
    use domain::rules::Unit;

    #[test]
    fn every_state_and_kind_has_a_word_in_both_languages() {
        for l in Locale::ALL {
            assert_eq!(words::missing(l), Vec::<String>::new(), "{}", l.code());
            for role in [MerchantRole::Owner, MerchantRole::Manager, MerchantRole::Packer] {
                assert!(common::member_role(l, role.as_str()).is_some());
            }
            for outcome in ["paid", "closing", "delivered", "received", "received_by_clock"] {
                assert!(common::clock_outcome(l, outcome).is_some(), "{outcome} in {}", l.code());
            }
            for reason in CloseReason::ALL {
                assert!(common::clock_outcome(l, reason.as_str()).is_some(), "{reason:?}");
            }
            for job in ["queued", "running", "done", "dead"] {
                assert!(common::job_state(l, job).is_some(), "{job} in {}", l.code());
            }
        }
    }

    #[test]
    fn an_account_is_named_without_whom_it_is_about() {
        assert_eq!(
            words::ledger_account(ZhCn, &Account::PspClearing("alipay".into())),
            "支付机构在途"
        );
        assert_eq!(words::ledger_account(En, &Account::Bank), "Bank");
    }

    #[test]
    fn a_figure_of_the_rules_is_written_in_its_unit() {
        assert_eq!(words::figure(ZhCn, Unit::Minutes, 30), "30 分钟");
        assert_eq!(words::figure(En, Unit::Days, 1), "1 day");
        assert_eq!(words::figure(En, Unit::BasisPoints, 500), "5%");
    }
}
