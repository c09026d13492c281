//! The journeys that parcels make here.

use serde::{Deserialize, Serialize};

/// Which way a journey goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Script {
    /// Collected, carried, signed for.
    #[default]
    Signed,
    /// Waits in a locker before it is fetched.
    Locker,
    /// Something goes wrong on the way, then it arrives.
    Trouble,
    /// Refused and sent back.
    Returned,
}

/// One step of a journey.
pub struct Step {
    /// 快递100's code.
    pub code: &'static str,
    /// The carrier's sentence.
    pub text: &'static str,
    /// Province, city, district.
    pub area: &'static str,
    /// Longitude and latitude of that place's centre.
    pub center: &'static str,
}

const fn step(
    code: &'static str,
    text: &'static str,
    area: &'static str,
    center: &'static str,
) -> Step {
    Step { code, text, area, center }
}

const HANGZHOU: (&str, &str) = ("浙江,杭州市,余杭区", "120.299222,30.419045");
const NANJING: (&str, &str) = ("江苏,南京市", "118.796877,32.060255");
const JINAN: (&str, &str) = ("山东,济南市", "117.120000,36.651216");
const DAXING: (&str, &str) = ("北京,大兴区", "116.341014,39.729700");
const CHAOYANG: (&str, &str) = ("北京,朝阳区", "116.443108,39.921470");

/// How many steps every journey has in common.
pub const WAY_STEPS_COUNT: usize = 5;

/// What every parcel lives through first.
static WAY: [Step; WAY_STEPS_COUNT] = [
    step("103", "【杭州市】余杭仓前营业部 已揽收，揽件员 周师傅", HANGZHOU.0, HANGZHOU.1),
    step("1002", "【杭州市】快件离开 杭州转运中心，发往 南京转运中心", HANGZHOU.0, HANGZHOU.1),
    step("1002", "【南京市】快件到达 南京转运中心", NANJING.0, NANJING.1),
    step("1002", "【济南市】快件离开 济南转运中心，发往 北京", JINAN.0, JINAN.1),
    step("1001", "【北京市】快件到达 北京大兴分拨中心", DAXING.0, DAXING.1),
];
const COURIER: Step =
    step("5", "【北京市】朝阳营业部 派件中，派件员 王师傅", CHAOYANG.0, CHAOYANG.1);
const SIGNED: Step = step("301", "【北京市】已签收，签收人：本人签收", CHAOYANG.0, CHAOYANG.1);
const LOCKER: Step =
    step("501", "【北京市】快件已存入 3 号楼快递柜，请凭码取件", CHAOYANG.0, CHAOYANG.1);
const FETCHED: Step = step("304", "【北京市】已从快递柜取出，签收完成", CHAOYANG.0, CHAOYANG.1);
const TROUBLE: Step = step("205", "【北京市】电话无人接听，改日再派", CHAOYANG.0, CHAOYANG.1);
const REFUSED: Step = step("14", "【北京市】收件人拒收", CHAOYANG.0, CHAOYANG.1);
const GOING_BACK: Step = step("6", "【北京市】快件退回中，发往 杭州", DAXING.0, DAXING.1);
const BACK: Step = step("4", "【杭州市】退件已由寄件人签收", HANGZHOU.0, HANGZHOU.1);

static SIGNED_END: [Step; 2] = [COURIER, SIGNED];
static LOCKER_END: [Step; 3] = [COURIER, LOCKER, FETCHED];
static TROUBLE_END: [Step; 4] = [COURIER, TROUBLE, COURIER, SIGNED];
static RETURNED_END: [Step; 4] = [COURIER, REFUSED, GOING_BACK, BACK];

impl Script {
    /// The step after `played` steps; `None` at the end.
    pub fn step(self, played: usize) -> Option<&'static Step> {
        let end: &'static [Step] = match self {
            Self::Signed => &SIGNED_END,
            Self::Locker => &LOCKER_END,
            Self::Trouble => &TROUBLE_END,
            Self::Returned => &RETURNED_END,
        };
        WAY.iter().chain(end).nth(played)
    }
}
