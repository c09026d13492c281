//! Our words for carriers and 快递100's.

/// Ours, theirs.
const CARRIERS: [(&str, &str); 10] = [
    ("sf", "shunfeng"),
    ("zto", "zhongtong"),
    ("yto", "yuantong"),
    ("sto", "shentong"),
    ("yunda", "yunda"),
    ("jt", "jtexpress"),
    ("post", "youzhengguonei"),
    ("ems", "ems"),
    ("jd", "jd"),
    ("deppon", "debangkuaidi"),
];

/// Our words, in the order a list shows them.
pub(super) const OURS: [&str; CARRIERS.len()] = {
    let mut words = [""; CARRIERS.len()];
    let mut i = 0;
    while i < words.len() {
        words[i] = CARRIERS[i].0;
        i += 1;
    }
    words
};

/// Their word for one of ours.
pub(super) fn theirs(ours: &str) -> Option<&'static str> {
    CARRIERS.iter().find(|(word, _)| *word == ours).map(|(_, theirs)| *theirs)
}

/// Our word for one of theirs.
pub(super) fn ours(theirs: &str) -> Option<&'static str> {
    CARRIERS.iter().find(|(_, word)| *word == theirs).map(|(ours, _)| *ours)
}
