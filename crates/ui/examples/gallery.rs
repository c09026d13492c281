//! Prints one page with every piece of furniture in every state, to be looked at:
//! `cargo run -p ui --example gallery -- zh-CN light > gallery.html`, served beside the sheets and the public files.

use domain::clocks::ClockKind;
use domain::{Code, Duration, FieldError, Moment, Money};
use i18n::Locale;
use leptos::prelude::*;
use ui::*;

/// 2026-11-24 14:30 in Shanghai: the gallery's present moment.
const NOW: Moment = Moment(1_795_501_800_000);

fn main() {
    let mut args = std::env::args().skip(1);
    let locale = args.next().and_then(|tag| Locale::parse(&tag)).unwrap_or_default();
    let theme = args.next().unwrap_or_else(|| "light".to_owned());
    let sheet = args.next().unwrap_or_else(|| "shop".to_owned());
    let body = Owner::new().with(|| page(locale, sheet == "shop").to_html());
    println!(
        "<!doctype html><html lang=\"{}\" data-theme=\"{theme}\"><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width, initial-scale=1\"><title>Gallery</title>\
         <link rel=stylesheet href=\"/{sheet}.css\"><body>{body}</body></html>",
        locale.code()
    );
}

fn page(l: Locale, shop: bool) -> AnyView {
    let density = (!shop).then_some("console");
    view! {
        <main class="wrap" data-density=density>
            <h1>{i18n::common::brand_slogan(l)}</h1>
            <div class="split">
                <div class="stack">{buttons(l)}{form(l)}{clocks(l)}{timeline(l)}{table(l)}</div>
                <div class="stack">{money(l)}{notices(l)}{empty(l)}{steps(l)}</div>
            </div>
            {goods(l)}
        </main>
    }
    .into_any()
}

fn panel(title: &str, body: AnyView) -> AnyView {
    let title = title.to_owned();
    view! { <section class="panel"><header><h2>{title}</h2></header>{body}</section> }.into_any()
}

fn buttons(l: Locale) -> AnyView {
    use i18n::shop as t;
    let price = i18n::money(Money::fen(30_300));
    let body = view! {
        <div class="row">
            <Button kind=ButtonKind::Primary>{t::product_buy_for(l, price)}</Button>
            <Button kind=ButtonKind::Second icon=Glyph::Cart>{t::product_add(l)}</Button>
            <Button kind=ButtonKind::Trust>{i18n::common::action_search(l)}</Button>
            <Button>{i18n::common::action_cancel(l)}</Button>
            <Button kind=ButtonKind::Quiet>{i18n::common::action_edit(l)}</Button>
            <Button disabled=true>{t::card_sold_out(l)}</Button>
            <LinkButton href="#" small=true>{t::order_see_return(l)}</LinkButton>
            <SheetButton opens="sheet">{t::order_cancel(l)}</SheetButton>
        </div>
        <Sheet locale=l id="sheet" title=t::order_cancel_title(l)>{t::order_cancel_text(l)}</Sheet>
    };
    panel("Button", body.into_any())
}

fn form(l: Locale) -> AnyView {
    use i18n::shop as t;
    let errors = vec![
        FieldError { field: "phone".into(), code: Code::PhoneShape, n: None },
        FieldError { field: "note".into(), code: Code::TooLong, n: Some(200) },
        FieldError { field: "accept".into(), code: Code::AcceptanceNeeded, n: None },
    ];
    let error = |name| error_of(l, &errors, name);
    let labels = vec![
        ("phone", t::address_phone(l).to_owned()),
        ("note", t::checkout_message(l).to_owned()),
    ];
    let regions = vec![Pick::of("33", "浙江省"), Pick::of("31", "上海市")];
    let kinds = vec![
        Pick {
            hint: t::returns_kind_return_hint(l).into(),
            ..Pick::of("a", t::returns_kind_return(l))
        },
        Pick {
            hint: t::returns_kind_refund_only_hint(l).into(),
            disabled: true,
            ..Pick::of("b", t::returns_kind_refund_only(l))
        },
    ];
    let body = view! {
        <form class="form">
            <ErrorSummary locale=l errors=errors.clone() labels/>
            <div class="form__pair">
                <Field locale=l name="name" label=t::address_name(l) value="林知夏" autocomplete="name"/>
                <Field locale=l name="phone" label=t::address_phone(l) hint=t::address_phone_hint(l) value="138 0571" error=error("phone") kind="tel"/>
            </div>
            <Select locale=l name="province" label=t::address_province(l) picks=regions value="33"/>
            <TextArea locale=l name="note" label=t::checkout_message(l) hint=t::checkout_message_hint(l, 200) error=error("note")/>
            <Picks name="kind" legend=t::returns_kind(l) picks=kinds value="a"/>
            <Check name="accept" error=error("accept")>{t::register_accept(l)}</Check>
            <div class="row">
                <Stepper locale=l value=RwSignal::new(1) max=5 submits=true/>
                <span class="hint">{t::product_stock_few(l, 5)}</span>
            </div>
        </form>
    };
    panel("Form", body.into_any())
}

fn clocks(l: Locale) -> AnyView {
    let clock = |what: &str, started, due, state| {
        let what = what.to_owned();
        let (started, due) = (NOW.minus(Duration::hours(started)), NOW.plus(Duration::hours(due)));
        view! { <li><Clock locale=l what clause="3.3.1" started due state now=NOW/></li> }
    };
    let name = |kind| i18n::words::clock_kind(l, kind);
    let body = view! {
        <ul class="clocks">
            {clock(name(ClockKind::UnpaidClose), 4, 44, ClockState::Running)}
            {clock(name(ClockKind::ReturnDecide), 71, 1, ClockState::Running)}
            {clock(name(ClockKind::ReturnConfirm), 80, -2, ClockState::Running)}
            {clock(name(ClockKind::AutoConfirm), 80, 20, ClockState::Kept(NOW))}
            {clock(name(ClockKind::ReturnConfirm), 80, 20, ClockState::Paused)}
        </ul>
        <p class="row"><Countdown locale=l due=NOW.plus(Duration::seconds(1_781)) now=NOW/></p>
    };
    panel("Clock", body.into_any())
}

fn money(l: Locale) -> AnyView {
    use i18n::shop as t;
    let coupon = t::ledger_platform_coupon(l, t::Amount("¥30.00"), t::Threshold("¥600"));
    let rows = vec![
        LedgerRow::item(t::ledger_goods(l), Money::fen(76_500)).with_parts(vec![
            LedgerRow::item("龙泉青舍", Money::fen(52_600)),
            LedgerRow::item("北纬果园", Money::fen(23_900)),
        ]),
        LedgerRow::off(coupon, Money::fen(-3_000)).with_note(t::ledger_funded_by_platform(l)),
        LedgerRow::item(t::ledger_freight(l), Money::fen(1_800)),
        LedgerRow::sum(t::ledger_total(l), Money::fen(75_300)),
    ];
    let body = view! {
        <div class="row">
            <Price money=Money::fen(30_300) size=PriceSize::Page/>
            <Was locale=l money=Money::fen(36_800)/>
            <Price money=Money::fen(1_283_950)/>
        </div>
        <div class="marks">
            <Mark text=t::card_ad(l) tone=Tone::Ad/>
            <Mark text=t::card_no_reason(l) tone=Tone::Promise/>
            <Mark text="−40" tone=Tone::Offer/>
            <Mark text="0–5 ℃" tone=Tone::Trust icon=Glyph::Snow/>
            <Mark text=t::card_few_left(l, 3) tone=Tone::Watch/>
            <Mark text=i18n::common::clock_late(l) tone=Tone::Late/>
            <Mark text=t::card_free_freight(l)/>
            <ClauseChip locale=l clause="3.3.1"/>
        </div>
        <Ledger rows/>
    };
    panel("Price", body.into_any())
}

fn notices(l: Locale) -> AnyView {
    use i18n::shop as t;
    let say = move |code| i18n::errors::sentence(l, code, None);
    let body = view! {
        <div class="stack">
            <Toast text=t::product_added_short(l) href="#" go=t::product_go_cart(l)/>
            <Notice>{t::checkout_rule_version(l, 12)}</Notice>
            <Notice tone=NoticeTone::Kept>{t::returns_refunded(l, "¥89.00")}</Notice>
            <Notice tone=NoticeTone::Watch>{say(Code::PriceChanged)}</Notice>
            <Notice tone=NoticeTone::Late>{say(Code::ProviderDown)}</Notice>
            <LiveDot locale=l on=Signal::stored(Some(true))/>
        </div>
    };
    panel("Notice", body.into_any())
}

fn empty(l: Locale) -> AnyView {
    use i18n::shop as t;
    let body = view! {
        <Empty title=t::cart_empty_title(l) text=t::cart_empty_text(l)>
            <LinkButton href="/" small=true>{t::cart_empty_link(l)}</LinkButton>
        </Empty>
    };
    panel("Empty", body.into_any())
}

fn steps(l: Locale) -> AnyView {
    use i18n::shop as t;
    let step = |label: &str, at, state| Step { label: label.to_owned(), at, state };
    let steps = vec![
        step(t::order_step_paid(l), Some(NOW.minus(Duration::days(1))), StepState::Done),
        step(t::order_step_shipped(l), Some(NOW), StepState::Now),
        step(t::order_step_delivered(l), None, StepState::Ahead),
        step(t::order_step_done(l), None, StepState::Ahead),
    ];
    let pages = [t::checkout_step_cart(l), t::checkout_step_confirm(l), t::checkout_step_pay(l)];
    let tab = |label: &str, count, current| Tab {
        label: label.to_owned(),
        href: "#".to_owned(),
        count,
        current,
    };
    let tabs = vec![
        tab(t::orders_tab_all(l), Some("12".to_owned()), true),
        tab(t::orders_tab_pay(l), Some("1".to_owned()), false),
        tab(t::orders_tab_ship(l), None, false),
    ];
    let sorts =
        vec![tab(t::list_sort_default(l), None, true), tab(t::list_sort_new(l), None, false)];
    let body = view! {
        <div class="stack">
            <Steps locale=l label=t::order_progress(l) steps/>
            <Progress label=t::order_progress(l) pages=pages.map(str::to_owned).to_vec() now=1/>
            <Tabs label=t::orders_tabs(l) tabs/>
            <div><Tabs label=t::list_sort_label(l) tabs=sorts segmented=true/></div>
            <Pager locale=l previous=Some("#".to_owned()) next=Some("#".to_owned())/>
        </div>
    };
    panel("Steps", body.into_any())
}

fn timeline(l: Locale) -> AnyView {
    use i18n::shop as t;
    let node = |title: &str, hours, face, open: bool| Node {
        title: title.to_owned(),
        text: "杭州市西湖区".to_owned(),
        at: NOW.minus(Duration::hours(hours)),
        face,
        facts: if open {
            vec![
                (t::order_node_place(l).into(), "杭州市西湖区文一西路 38 号".into()),
                (t::order_node_operator(l).into(), "李**".into()),
            ]
        } else {
            Vec::new()
        },
    };
    let word = |w| i18n::common::parcel_state(l, w).unwrap_or_default();
    let nodes = vec![
        node(word("out_for_delivery"), 1, NodeFace::Now, true),
        node(word("exception"), 9, NodeFace::Watch, false),
        node(word("in_transit"), 11, NodeFace::Past, true),
        node(word("picked_up"), 20, NodeFace::Past, false),
    ];
    panel("Timeline", view! { <Timeline locale=l nodes open=1/> }.into_any())
}

fn table(l: Locale) -> AnyView {
    use i18n::merchant as t;
    let columns = vec![
        Column::text(t::orders_col_order(l)),
        Column::text(t::orders_col_goods(l)),
        Column::figures(t::orders_col_amount(l)),
        Column::text(t::orders_col_deadline(l)),
        Column::action(t::orders_col_action(l)),
    ];
    let row = |number: &str, fen, late: bool| {
        let number = number.to_owned();
        let tone = if late { Tone::Late } else { Tone::Watch };
        let cells = vec![
            view! { <a href="#">{number}</a> }.into_any(),
            "天青 · 一壶二杯 × 1".into_any(),
            i18n::money(Money::fen(fen)).into_any(),
            view! { <Mark text=i18n::duration(l, Duration::hours(4)) tone/> }.into_any(),
            view! { <LinkButton href="#" small=true>{t::orders_ship(l)}</LinkButton> }.into_any(),
        ];
        Row { cells, class: if late { "is-late" } else { "" } }
    };
    let rows =
        vec![row("2611 2410 0182 31", 30_300, true), row("2611 2409 5520 17", 142_800, false)];
    panel("Table", view! { <DataTable caption=t::orders_caption(l) columns rows/> }.into_any())
}

fn goods(l: Locale) -> AnyView {
    let art = ["teaset", "cherries", "letters", "milk", "zisha"];
    let goods = art.iter().enumerate().map(|(i, art)| Good {
        href: "#".into(),
        name: l
            .pick(
                "龙泉青瓷 天青釉茶具 一壶二杯 手工拉坯 礼盒装",
                "Longquan celadon tea set, one pot and two cups, thrown by hand, boxed",
            )
            .into(),
        picture: format!("/art/{art}.svg"),
        price: Money::fen(30_300),
        from: i % 2 == 0,
        was: (i == 0).then_some(Money::fen(36_800)),
        shop: l.pick("龙泉青舍", "Longquan House").into(),
        sold: 2_316,
        marks: vec![(Tone::Promise, i18n::shop::card_no_reason(l).into())],
        badge: (i == 4).then(|| (Tone::Ad, i18n::shop::card_ad(l).into())),
        why: Vec::new(),
        found: Vec::new(),
        sold_out: i == 3,
    });
    let goods: Vec<Good> = goods.collect();
    view! { <GoodsGrid locale=l goods=goods/> }.into_any()
}
