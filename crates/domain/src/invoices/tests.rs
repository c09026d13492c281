use super::*;
use crate::Duration;
use crate::error::FieldError;
use crate::id::TypedId as _;
use crate::orders::tests::{after, order};
use crate::orders::{By, OrderEvent};

fn person() -> Title {
    Title {
        kind: TitleKind::Person,
        name: " 林  知夏 ".into(),
        tax_id: "x".into(),
        address: "y".into(),
        phone: String::new(),
        bank: String::new(),
        bank_account: String::new(),
    }
}

fn company() -> Title {
    Title {
        kind: TitleKind::Company,
        name: "青瓷有限公司".into(),
        tax_id: "91350100 m000100y43".into(),
        ..person()
    }
}

fn id() -> InvoiceId {
    InvoiceId::from_bits(1)
}

fn requested(order: &Order) -> Invoice {
    request(id(), order, &company(), Moment(9)).unwrap()
}

fn issued() -> InvoiceEvent {
    InvoiceEvent::Issued("25332000 000012345678".into(), "2026-11-30".into())
}

fn fault(refusal: &Refusal) -> Vec<(&str, Code)> {
    refusal.fields.iter().map(|FieldError { field, code, .. }| (field.as_str(), *code)).collect()
}

#[test]
fn a_credit_code_with_one_wrong_sign_is_noticed() {
    for good in ["91350100M000100Y43", "914403001922038216"] {
        assert!(credit_code_fits(good), "{good}");
        for i in 0..good.len() {
            let mut wrong = good.to_owned();
            let sign = if &good[i..=i] == "7" { "8" } else { "7" };
            wrong.replace_range(i..=i, sign);
            assert!(!credit_code_fits(&wrong), "{wrong}");
        }
    }
    for bad in ["", "0", "91350100M000100Y4", "91350100M000100Y433", "91350100M000100Y4I"] {
        assert!(!credit_code_fits(bad), "{bad}");
    }
}

#[test]
fn a_company_needs_its_code_and_a_person_leaves_nothing_but_a_name() {
    let kept = person().checked().unwrap();
    assert_eq!(
        (kept.name.as_str(), kept.tax_id.as_str(), kept.address.as_str()),
        ("林 知夏", "", "")
    );
    let kept = company().checked().unwrap();
    assert_eq!((kept.tax_id.as_str(), kept.address.as_str()), ("91350100M000100Y43", "y"));
    let nameless = Title { name: " ".into(), tax_id: String::new(), ..company() };
    let refused = nameless.checked().unwrap_err();
    assert_eq!(fault(&refused), [("name", Code::Required), ("tax_id", Code::Required)]);
    let slipped = Title { tax_id: "91350100M000100Y44".into(), ..company() };
    assert_eq!(fault(&slipped.checked().unwrap_err()), [("tax_id", Code::TaxIdShape)]);
}

#[test]
fn an_order_is_invoiced_once_it_is_paid_and_over_what_was_paid() {
    assert_eq!(request(id(), &order(), &company(), Moment(9)).unwrap_err().code, Code::WrongState);
    let paid = after(&[OrderEvent::Paid]);
    let invoice = requested(&paid);
    assert_eq!(invoice.amount, paid.payable);
    assert_eq!(invoice.due_at, Some(Moment(9).plus(Duration::days(7))));
    assert!(!invoice.late(Moment(9)));
    assert!(invoice.late(invoice.due_at.unwrap()));
    let back = after(&[OrderEvent::Paid, OrderEvent::CalledOff(By::Buyer)]);
    assert_eq!(request(id(), &back, &company(), Moment(9)).unwrap_err().code, Code::WrongState);
}

#[test]
fn what_went_back_is_not_invoiced() {
    let line = order().lines[0].id.clone();
    let partly = after(&[
        OrderEvent::Paid,
        OrderEvent::ReturnOpened(line.clone(), 1),
        OrderEvent::UnitsRefunded(line, 1),
    ]);
    let amount = requested(&partly).amount;
    assert_eq!(amount, partly.left().unwrap().paid);
    assert!(amount.minor < partly.payable.minor);
    let whole = requested(&after(&[OrderEvent::Paid]));
    let less = whole.apply(&InvoiceEvent::Left(amount), &partly.terms, Moment(10)).unwrap();
    assert_eq!((less.state, less.amount), (InvoiceState::Requested, amount));
    let none = InvoiceEvent::Left(Money::fen(0));
    let ended = whole.apply(&none, &partly.terms, Moment(10)).unwrap();
    assert_eq!((ended.state, ended.due_at), (InvoiceState::Withdrawn, None));
}

#[test]
fn a_refund_after_issuing_is_flushed_by_its_amount() {
    let order = after(&[OrderEvent::Paid]);
    let terms = &order.terms;
    let invoice = requested(&order).apply(&issued(), terms, Moment(20)).unwrap();
    assert_eq!((invoice.state, invoice.due_at), (InvoiceState::Issued, None));
    assert_eq!(invoice.number.as_deref(), Some("25332000000012345678"));
    let left = |minor| InvoiceEvent::Left(Money::fen(order.payable.minor - minor));
    let once = invoice.apply(&left(500), terms, Moment(30)).unwrap();
    assert_eq!((once.state, once.to_flush), (InvoiceState::RedDue, Money::fen(500)));
    let due = Some(Moment(30).plus(Duration::days(7)));
    assert_eq!(once.due_at, due);
    // A second refund before the flush adds up, and gives the shop no more time.
    let twice = once.apply(&left(800), terms, Moment(40)).unwrap();
    assert_eq!((twice.to_flush, twice.due_at), (Money::fen(800), due));
    let red = |number: &str| InvoiceEvent::Flushed(number.to_owned());
    let flushed = twice.apply(&red("12345678"), terms, Moment(50)).unwrap();
    assert_eq!((flushed.state, flushed.due_at), (InvoiceState::Issued, None));
    assert_eq!(flushed.flushed().unwrap(), Money::fen(800));
    assert_eq!(flushed.amount, order.payable);
    let rest = flushed.apply(&left(order.payable.minor), terms, Moment(60)).unwrap();
    assert_eq!(rest.to_flush, Money::fen(order.payable.minor - 800));
    let all = rest.apply(&red("12345679"), terms, Moment(70)).unwrap();
    assert_eq!((all.state, all.reds.len()), (InvoiceState::Flushed, 2));
    assert_eq!(all.flushed().unwrap(), order.payable);
}

#[test]
fn the_title_changes_until_it_is_issued_and_nobody_issues_twice() {
    let order = after(&[OrderEvent::Paid]);
    let terms = &order.terms;
    let first = requested(&order);
    let retitled = InvoiceEvent::Retitled(person());
    let invoice = first.apply(&retitled, terms, Moment(10)).unwrap();
    assert_eq!(invoice.title.kind, TitleKind::Person);
    let done = invoice.apply(&issued(), terms, Moment(20)).unwrap();
    let reason = InvoiceEvent::Refused("超出经营范围".into());
    let late = [retitled, InvoiceEvent::Withdrawn, reason.clone(), issued()];
    for event in late.into_iter().chain([InvoiceEvent::Flushed("12345678".into())]) {
        let refused = done.apply(&event, terms, Moment(30)).unwrap_err();
        assert_eq!(refused.code, Code::WrongState, "{event:?}");
    }
    let refused = first.apply(&reason, terms, Moment(30)).unwrap();
    assert_eq!((refused.state, refused.due_at), (InvoiceState::Refused, None));
    let mute = first.apply(&InvoiceEvent::Refused(" ".into()), terms, Moment(30)).unwrap_err();
    assert_eq!(fault(&mute), [("reason", Code::Required)]);
}

#[test]
fn a_mistyped_number_or_day_is_told() {
    let order = after(&[OrderEvent::Paid]);
    let tried = |number: &str, dated: &str| {
        let event = InvoiceEvent::Issued(number.to_owned(), dated.to_owned());
        requested(&order).apply(&event, &order.terms, Moment(20)).map(|i| i.state)
    };
    for number in ["1234567", "123456789012345678901", "12345678a", "１２３４５６７８"] {
        let refused = tried(number, "2026-11-30").unwrap_err();
        assert_eq!(fault(&refused), [("number", Code::InvoiceNumber)], "{number}");
    }
    for dated in ["2026-11-31", "2026-02-29", "2026-13-01", "2026-1-1", "30.11.2026", "2026-00-10"]
    {
        let refused = tried("12345678", dated).unwrap_err();
        assert_eq!(fault(&refused), [("dated", Code::InvoiceDate)], "{dated}");
    }
    for dated in ["2026-07-31", "2026-08-31", "2026-12-31", "2028-02-29", "2026-09-30"] {
        assert_eq!(tried("12345678", dated), Ok(InvoiceState::Issued), "{dated}");
    }
}

#[test]
fn a_file_is_what_its_bytes_say() {
    assert_eq!(FileKind::sniff(b"%PDF-1.7 ..."), Ok(FileKind::Pdf));
    assert_eq!(
        FileKind::sniff(b"\xef\xbb\xbf<?xml version=\"1.0\"?><EInvoice/>"),
        Ok(FileKind::Xml)
    );
    assert_eq!(FileKind::sniff(b"PK\x03\x04....OFD.xml..."), Ok(FileKind::Ofd));
    let code = |bytes: &[u8]| FileKind::sniff(bytes).unwrap_err().fields[0].code;
    assert_eq!(code(b""), Code::Required);
    assert_eq!(code(b"PK\x03\x04....word.xml..."), Code::InvoiceFile);
    assert_eq!(code(b"<html><script>"), Code::InvoiceFile);
    let mut large = b"%PDF-".to_vec();
    large.resize(FILE_BYTES_MAX + 1, 0);
    assert_eq!(code(&large), Code::TooLong);
}
