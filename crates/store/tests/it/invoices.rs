//! Invoices: one per order, seen by its parties alone; a late write changes nothing; a file is kept once and read back as it came.

use crate::bought::{happen, placed, read};
use crate::fixture::{SYSTEM, World, buyer, look, owner, step};
use crate::trade;
use domain::invoices::{FileKind, Invoice, InvoiceState, SavedTitle, Title, TitleKind};
use domain::orders::{Order, OrderEvent};
use domain::{Code, Duration, Scope, StaffRole};
use services::ports::StoreExt as _;
use services::{Actor, invoices};

crate::stories![
    a_saved_title_is_its_buyers_alone,
    an_order_has_one_invoice_however_often_the_buyer_clicks,
    an_invoice_is_seen_by_its_parties_alone_and_a_late_write_changes_nothing,
    a_shop_issues_with_a_file_that_both_parties_read_back,
    a_shop_reads_its_invoices_by_state_and_page_and_staff_count_the_late_ones,
];

fn title(name: &str) -> Title {
    Title {
        kind: TitleKind::Company,
        name: name.into(),
        tax_id: "91350100M000100Y43".into(),
        address: String::new(),
        phone: String::new(),
        bank: String::new(),
        bank_account: String::new(),
    }
}

async fn paid(world: &World, numbers: std::ops::Range<u64>) -> Vec<Order> {
    let (_, tea) = world.shop(&[100], 90).await;
    let lin = world.account("lin@x.example").await;
    let mut orders = placed(world, &lin, &tea, numbers).await;
    for order in &mut orders {
        happen(world, &order.id, OrderEvent::Paid).await;
        *order = read(world, &order.id).await;
    }
    orders
}

async fn add(world: &World, order: &Order) -> Invoice {
    let made = domain::invoices::request(world.id(), order, &title("青瓷"), world.now()).unwrap();
    step!(world, |tx| tx.add_invoice(&SYSTEM, &made), made).unwrap();
    made
}

async fn a_saved_title_is_its_buyers_alone(world: World) {
    let m = &world.market;
    let (lin, other) = (world.account("lin@x.example").await, world.account("o@x.example").await);
    let (lin, other) = (buyer(&lin), buyer(&other));
    let mut ids = Vec::new();
    for name in ["青瓷", "白瓷"] {
        world.clock.forward(Duration::minutes(1));
        ids.insert(0, invoices::save_title(m, &lin, &title(name)).await.unwrap());
    }
    let mine: Vec<SavedTitle> = invoices::titles(m, &lin).await.unwrap();
    assert_eq!(mine.iter().map(|t| t.id.clone()).collect::<Vec<_>>(), ids);
    assert_eq!(mine[0].title, title("白瓷"));
    assert_eq!(invoices::titles(m, &other).await.unwrap(), []);
    let stranger = invoices::remove_title(m, &other, &ids[0]).await.unwrap_err();
    assert_eq!(stranger.code(), Code::NotFound);
    invoices::remove_title(m, &lin, &ids[0]).await.unwrap();
    assert_eq!(invoices::titles(m, &lin).await.unwrap().len(), 1);
    let (saved, now) = (mine[0].clone(), world.now());
    let public = step!(world, |tx| tx.add_invoice_title(&Scope::Public, &saved, now), saved);
    assert_eq!(public.unwrap_err().code(), Code::Forbidden);
}

async fn an_order_has_one_invoice_however_often_the_buyer_clicks(world: World) {
    let order = paid(&world, 0..1).await.remove(0);
    let (m, lin) = (&world.market, buyer(&order.buyer));
    let clicks = (0..4).map(|_| {
        let (world, order, lin) = (world.clone(), order.id.clone(), lin.clone());
        tokio::spawn(async move {
            invoices::request(&world.market, &lin, &order, &title("青瓷")).await
        })
    });
    let mut made = Vec::new();
    for click in futures::future::join_all(clicks).await {
        match click.unwrap() {
            Ok(id) => made.push(id),
            Err(error) => assert_eq!(error.code(), Code::InvoiceThere),
        }
    }
    assert_eq!(made.len(), 1);
    invoices::retitle(m, &lin, &made[0], &title("白瓷")).await.unwrap();
    let scope = Scope::Buyer(order.buyer.clone());
    let row = invoices::of_order(m, &scope, &order.id).await.unwrap().unwrap();
    assert_eq!(
        (row.invoice.title, row.invoice.amount),
        (title("白瓷"), order.left().unwrap().paid)
    );
    // Who took a request back may ask again.
    invoices::withdraw(m, &lin, &made[0]).await.unwrap();
    let again = invoices::request(m, &lin, &order.id, &title("青瓷")).await.unwrap();
    let row = invoices::of_order(m, &scope, &order.id).await.unwrap().unwrap();
    assert_eq!(row.invoice.id, again);
}

async fn an_invoice_is_seen_by_its_parties_alone_and_a_late_write_changes_nothing(world: World) {
    let order = paid(&world, 0..1).await.remove(0);
    let made = add(&world, &order).await;
    let other = world.account("o@x.example").await;
    let rival = world.merchant("rival").await;
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Finance };
    for scope in [Scope::Buyer(order.buyer.clone()), owner(&order.merchant), staff, SYSTEM] {
        let row = look!(world, |r| r.invoice(&scope, &made.id)).unwrap().unwrap();
        assert_eq!((row.invoice, row.order_number), (made.clone(), order.number.clone()));
        let of_order = look!(world, |r| r.invoice_of(&scope, &order.id)).unwrap();
        assert_eq!(of_order.unwrap().invoice.id, made.id);
    }
    let changed = Invoice { reason: "x".into(), ..made.clone() };
    for scope in [Scope::Buyer(other.clone()), owner(&rival), Scope::Public] {
        assert_eq!(look!(world, |r| r.invoice(&scope, &made.id)).unwrap(), None, "{scope:?}");
        assert_eq!(look!(world, |r| r.invoice_of(&scope, &order.id)).unwrap(), None);
        let refused = step!(world, |tx| tx.save_invoice(&scope, &changed), scope, changed);
        assert_eq!(refused.unwrap_err().code(), Code::Stale, "{scope:?}");
        let refused = step!(world, |tx| tx.add_invoice(&scope, &made), scope, made);
        assert_eq!(refused.unwrap_err().code(), Code::Forbidden, "{scope:?}");
    }
    let strange = Invoice { id: world.id(), buyer: other, ..made.clone() };
    let refused = step!(world, |tx| tx.add_invoice(&SYSTEM, &strange), strange);
    assert_eq!(refused.unwrap_err().code(), Code::NotFound);
    step!(world, |tx| tx.save_invoice(&SYSTEM, &changed), changed).unwrap();
    let late = step!(world, |tx| tx.save_invoice(&SYSTEM, &changed), changed);
    assert_eq!(late.unwrap_err().code(), Code::Stale);
}

async fn a_shop_issues_with_a_file_that_both_parties_read_back(world: World) {
    let order = paid(&world, 0..1).await.remove(0);
    let id = add(&world, &order).await.id;
    let (m, keeper) = (&world.market, trade::owner(&order.merchant));
    let rival = world.merchant("rival").await;
    let bytes: &[u8] = b"%PDF-1.7 \x00\xff\xfe the invoice";
    let issue = async |who: &Actor, bytes: &[u8]| {
        invoices::issue(m, who, &id, "25332000000012345678", "2026-11-30", Some(bytes)).await
    };
    let stranger = issue(&trade::owner(&rival), bytes).await.unwrap_err();
    assert_eq!(stranger.code(), Code::NotFound);
    assert_eq!(issue(&keeper, b"<html>").await.unwrap_err().code(), Code::Invalid);
    issue(&keeper, bytes).await.unwrap();
    assert_eq!(issue(&keeper, bytes).await.unwrap_err().code(), Code::WrongState);
    for scope in [Scope::Buyer(order.buyer.clone()), owner(&order.merchant)] {
        let read = invoices::file(m, &scope, &id).await.unwrap();
        assert_eq!(read, (FileKind::Pdf, bytes.to_vec()));
        let row = invoices::of_order(m, &scope, &order.id).await.unwrap().unwrap();
        assert_eq!((row.invoice.state, row.file), (InvoiceState::Issued, Some(FileKind::Pdf)));
    }
    let foreign = invoices::file(m, &owner(&rival), &id).await.unwrap_err();
    assert_eq!(foreign.code(), Code::NotFound);
    let (kept, now) =
        (look!(world, |r| r.invoice_file(&SYSTEM, &id)).unwrap().unwrap(), world.now());
    let again = step!(world, |tx| tx.keep_invoice_file(&SYSTEM, &id, &kept, now), id, kept);
    assert_eq!(again.unwrap_err().code(), Code::WrongState);
}

async fn a_shop_reads_its_invoices_by_state_and_page_and_staff_count_the_late_ones(world: World) {
    let orders = paid(&world, 0..3).await;
    let mut ids = Vec::new();
    for order in &orders {
        world.clock.forward(Duration::minutes(1));
        ids.insert(0, add(&world, order).await.id);
    }
    let keeper = trade::owner(&orders[0].merchant);
    invoices::refuse(&world.market, &keeper, &ids[1], "超出经营范围").await.unwrap();
    let scope = owner(&orders[0].merchant);
    let open = InvoiceState::Requested;
    let first = look!(world, |r| r.invoices_of_shop(&scope, open, None, 1)).unwrap();
    assert_eq!((&first.items[0].invoice.id, first.items.len()), (&ids[0], 1));
    assert_eq!(first.next.as_deref(), Some(ids[0].to_string().as_str()));
    let rest = look!(world, |r| r.invoices_of_shop(&scope, open, Some(&ids[0]), 1)).unwrap();
    assert_eq!((&rest.items[0].invoice.id, rest.next), (&ids[2], None));
    let rival = owner(&world.merchant("rival").await);
    let none = look!(world, |r| r.invoices_of_shop(&rival, open, None, 9)).unwrap();
    assert_eq!(none.items, []);
    let late = async |now| look!(world, |r| r.count_late_invoices(&SYSTEM, now, 9)).unwrap();
    assert_eq!(late(world.now()).await, 0);
    assert_eq!(late(world.now().plus(Duration::days(7))).await, 2);
    let refused = look!(world, |r| r.count_late_invoices(&scope, world.now(), 9)).unwrap_err();
    assert_eq!(refused.code(), Code::Forbidden);
}
