//! A bill as Alipay writes it, and what is not one.

use super::*;
use std::io::Write as _;

const BILL: &str = "#支付宝业务明细查询
#账号：[20880000000000020156]
#起始日期：[2026年11月23日 00:00:00]   终止日期：[2026年11月24日 00:00:00]
#-----------------------------------------业务明细列表----------------------------------------
支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注
2026112322001\t,A1\t,交易    ,茶,2026-11-23 10:00:00,2026-11-23 10:01:00,\t,,,\t,pay***,88.88,88.88,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,\t,-0.53,0.00,
2026112322001\t,A1\t,退款    ,茶, \"好\",2026-11-23 10:00:00,2026-11-23 11:01:00,\t,,,\t,pay***,-8.00,-8.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,R1\t,0.05,0.00,
#-----------------------------------------业务明细列表结束------------------------------------
#交易合计：1笔，商家实收共88.88元，商家优惠共0.00元
#退款合计：1笔，商家实收退款共-8.00元，商家优惠退款共0.00元
#导出时间：[2026年11月24日 09:12:00]
";

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_payment_and_its_refund_are_read_with_their_fees() {
    let found = lines(BILL).unwrap();
    let payment = BillLine {
        kind: BillKind::Payment,
        attempt_no: "A1".into(),
        refund_no: None,
        provider_ref: "2026112322001".into(),
        amount: Money::fen(8888),
        fee: Money::fen(53),
        at: parse_cst("2026-11-23 10:01:00").unwrap(),
    };
    let refund = BillLine {
        kind: BillKind::Refund,
        refund_no: Some("R1".into()),
        amount: Money::fen(800),
        fee: Money::fen(-5),
        at: parse_cst("2026-11-23 11:01:00").unwrap(),
        ..payment.clone()
    };
    assert_eq!(found, [payment, refund]);
}

#[test]
fn half_a_bill_is_no_bill() {
    let cut =
        BILL.split_once("#-----------------------------------------业务明细列表结束").unwrap();
    assert_eq!(lines(cut.0).unwrap_err(), Unreadable::CutShort);
    let other = BILL.replace("#交易合计：1笔", "#交易合计：2笔");
    assert_eq!(lines(&other).unwrap_err(), Unreadable::Count);
    let uncounted = BILL.replace("#退款合计：1笔", "");
    assert_eq!(lines(&uncounted).unwrap_err(), Unreadable::Count);
}

#[test]
fn a_line_that_cannot_be_read_spoils_the_bill() {
    for (good, bad) in [
        ("88.88,88.88", "88.8x,88.88"),
        ("交易    ,茶", "赠送,茶"),
        ("-8.00,-8.00", "8.00,-8.00"),
        ("R1\t", "\t"),
        ("2026-11-23 10:01:00", "2026-11-31 10:01:00"),
        (",A1\t,交易", ",\t,交易"),
    ] {
        assert!(BILL.contains(good), "{good}");
        let spoilt = lines(&BILL.replacen(good, bad, 1));
        assert!(matches!(spoilt, Err(Unreadable::Line(_))), "{bad}");
    }
    let renamed = BILL.replace("服务费", "手续费");
    assert_eq!(lines(&renamed).unwrap_err(), Unreadable::Columns);
}

#[test]
fn the_table_of_details_is_found_by_its_name_and_unpacked_within_bounds() {
    let (table, _, _) = encoding_rs::GBK.encode(BILL);
    let sums = ("2088_20261123_业务明细(汇总).csv", &b"sums"[..]);
    let archive = packed(&[sums, ("2088_20261123_业务明细.csv", &table)]);
    assert_eq!(read(&archive).unwrap().len(), 2);
    assert_eq!(read(&packed(&[sums])).unwrap_err(), Unreadable::NoTable);
    let bomb = vec![b'0'; usize::try_from(TABLE_BYTES_MAX).unwrap() + 1];
    let bomb = packed(&[("业务明细.csv", &bomb)]);
    assert!(bomb.len() < ARCHIVE_BYTES_MAX);
    assert_eq!(read(&bomb).unwrap_err(), Unreadable::TooLarge);
    assert_eq!(read(b"PK").unwrap_err(), Unreadable::Archive);
    let crowd: Vec<(String, &[u8])> = (0..17).map(|n| (format!("{n}"), &b""[..])).collect();
    let crowd: Vec<(&str, &[u8])> = crowd.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    assert_eq!(read(&packed(&crowd)).unwrap_err(), Unreadable::TooLarge);
}
