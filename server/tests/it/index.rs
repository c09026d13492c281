//! The index as an operator meets it: filled by command, compared by the doctor, judged.

use crate::program::Program;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_fills_the_index_compares_it_and_judges_it() {
    let program = Program::prepare().await;
    program.say(&["seed"]);
    let doctor = || program.try_say(&["doctor"]).0;
    assert!(doctor().contains("never filled"), "{}", doctor());
    let filled = program.say(&["reindex"]);
    assert!(filled.starts_with("the index holds "), "{filled}");
    assert!(doctor().contains("ok      index "), "{}", doctor());
    let judged = program.say(&["judge", "--worst", "1"]);
    assert!(judged.starts_with("nDCG@10 0.") && judged.lines().count() == 2, "{judged}");
}
