//! Our words for carriers and 快递100's.

/// Ours, theirs.
const CARRIERS: [(&str, &str); 9] = [
    ("sf", "shunfeng"),
    ("zto", "zhongtong"),
    ("yto", "yuantong"),
    ("sto", "shentong"),
    ("yunda", "yunda"),
    ("jtexpress", "jtexpress"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_carrier_a_merchant_can_choose_is_known_to_the_partner() {
        for carrier in domain::shipping::Carrier::ALL {
            let told = theirs(carrier.as_str()).and_then(ours);
            assert_eq!(told, Some(carrier.as_str()));
        }
        assert_eq!(OURS.len(), domain::shipping::Carrier::ALL.len());
    }
}
