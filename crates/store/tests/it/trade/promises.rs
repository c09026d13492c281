//! Promises with a time around the parcel: goods leave the shop when it was said, and what is sent back has somewhere to go
//! and a day until which it is awaited (3.2.3, 3.3.1).

use super::bazaar::{Bazaar, Customer, now, owner};
use crate::fixture::{BEGIN, SYSTEM, World, goes_back, look, step};
use domain::accounts::AddressDraft;
use domain::clocks::{ClockKind, ClockState};
use domain::id::*;
use domain::invoices::{InvoiceState, Title, TitleKind};
use domain::orders::views::{Action, OrderView};
use domain::orders::{Address, By, CloseReason, Order, OrderState};
use domain::returns::{ReturnAsk, ReturnKind, ReturnReason, ReturnState};
use domain::{Code, Duration, MerchantRole, Permissions, Scope};
use services::ports::StoreExt as _;
use services::ports::work::Chain;
use services::{Result, invoices, orders, returns, shops};

crate::stories![
    a_shop_that_does_not_ship_in_time_breaks_a_promise_that_both_parties_see,
    a_shop_that_ships_in_time_has_kept_its_promise,
    delivered_goods_go_back_before_receipt_to_where_the_shop_said,
    goods_that_are_not_sent_back_in_time_may_be_asked_about_again,
    a_refused_buyer_may_ask_again_and_the_shop_has_to_answer_anew,
    nobody_keeps_delivered_goods_and_gets_the_money_for_nothing,
    an_unpaid_order_tells_who_ended_it,
    an_agreed_return_keeps_the_address_it_was_agreed_with,
    a_shop_says_where_goods_go_before_it_agrees_to_have_them_back,
    where_goods_go_back_to_is_told_to_the_machine_and_the_shop_alone,
    a_refund_after_the_invoice_is_flushed_by_the_shop_in_its_time,
];

async fn bazaar(world: World) -> (Bazaar, Customer, SkuId) {
    let bazaar = Bazaar::open(world);
    let (_, product) = bazaar.world.shop(&[9_900], 50).await;
    let lin = bazaar.customer("lin").await;
    (bazaar, lin, product.skus[0].id.clone())
}

/// The order's page for its buyer.
async fn page(bazaar: &Bazaar, lin: &Customer, order: &Order) -> OrderView {
    orders::get(bazaar.market(), &lin.actor, order.id.as_str()).await.unwrap()
}

fn states(view: &OrderView, kind: ClockKind) -> Vec<ClockState> {
    view.clocks.iter().filter(|c| c.kind == kind).map(|c| c.state).collect()
}

async fn ask(
    bazaar: &Bazaar,
    lin: &Customer,
    order: &Order,
    kind: ReturnKind,
    reason: ReturnReason,
) -> Result<ReturnId> {
    let line = order.lines[0].id.clone();
    let ask = ReturnAsk { line, qty: 1, kind, reason, note: String::new() };
    returns::request(bazaar.market(), &lin.actor, &order.id, &ask).await
}

async fn a_shop_that_does_not_ship_in_time_breaks_a_promise_that_both_parties_see(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let order = bazaar.paid(&lin, &sku).await;
    let due = order.ship_by().expect("48 hours were promised");
    assert_eq!(due, bazaar.world.now().plus(Duration::hours(48)));
    assert_eq!(
        states(&page(&bazaar, &lin, &order).await, ClockKind::Dispatch),
        [ClockState::Running]
    );
    bazaar.later(Duration::hours(47)).await;
    assert_eq!(
        states(&page(&bazaar, &lin, &order).await, ClockKind::Dispatch),
        [ClockState::Running]
    );
    bazaar.later(Duration::hours(1)).await;

    let view = page(&bazaar, &lin, &order).await;
    assert_eq!(states(&view, ClockKind::Dispatch), [ClockState::Fired]);
    assert_eq!(view.card.state, OrderState::Paid, "a broken promise moves no money by itself");
    assert!(view.actions.contains(&Action::Cancel));
    let shop = Scope::Merchant {
        merchant: order.merchant.clone(),
        member: AccountId::from_bits(1),
        permissions: Permissions::ALL,
    };
    let seen = orders::get_as(bazaar.market(), &shop, order.id.as_str()).await.unwrap();
    assert_eq!(states(&seen, ClockKind::Dispatch), [ClockState::Fired]);
    let at = bazaar.world.now();
    step!(bazaar.world, |tx| tx.seal(&SYSTEM, Chain::Outbox, 100, at)).unwrap();
    for scope in [lin.actor.buyer().unwrap(), shop] {
        let events = look!(bazaar.world, |r| r.events_after(&scope, 0, 100)).unwrap();
        let late = events.iter().filter(|e| e.event.kind == "order.late").count();
        assert_eq!(late, 1, "both parties are told, once");
    }
    // What was promised stays broken after the goods left.
    bazaar.ship(&order, "SF0000001").await.unwrap();
    let view = page(&bazaar, &lin, &order).await;
    assert_eq!(states(&view, ClockKind::Dispatch), [ClockState::Fired]);
    assert_eq!(states(&view, ClockKind::AutoConfirm), [ClockState::Running]);
}

async fn a_shop_that_ships_in_time_has_kept_its_promise(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let order = bazaar.paid(&lin, &sku).await;
    bazaar.later(Duration::hours(47)).await;
    bazaar.ship(&order, "SF0000001").await.unwrap();
    bazaar.later(Duration::hours(2)).await;
    assert_eq!(states(&page(&bazaar, &lin, &order).await, ClockKind::Dispatch), []);
    let clocks = look!(bazaar.world, |r| r.clocks_of(&SYSTEM, order.id.as_str())).unwrap();
    let dispatch = clocks.iter().find(|c| c.clock.kind == "dispatch").expect("it ran");
    assert_eq!((dispatch.state.as_str(), dispatch.outcome.as_str()), ("stopped", "shipped"));
}

async fn delivered_goods_go_back_before_receipt_to_where_the_shop_said(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let (market, order) = (bazaar.market(), bazaar.paid(&lin, &sku).await);
    let early = ask(&bazaar, &lin, &order, ReturnKind::SendBack, ReturnReason::NoReason).await;
    assert_eq!(early.unwrap_err().code(), Code::NotArrived);
    bazaar.deliver(&order, "SF0000001").await;
    assert_eq!(bazaar.order(&order.id).await.state, OrderState::Shipped, "not confirmed yet");

    let ret =
        ask(&bazaar, &lin, &order, ReturnKind::SendBack, ReturnReason::NoReason).await.unwrap();
    let first = async || page(&bazaar, &lin, &order).await.returns.remove(0);
    assert_eq!(first().await.send_to, None, "nobody sends anything before it is agreed");
    returns::agree(market, &owner(&order.merchant), &ret).await.unwrap();
    let agreed = first().await;
    assert_eq!(agreed.send_to, Some(goes_back()));
    let clock = agreed.clock.expect("the goods are awaited until some day");
    assert_eq!(clock.kind, ClockKind::ReturnSend);
    assert_eq!(clock.due_at, bazaar.world.now().plus(Duration::days(7)));
    let seller = owner(&order.merchant).merchant(None, domain::Permission::AfterSales).unwrap();
    let case = returns::get_as(market, &seller, &ret).await.unwrap();
    assert_eq!(case.ret.send_to, Some(goes_back()), "the shop sees what the buyer was told");

    returns::send_back(market, &lin.actor, &ret, "zto", "ZTO7310001").await.unwrap();
    returns::goods_back(market, &owner(&order.merchant), &ret).await.unwrap();
    bazaar.later(Duration::minutes(1)).await;
    assert_eq!(first().await.state, ReturnState::Refunded);
    let order = bazaar.order(&order.id).await;
    assert_eq!((order.lines[0].refunded, order.received_at), (1, None));
    bazaar.later(Duration::days(11)).await;
    assert_eq!(bazaar.order(&order.id).await.state, OrderState::Received);
    bazaar.holds().await;
}

async fn goods_that_are_not_sent_back_in_time_may_be_asked_about_again(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let (market, order) = (bazaar.market(), bazaar.paid(&lin, &sku).await);
    bazaar.deliver(&order, "SF0000001").await;
    let again =
        async || ask(&bazaar, &lin, &order, ReturnKind::SendBack, ReturnReason::Quality).await;
    let ret = again().await.unwrap();
    returns::agree(market, &owner(&order.merchant), &ret).await.unwrap();
    assert_eq!(again().await.unwrap_err().code(), Code::AlreadyRequested);
    bazaar.later(Duration::days(7)).await;
    let lapsed = look!(bazaar.world, |r| r.return_by_id(&SYSTEM, &ret)).unwrap().unwrap();
    assert_eq!((lapsed.state, lapsed.decided_by), (ReturnState::Withdrawn, Some(By::Clock)));
    let late = returns::send_back(market, &lin.actor, &ret, "zto", "ZTO7310001").await;
    assert_eq!(late.unwrap_err().code(), Code::WrongState);
    let view = page(&bazaar, &lin, &order).await;
    assert_eq!(states(&view, ClockKind::AutoConfirm), [ClockState::Running], "it goes on");
    again().await.unwrap();
    bazaar.holds().await;
}

async fn a_refused_buyer_may_ask_again_and_the_shop_has_to_answer_anew(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let (market, order) = (bazaar.market(), bazaar.paid(&lin, &sku).await);
    bazaar.deliver(&order, "SF0000001").await;
    orders::confirm_receipt(market, &lin.actor, &order.id).await.unwrap();
    let again =
        async || ask(&bazaar, &lin, &order, ReturnKind::SendBack, ReturnReason::Quality).await;
    let may = async || page(&bazaar, &lin, &order).await.actions.contains(&Action::Return);
    let first = again().await.unwrap();
    assert!(!may().await, "one question about a line at a time");
    returns::refuse(market, &owner(&order.merchant), &first, "看不出问题").await.unwrap();
    assert!(may().await, "the page offers what is open");
    let second = again().await.unwrap();
    // The new question has an answer of its own, and silence is agreement.
    bazaar.later(Duration::days(3)).await;
    let read = async |id| look!(bazaar.world, |r| r.return_by_id(&SYSTEM, id)).unwrap().unwrap();
    assert_eq!(read(&first).await.state, ReturnState::Refused);
    let second = read(&second).await;
    assert_eq!((second.state, second.decided_by), (ReturnState::Agreed, Some(By::Clock)));
    returns::withdraw(market, &lin.actor, &second.id).await.unwrap();
    bazaar.later(Duration::days(12)).await;
    assert!(!may().await, "after the window nothing is offered");
    assert_eq!(again().await.unwrap_err().code(), Code::WindowOver);
    bazaar.holds().await;
}

async fn nobody_keeps_delivered_goods_and_gets_the_money_for_nothing(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let order = bazaar.paid(&lin, &sku).await;
    bazaar.deliver(&order, "SF0000001").await;
    let kept = ask(&bazaar, &lin, &order, ReturnKind::RefundOnly, ReturnReason::NoReason).await;
    assert_eq!(kept.unwrap_err().code(), Code::GoodsKept);
    orders::confirm_receipt(bazaar.market(), &lin.actor, &order.id).await.unwrap();
    let kept = ask(&bazaar, &lin, &order, ReturnKind::RefundOnly, ReturnReason::NoReason).await;
    assert_eq!(kept.unwrap_err().code(), Code::GoodsKept);
    let never = ask(&bazaar, &lin, &order, ReturnKind::RefundOnly, ReturnReason::NotReceived).await;
    assert_eq!(never.unwrap_err().code(), Code::ReasonUnfit);
    assert_eq!(bazaar.order(&order.id).await.lines[0].returning, 0);
}

async fn an_unpaid_order_tells_who_ended_it(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let why = async |by_hand: bool| {
        let placed = bazaar.buy(&lin, &now(&sku, 1)).await.unwrap();
        if by_hand {
            orders::cancel_purchase(bazaar.market(), &lin.actor, &placed.purchase).await.unwrap();
        } else {
            bazaar.later(Duration::minutes(31)).await;
        }
        let order = bazaar.orders(&placed.purchase).await.remove(0);
        page(&bazaar, &lin, &order).await.close_reason
    };
    assert_eq!(why(true).await, Some(CloseReason::Buyer));
    assert_eq!(why(false).await, Some(CloseReason::TimeOver));
}

/// What a shop types into its settings.
fn typed(recipient: &str) -> AddressDraft {
    AddressDraft {
        recipient: recipient.into(),
        phone: "13900000001".into(),
        region_code: "330106".into(),
        detail: "龙井路 9 号".into(),
        preferred: false,
    }
}

async fn an_agreed_return_keeps_the_address_it_was_agreed_with(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let (market, order) = (bazaar.market(), bazaar.paid(&lin, &sku).await);
    bazaar.deliver(&order, "SF0000001").await;
    let ret =
        ask(&bazaar, &lin, &order, ReturnKind::SendBack, ReturnReason::Quality).await.unwrap();
    let shop = owner(&order.merchant);
    returns::agree(market, &shop, &ret).await.unwrap();
    let told = async || page(&bazaar, &lin, &order).await.returns.remove(0).send_to;
    assert_eq!(told().await, Some(goes_back()));
    shops::tell_return_address(market, &shop, &typed("新仓库")).await.unwrap();
    let now = shops::return_address(market, &shop).await.unwrap().unwrap();
    assert_eq!((now.recipient.as_str(), now.region.as_str()), ("新仓库", "浙江省 杭州市 西湖区"));
    assert_eq!(told().await, Some(goes_back()), "goods on their way are not sent elsewhere");
    returns::send_back(market, &lin.actor, &ret, "zto", "ZTO7310001").await.unwrap();
    assert_eq!(told().await, Some(goes_back()));
    let kept = look!(bazaar.world, |r| r.return_by_id(&SYSTEM, &ret)).unwrap().unwrap();
    assert_eq!(kept.send_to, Some(goes_back()));
    // What is wrong with the form changes nothing.
    let wrong = shops::tell_return_address(market, &shop, &typed(" ")).await.unwrap_err();
    assert_eq!(wrong.fields()[0].field, "recipient");
    assert_eq!(shops::return_address(market, &shop).await.unwrap(), Some(now));
}

async fn a_shop_says_where_goods_go_before_it_agrees_to_have_them_back(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let (market, order) = (bazaar.market(), bazaar.paid(&lin, &sku).await);
    bazaar.world.behind_the_back("update merchant set return_address_json = null").await;
    bazaar.deliver(&order, "SF0000001").await;
    let ask =
        async || ask(&bazaar, &lin, &order, ReturnKind::SendBack, ReturnReason::Quality).await;
    let (ret, shop) = (ask().await.unwrap(), owner(&order.merchant));
    let refused = returns::agree(market, &shop, &ret).await.unwrap_err();
    assert_eq!(refused.code(), Code::ReturnAddressNeeded);
    let seller = shop.merchant(None, domain::Permission::AfterSales).unwrap();
    let case = async || returns::get_as(market, &seller, &ret).await.unwrap();
    assert_eq!(case().await.would_send_to, None);
    // Keeping silent does not help: the clock agrees, and the address the shop tells then is the one.
    bazaar.later(Duration::days(3)).await;
    let told = async || page(&bazaar, &lin, &order).await.returns.remove(0);
    let agreed = told().await;
    assert_eq!((agreed.state, agreed.send_to), (ReturnState::Agreed, None));
    shops::tell_return_address(market, &shop, &typed("新仓库")).await.unwrap();
    assert_eq!(told().await.send_to.unwrap().recipient, "新仓库");
    returns::send_back(market, &lin.actor, &ret, "zto", "ZTO7310001").await.unwrap();
    shops::tell_return_address(market, &shop, &typed("更新的仓库")).await.unwrap();
    assert_eq!(told().await.send_to.unwrap().recipient, "新仓库", "kept when it was sent");
    bazaar.holds().await;
}

async fn where_goods_go_back_to_is_told_to_the_machine_and_the_shop_alone(world: World) {
    let told = world.merchant("qing").await;
    let read = look!(world, |r| r.return_address(&SYSTEM, &told)).unwrap();
    assert_eq!(read, Some(goes_back()));
    let stranger = look!(world, |r| r.return_address(&SYSTEM, &world.id())).unwrap();
    assert_eq!(stranger, None);
    let (shop, other) = (crate::fixture::owner(&told), world.merchant("other").await);
    assert_eq!(look!(world, |r| r.return_address(&shop, &told)).unwrap(), Some(goes_back()));
    let packer = Scope::Merchant {
        merchant: told.clone(),
        member: world.id(),
        permissions: MerchantRole::Packer.permissions(),
    };
    let new = Address { detail: "龙井路 9 号".into(), ..goes_back() };
    for scope in [Scope::Public, crate::fixture::owner(&other), packer] {
        let refused = look!(world, |r| r.return_address(&scope, &told)).unwrap_err();
        assert_eq!(refused.code(), Code::Forbidden, "{scope:?}");
        let refused =
            step!(world, |tx| tx.set_return_address(&scope, &told, &new), scope, told, new);
        assert_eq!(refused.unwrap_err().code(), Code::Forbidden, "{scope:?}");
    }
    let known = step!(world, |tx| tx.set_return_address(&shop, &told, &new), shop, told, new);
    assert!(known.unwrap());
    assert_eq!(look!(world, |r| r.return_address(&SYSTEM, &told)).unwrap(), Some(new.clone()));
    assert_eq!(look!(world, |r| r.return_address(&SYSTEM, &other)).unwrap(), Some(goes_back()));
    let nobody: MerchantId = world.id();
    let known = step!(world, |tx| tx.set_return_address(&SYSTEM, &nobody, &new), nobody, new);
    assert!(!known.unwrap());
    assert_eq!(world.now(), BEGIN);
}

async fn a_refund_after_the_invoice_is_flushed_by_the_shop_in_its_time(world: World) {
    let (bazaar, lin, sku) = bazaar(world).await;
    let (m, order) = (bazaar.market(), bazaar.paid(&lin, &sku).await);
    let keeper = owner(&order.merchant);
    let title = Title {
        kind: TitleKind::Person,
        name: "林知夏".into(),
        tax_id: String::new(),
        address: String::new(),
        phone: String::new(),
        bank: String::new(),
        bank_account: String::new(),
    };
    let id = invoices::request(m, &lin.actor, &order.id, &title).await.unwrap();
    invoices::issue(m, &keeper, &id, "12345678", "2026-11-30", None).await.unwrap();
    let row = async || look!(bazaar.world, |r| r.invoice(&SYSTEM, &id)).unwrap().unwrap().invoice;
    assert_eq!((row().await.state, row().await.due_at), (InvoiceState::Issued, None));

    orders::call_off(m, &keeper, &order.id).await.unwrap();
    let due = row().await;
    assert_eq!((due.state, due.to_flush), (InvoiceState::RedDue, order.payable));
    assert_eq!(due.due_at, Some(bazaar.world.now().plus(Duration::days(7))));
    let by_the_buyer = invoices::flush(m, &lin.actor, &id, "12345679").await.unwrap_err();
    assert_eq!(by_the_buyer.code(), Code::Forbidden);
    invoices::flush(m, &keeper, &id, "12345679").await.unwrap();
    let done = row().await;
    assert_eq!((done.state, done.due_at), (InvoiceState::Flushed, None));
    assert_eq!(done.reds[0].amount, order.payable);
    let again = invoices::request(m, &lin.actor, &order.id, &title).await.unwrap_err();
    assert_eq!(again.code(), Code::WrongState);
    bazaar.holds().await;
}
