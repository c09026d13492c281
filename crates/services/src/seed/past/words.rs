//! What people say in the past of the demo market. People write in their own language; only names of places and carriers
//! vary.

/// Family names.
pub const FAMILY: [&str; 24] = [
    "陈", "李", "王", "张", "刘", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "郭", "何",
    "罗", "梁", "宋", "唐", "许", "邓", "冯", "曹",
];

/// Given names.
pub const GIVEN: [&str; 30] = [
    "晚晴", "知行", "若溪", "听澜", "景明", "怀瑾", "沐阳", "清和", "云舒", "子衿", "予安", "星野",
    "南乔", "松年", "望舒", "远山", "疏影", "枕书", "半夏", "青禾", "临川", "念初", "书瑶", "言蹊",
    "澄之", "一诺", "暮云", "秋实", "以宁", "采薇",
];

/// Streets that are nowhere.
pub const STREETS: [&str; 8] =
    ["示例路", "样例街", "演示大道", "样板巷", "示范东路", "例证街", "模拟路", "虚构胡同"];

/// Why somebody changed their mind.
pub const CHANGED_MIND: [&str; 6] = [
    "颜色和想的不太一样，不太搭家里的东西",
    "买多了，用不上这么多",
    "尺寸不合适，想退掉重新选",
    "家里人已经买了一样的",
    "收到后觉得不太适合自己",
    "",
];

/// What was wrong.
pub const WRONG: [&str; 5] = [
    "打开外箱发现有一件磕破了，照片已发给客服",
    "边角有明显的瑕疵，和页面上的不一样",
    "封口没有压紧，漏了一些",
    "用了两次就不好使了",
    "收到的时候已经不新鲜了",
];

/// Why a shop says no.
pub const REFUSALS: [&str; 4] = [
    "商品已经使用过，影响再次销售，无法按七天无理由处理，抱歉。",
    "附件和包装不齐，麻烦补齐后再申请。",
    "照片里看不出问题，请补充清晰的照片再申请一次。",
    "这一款页面上写明了手工制作会有细微差异，不属于质量问题。",
];
