//! What the furniture writes as HTML, before any script has run.

use domain::{Code, Duration, FieldError, Moment, Money};
use i18n::Locale::{En, ZhCn};
use leptos::prelude::*;
use ui::*;

fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    // Markers for hydration are of no interest here.
    Owner::new().with(|| view().to_html()).replace("<!>", "")
}

#[test]
fn every_icon_is_drawn_in_the_sprite() {
    let sprite = include_str!("../../../public/icons.svg");
    for glyph in Glyph::ALL {
        let id = glyph.href().strip_prefix("/icons.svg#").unwrap();
        assert!(sprite.contains(&format!("<symbol id=\"{id}\"")), "{id}");
    }
}

#[test]
fn a_price_tag_writes_small_fen_and_carries_the_plain_amount() {
    let page = html(|| view! { <Price money=Money::fen(123_450)/> });
    assert!(page.contains(r#"value="1234.50""#), "{page}");
    assert!(page.contains("<i>¥</i>") && page.contains("<b>1,234</b>"), "{page}");
    assert!(page.contains("<small>.50</small>"), "{page}");
}

#[test]
fn a_note_cannot_break_out_of_its_box() {
    let evil = "</textarea><script>alert(1)</script>";
    let page = html(|| {
        view! { <TextArea locale=ZhCn name="note" label="说明" value=evil max=200/> }
    });
    assert!(page.contains(r#"name="note""#) && page.contains(r#"maxlength="200""#), "{page}");
    assert!(page.contains("></textarea>") && !page.contains("alert"), "{page}");
    assert_eq!(page.matches("</textarea>").count(), 1, "{page}");
}

#[test]
fn only_one_file_writes_a_textarea() {
    fn walk(dir: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if std::fs::read_to_string(&path).unwrap().contains("<textarea") {
                found.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
    }
    let mut found = Vec::new();
    walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert_eq!(found, ["textarea.rs"]);
}

#[test]
fn a_wrong_field_keeps_what_was_typed_and_says_how_to_mend_it() {
    let errors = vec![FieldError { field: "phone".into(), code: Code::PhoneShape, n: None }];
    let error = error_of(ZhCn, &errors, "phone");
    let page = html(|| {
        view! { <Field locale=ZhCn name="phone" label="手机号" value="138 0571" hint="快递员会打" error=error kind="tel"/> }
    });
    for part in [
        r#"<label for="f-phone">"#,
        r#"value="138 0571""#,
        r#"aria-invalid="true""#,
        r#"aria-describedby="f-phone-error f-phone-hint""#,
        r#"id="f-phone-error""#,
        "请填写 11 位手机号。",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert_eq!(error_of(ZhCn, &errors, "name"), None);
}

#[test]
fn stars_are_five_radio_buttons_and_none_is_chosen_beforehand() {
    let meanings = ["poor", "so so", "fair", "good", "great"];
    let page = html(
        move || view! { <StarPicks name="goods" legend="Product" meanings=meanings value=""/> },
    );
    assert_eq!(page.matches(r#"type="radio""#).count(), 5, "{page}");
    assert!(!page.contains("checked") && page.contains("<legend>Product</legend>"), "{page}");
    assert!(meanings.iter().all(|meaning| page.contains(meaning)), "{page}");
    let page = html(
        move || view! { <StarPicks name="goods" legend="Product" meanings=meanings value="4"/> },
    );
    let chosen = page.split("<input").find(|input| input.contains("checked"));
    assert!(chosen.is_some_and(|input| input.contains(r#"value="4""#)), "{page}");
}

#[test]
fn a_good_field_carries_no_alarm() {
    let page = html(|| view! { <Field locale=En name="name" label="Name" required=false/> });
    assert!(!page.contains("aria-invalid") && !page.contains("aria-describedby"), "{page}");
    assert!(page.contains("optional"), "{page}");
}

#[test]
fn the_summary_leads_to_each_field_and_is_silent_when_all_is_well() {
    let labels = || vec![("login", "账号".to_owned()), ("password", "密码".to_owned())];
    let errors = vec![
        FieldError { field: "password".into(), code: Code::TooShort, n: Some(8) },
        FieldError { field: "login".into(), code: Code::Required, n: None },
    ];
    let page = html(|| view! { <ErrorSummary locale=ZhCn errors=errors labels=labels()/> });
    assert!(page.contains("请检查 2 处") && page.contains(r##"href="#f-login""##), "{page}");
    assert!(page.contains("密码") && page.contains("至少 8 个字"), "{page}");
    // In the order of the form, not of the checks.
    assert!(page.find("#f-login") < page.find("#f-password"), "{page}");
    let none = html(|| view! { <ErrorSummary locale=ZhCn errors=Vec::new() labels=labels()/> });
    assert!(!none.contains("summary"), "{none}");
}

#[test]
fn the_parts_of_a_price_stand_under_it_with_who_pays() {
    let rows = vec![
        LedgerRow::item("商品 2 件", Money::fen(60_000))
            .with_parts(vec![LedgerRow::item("茶具", Money::fen(60_000))]),
        LedgerRow::off("店铺券 满 500 减 40", Money::fen(-4_000)).with_note("龙泉青舍承担"),
        LedgerRow::sum("合计", Money::fen(56_000)),
    ];
    let page = html(|| view! { <Ledger rows/> });
    assert!(page.contains("−¥40.00") && page.contains("龙泉青舍承担"), "{page}");
    assert!(
        page.contains(r#"class="is-off""#) && page.contains(r#"class="ledger__sum""#),
        "{page}"
    );
    assert_eq!(page.matches("<ul").count(), 2, "{page}");
}

#[test]
fn a_clock_has_five_faces() {
    let (start, due) = (Moment(0), Moment(0).plus(Duration::hours(100)));
    let at =
        |hours, state| reading(ZhCn, start, due, state, Moment(0).plus(Duration::hours(hours)));
    let check = |read: Reading, face: &str, ring: i64, left: &str| {
        assert_eq!((read.face, read.ring, read.left.as_str()), (face, ring, left));
    };
    check(at(8, ClockState::Running), "clock", 92, "还剩 3 天 20 小时");
    check(at(80, ClockState::Running), "clock clock--near", 20, "还剩 20 小时");
    check(at(102, ClockState::Running), "clock clock--late", 100, "已超时 2 小时");
    check(at(8, ClockState::Paused), "clock clock--paused", 100, "已暂停");
    check(at(200, ClockState::Kept(Moment(0))), "clock clock--kept", 100, "已守住");
    check(at(200, ClockState::Broken), "clock clock--late", 100, "已超时");
}

#[test]
fn a_clock_speaks_at_five_minutes_and_at_one_only() {
    let due = Moment(0).plus(Duration::hours(1));
    let aloud = |left| {
        reading(ZhCn, Moment(0), due, ClockState::Running, due.minus(Duration::seconds(left))).aloud
    };
    assert_eq!(aloud(600), "");
    assert_eq!(aloud(299), "还剩 5 分钟");
    assert_eq!(aloud(61), "还剩 5 分钟");
    assert_eq!(aloud(59), "还剩 1 分钟");
}

#[test]
fn a_clock_leads_to_its_clause_in_the_language_of_the_page() {
    let page = html(|| {
        view! {
            <Clock locale=En what="Refund" clause="3.3.1" started=Moment(0) due=Moment(1_000) state=ClockState::Running now=Moment(0)/>
        }
    });
    assert!(page.contains(r#"href="/en/rules#c3-3-1""#), "{page}");
    assert!(page.contains(r#"stroke-dasharray="100 100""#), "{page}");
}

#[test]
fn a_quantity_of_one_cannot_be_lowered_and_the_line_works_without_script() {
    let page = html(|| {
        view! { <Stepper locale=ZhCn of="茶具" value=RwSignal::new(1) max=5 submits=true/> }
    });
    assert!(page.contains(r#"name="to" value="2""#), "{page}");
    assert!(page.contains("茶具 的数量"), "{page}");
    assert_eq!(page.matches(" disabled").count(), 1, "{page}");
    // The first submit button of the form must not be "fewer".
    assert!(page.find("更新").unwrap() < page.find("减少一件").unwrap(), "{page}");
}

fn celadon() -> Good {
    Good {
        href: "/p/prd_1".into(),
        name: "天青釉茶具".into(),
        picture: "/art/teaset.svg".into(),
        price: Money::fen(30_300),
        from: false,
        was: Some(Money::fen(36_800)),
        shop: "龙泉青舍".into(),
        sold: 12_999,
        marks: vec![
            (Tone::Promise, "七天无理由".into()),
            (Tone::Fact, "包邮".into()),
            (Tone::Fact, "多余".into()),
        ],
        badge: None,
        found: vec![(0, 6)],
        why: vec![("相关度".into(), "0.96".into()), ("得分".into(), "0.947".into())],
        sold_out: true,
    }
}

#[test]
fn a_card_has_one_link_two_marks_at_most_and_says_when_nothing_is_left() {
    let page = html(|| view! { <GoodsGrid locale=ZhCn goods=vec![celadon()] eager=1/> });
    assert_eq!(page.matches("<a ").count(), 1, "{page}");
    assert!(
        !page.contains("多余") && page.contains("已售 1.2万") && page.contains("已售罄"),
        "{page}"
    );
    assert!(page.contains(r#"fetchpriority="high""#) && page.contains(r#"width="400""#), "{page}");
    assert!(page.contains("<mark>天青</mark>釉茶具"), "{page}");
    assert!(page.contains("<dt>得分</dt><dd>0.947</dd>"), "{page}");
}

#[test]
fn a_card_says_when_its_price_is_the_lowest_of_several() {
    let card = |locale, from| {
        let good = Good { from, ..celadon() };
        html(move || view! { <GoodsGrid locale goods=vec![good]/> })
    };
    let said = |page: &str, word: &str| page.find(&format!(r#"class="price__from">{word}<"#));
    let (zh, en) = (card(ZhCn, true), card(En, true));
    assert!(said(&zh, "起") > zh.find("<data"), "{zh}");
    assert!(said(&en, "from").is_some_and(|at| Some(at) < en.find("<data")), "{en}");
    assert!(!card(ZhCn, false).contains("price__from"));
}

#[test]
fn marks_that_do_not_fit_a_name_leave_it_as_it_is() {
    let good = |found| Good { name: "青瓷".into(), found, ..celadon() };
    for found in [vec![(1, 3)], vec![(0, 99)], vec![(3, 1)]] {
        let page = html(|| view! { <GoodsGrid locale=ZhCn goods=vec![good(found)]/> });
        assert!(page.contains(">青瓷</a>") && !page.contains("<mark>"), "{page}");
    }
}

#[test]
fn a_node_with_more_to_tell_opens_and_one_without_does_not() {
    let node = |facts| Node {
        title: "到达".into(),
        text: "杭州".into(),
        at: Moment(0),
        face: NodeFace::Watch,
        facts,
    };
    let nodes = vec![node(vec![("地点".into(), "杭州".into())]), node(Vec::new())];
    let page = html(|| view! { <Timeline locale=ZhCn nodes/> });
    assert_eq!(page.matches("<details").count(), 1, "{page}");
    assert!(page.contains("1970-01-01T08:00:00+08:00") && page.contains("is-watch"), "{page}");
}

#[test]
fn a_table_stays_a_table_for_those_who_listen() {
    let rows = vec![Row::of(vec!["甲".into_any(), "¥1.00".into_any()])];
    let columns = vec![Column::text("订单"), Column::figures("实付")];
    let page = html(|| view! { <DataTable caption="订单" columns rows/> });
    for part in [
        r#"role="table""#,
        r#"role="rowheader""#,
        r#"data-label="实付""#,
        r#"scope="col""#,
        "订单</caption>",
        "<tbody",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[test]
fn links_that_leave_a_door_say_so_and_the_current_tab_is_named() {
    let page = html(|| {
        view! { <LinkButton href="/" external=true>"回集市"</LinkButton> }
    });
    assert!(page.contains(r#"rel="external""#), "{page}");
    let tab = |label: &str, current| Tab {
        label: label.into(),
        href: "/orders".into(),
        count: Some(i18n::number(1_200)),
        current,
    };
    let page = html(|| {
        view! { <Tabs label="按状态看" tabs=vec![tab("全部", true), tab("待付款", false)]/> }
    });
    assert_eq!(page.matches("aria-current").count(), 1, "{page}");
    assert!(page.contains("1,200"), "{page}");
}

#[test]
fn an_empty_pager_is_not_there() {
    let page = html(|| view! { <Pager locale=ZhCn previous=None next=None/> });
    assert!(!page.contains("<nav"), "{page}");
    let page =
        html(|| view! { <Pager locale=ZhCn previous=None next=Some("?after=1".to_owned())/> });
    assert!(page.contains(r#"rel="next""#) && !page.contains(r#"rel="prev""#), "{page}");
}

#[test]
fn a_sheet_opens_and_closes_without_script() {
    let page = html(|| {
        view! {
            <SheetButton opens="cancel">"取消订单"</SheetButton>
            <Sheet locale=ZhCn id="cancel" title="取消这个订单？">"库存和券会退回。"</Sheet>
        }
    });
    assert_eq!(page.matches(r#"popovertarget="cancel""#).count(), 2, "{page}");
    assert!(
        page.contains(r#"popover="auto""#) && page.contains(r#"aria-labelledby="cancel-h""#),
        "{page}"
    );
}

#[test]
fn a_live_dot_does_not_claim_to_be_live_without_script() {
    let page = html(|| view! { <LiveDot locale=ZhCn on=Signal::stored(None)/> });
    assert!(page.contains("is-off") && page.contains("请手动刷新"), "{page}");
}

#[test]
fn a_picture_the_server_draws_can_be_had_in_four_widths_and_has_its_room() {
    let page = html(
        || view! { <Picture src="/pictures/fruit-round-7.webp" alt="橙子" width=400 height=400/> },
    );
    let set = "/pictures/160/fruit-round-7.webp 160w, /pictures/320/fruit-round-7.webp 320w, \
               /pictures/480/fruit-round-7.webp 480w, /pictures/800/fruit-round-7.webp 800w";
    assert!(page.contains(&format!("srcset=\"{set}\"")), "{page}");
    assert!(page.contains("src=\"/pictures/480/fruit-round-7.webp\""), "{page}");
    assert!(page.contains("sizes=\"(max-width: 400px) 100vw, 400px\""), "{page}");
    assert!(page.contains("width=\"400\" height=\"400\" loading=\"lazy\""), "{page}");
    assert!(!page.contains("fetchpriority"), "{page}");
}

#[test]
fn the_first_picture_of_a_page_is_fetched_first_and_a_stamp_stays_small() {
    let page = html(
        || view! { <Picture src="/pictures/cup-1.webp" width=800 height=800 sizes="50vw" eager=true/> },
    );
    assert!(
        page.contains("loading=\"eager\"") && page.contains("fetchpriority=\"high\""),
        "{page}"
    );
    assert!(
        page.contains("sizes=\"50vw\"") && page.contains("src=\"/pictures/800/cup-1.webp\""),
        "{page}"
    );
    let stamp = html(|| view! { <Picture src="/pictures/cup-1.webp" width=64 height=64/> });
    assert!(
        stamp.contains("320w") && !stamp.contains("480w") && !stamp.contains("800w"),
        "{stamp}"
    );
}

#[test]
fn drawings_made_by_hand_and_strangers_pictures_keep_their_address() {
    for src in
        ["/art/teaset.svg", "/uploads/1.jpg", "/pictures/320/cup-1.webp", "/pictures/cup-1.png"]
    {
        let page = html(|| view! { <Picture src=src width=400 height=400/> });
        assert!(page.contains(&format!("src=\"{src}\"")) && !page.contains("srcset"), "{page}");
    }
}
