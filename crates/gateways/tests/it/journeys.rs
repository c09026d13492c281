//! Parcels at 快递100: subscribed, pushed, asked for.

use crate::stage::{now, stage};
use domain::Code;
use serde_json::json;
use services::Error;
use services::ports::payment::Rejected;
use services::ports::tracking::ParcelState;

#[tokio::test]
async fn a_parcel_is_watched_to_the_door() {
    let stage = stage(5_000).await;
    let watch = stage.watch("yto", "YT0001");
    assert!(stage.track.query(&watch).await.unwrap().nodes.is_empty());
    stage.track.subscribe(&watch).await.unwrap();
    // Subscribing again is as good as done.
    stage.track.subscribe(&watch).await.unwrap();
    stage.ctl("advance?com=yuantong&num=YT0001&nodes=1").await;
    let first = stage.journeys().await.pop().unwrap().unwrap();
    assert_eq!((first.carrier.as_str(), first.nodes.len(), first.ended), ("yto", 1, false));
    assert_eq!(first.nodes[0].state, Some(ParcelState::PickedUp));
    assert!(first.nodes[0].at <= now() && first.nodes[0].position.is_some());
    stage.ctl("advance?com=yuantong&num=YT0001").await;
    let mut pushed: Vec<_> = stage.journeys().await.into_iter().map(Result::unwrap).collect();
    pushed.sort_by_key(|journey| journey.nodes.len());
    let last = pushed.pop().unwrap();
    assert!(last.ended && last.nodes.len() == 7);
    // The whole history, newest first.
    assert_eq!(last.nodes[0].state, Some(ParcelState::Delivered));
    assert!(last.nodes.is_sorted_by(|newer, older| newer.at > older.at));
    // What was pushed is what a question is answered with.
    assert_eq!(stage.track.query(&watch).await.unwrap(), last);
}

#[tokio::test]
async fn lockers_trouble_and_returns_are_told_apart() {
    let stage = stage(5_000).await;
    for (nth, (script, expect)) in [
        ("locker", vec![ParcelState::AtPickupPoint, ParcelState::Delivered]),
        ("trouble", vec![ParcelState::Exception, ParcelState::Delivered]),
        ("returned", vec![ParcelState::Refused, ParcelState::Returning, ParcelState::Returned]),
    ]
    .into_iter()
    .enumerate()
    {
        let waybill = format!("JD000{nth}");
        stage.ctl(&format!("script?com=jd&num={waybill}&script={script}")).await;
        let watch = stage.watch("jd", &waybill);
        stage.track.subscribe(&watch).await.unwrap();
        stage.ctl(&format!("advance?com=jd&num={waybill}")).await;
        let journey = stage.track.query(&watch).await.unwrap();
        let states: Vec<_> = journey.nodes.iter().rev().filter_map(|node| node.state).collect();
        for state in expect {
            assert!(states.contains(&state), "{script}: {states:?}");
        }
    }
}

#[tokio::test]
async fn a_push_with_the_wrong_signature_is_nobodys() {
    let stage = stage(5_000).await;
    stage.track.subscribe(&stage.watch("sto", "ST0001")).await.unwrap();
    for fault in ["wrong_signature", "no_signature"] {
        stage.faults(json!([{ "at": "kuaidi100.push", "fault": fault, "times": 1 }])).await;
        stage.ctl("advance?com=shentong&num=ST0001&nodes=1").await;
        assert_eq!(
            stage.journeys().await.pop().unwrap().err(),
            Some(Rejected::Signature),
            "{fault}"
        );
    }
}

#[tokio::test]
async fn what_the_partner_refuses_is_told_in_our_words() {
    let stage = stage(300).await;
    let code = |result: Result<(), Error>| result.unwrap_err().code();
    let subscribe =
        async |carrier, waybill| stage.track.subscribe(&stage.watch(carrier, waybill)).await;
    assert_eq!(code(subscribe("nobody", "YT0001").await), Code::Invalid);
    assert_eq!(code(subscribe("yto", "!").await), Code::Invalid);
    let mut unsalted = stage.watch("yto", "YT0001");
    unsalted.salt = String::new();
    assert_eq!(code(stage.track.subscribe(&unsalted).await), Code::Internal);
    // 顺丰 tells nothing without the receiver's telephone.
    stage.track.subscribe(&stage.watch("sf", "SF0001")).await.unwrap();
    stage.ctl("advance?com=shunfeng&num=SF0001&nodes=1").await;
    let mut stranger = stage.watch("sf", "SF0001");
    stranger.phone_last4 = "9999".to_owned();
    let refused = stage.track.query(&stranger).await.unwrap_err();
    assert_eq!(refused.fields()[0].field, "phone");
    for rule in [
        json!({ "fault": "drop_answer" }),
        json!({ "fault": "status" }),
        json!({ "fault": "system_error" }),
    ] {
        let mut at = rule.clone();
        at["at"] = json!("kuaidi100.*");
        stage.faults(json!([at])).await;
        assert!(
            stage.track.query(&stage.watch("sf", "SF0001")).await.unwrap_err().retryable(),
            "{rule}"
        );
        assert!(subscribe("yto", "YT0002").await.unwrap_err().retryable(), "{rule}");
    }
}

#[tokio::test]
async fn another_key_is_not_let_in() {
    let stage = stage(5_000).await;
    let text = std::fs::read_to_string(stage.sim.config_path()).unwrap();
    let section = &text[text.find("[kuaidi100]").unwrap()..];
    let wrong: String =
        section
            .lines()
            .map(|line| {
                if line.starts_with("key") {
                    "key = \"WRONG\"\n".into()
                } else {
                    format!("{line}\n")
                }
            })
            .collect();
    let (_, tracking) = gateways::build(&gateways::Config::from_toml(&wrong).unwrap()).unwrap();
    let other = tracking.unwrap();
    let said = other.query(&stage.watch("yto", "YT0001")).await.unwrap_err().to_string();
    assert!(said.contains("503"), "{said}");
    let said = other.subscribe(&stage.watch("yto", "YT0001")).await.unwrap_err().to_string();
    assert!(said.contains("600"), "{said}");
}
