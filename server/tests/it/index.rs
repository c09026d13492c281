//! The index as an operator meets it: filled by command, compared by the doctor, judged.

use crate::program::Program;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_fills_the_index_compares_it_and_judges_it() {
    let program = Program::prepare().await;
    // A folder that is not there is not made by looking at it.
    for errand in [&["doctor"][..], &["ledger", "verify"], &["reindex"]] {
        assert!(!program.try_say(errand).1, "{errand:?} found a market in an empty folder");
    }
    assert!(!program.folder.0.join("data").exists(), "looking made the folder");
    program.say(&["seed"]);
    let doctor = || program.try_say(&["doctor"]).0;
    assert!(doctor().contains("never filled"), "{}", doctor());
    let filled = program.say(&["reindex"]);
    assert!(filled.starts_with("the index holds "), "{filled}");
    assert!(doctor().contains("ok      index "), "{}", doctor());
    let judged = program.say(&["judge", "--worst", "1"]);
    assert!(judged.starts_with("nDCG@10 0.") && judged.lines().count() == 2, "{judged}");
}
