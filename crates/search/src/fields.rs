//! What the index keeps of a product: tokens to find it by, columns to filter, order and count by. No text is stored at all;
//! what a page shows comes from the store.

use crate::cut;
use domain::catalogue::Words;
use domain::id::{TypedId, decode};
use services::ports::search::SearchDoc;
use tantivy::TantivyDocument;
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STRING, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::{PreTokenizedString, Token};

/// Parts of a label. No name has it: it is a control character, and those are taken out.
pub const PART: char = '\u{1f}';
/// The bit of goods that can be had now.
pub const IN_STOCK: u64 = 1;
/// The bit of goods that may go back without a reason.
pub const RETURNABLE: u64 = 2;
/// Stands for a price that never rose.
pub const NEVER: i64 = i64::MIN;
/// The key of spec names among attributes: `spec.颜色`.
const SPEC: &str = "spec.";

/// The fields, by name. The schema is part of the folder's name: change [`EDITION`] with it.
#[derive(Clone)]
pub struct Fields {
    /// The schema made of them.
    pub schema: Schema,
    /// The id.
    pub id: Field,
    /// Tokens of the name.
    pub name: Field,
    /// Tokens of where it stands and who sells it: category and shop.
    pub place: Field,
    /// Tokens of tagline, attributes and specs.
    pub facts: Field,
    /// Tokens of the long text.
    pub body: Field,
    /// How name, category and shop sound.
    pub sound: Field,
    /// Whole words, for corrections.
    pub word: Field,
    /// Whole names, for suggestions.
    pub say: Field,
    /// The ids of its category, of the one above and of its shop: a list of one of them looks at nothing else.
    pub shelf: Field,
    numbers: [Field; NUMBERS.len()],
    bits: [Field; BITS.len()],
    labels: [Field; LABELS.len()],
}

/// Which layout of the index this program reads and writes.
pub const EDITION: u32 = 3;

/// Columns of whole numbers.
pub const NUMBERS: [&str; 7] = ["price", "sold", "created", "raised", "hours", "from", "until"];
/// Columns of bits: flags and the two halves of the id.
pub const BITS: [&str; 3] = ["flags", "id_high", "id_low"];
/// Columns of labels.
pub const LABELS: [&str; 4] = ["category", "root", "merchant", "attribute"];

impl Fields {
    /// The fields of this edition.
    pub fn new() -> Self {
        let mut schema = SchemaBuilder::default();
        let tokens = |norms| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(IndexRecordOption::WithFreqs)
                .set_fieldnorms(norms);
            TextOptions::default().set_indexing_options(indexing)
        };
        let column = TextOptions::default().set_fast("raw");
        let number = NumericOptions::default().set_fast();
        Self {
            id: schema.add_text_field("id", STRING),
            name: schema.add_text_field("name", tokens(true)),
            place: schema.add_text_field("place", tokens(true)),
            facts: schema.add_text_field("facts", tokens(true)),
            body: schema.add_text_field("body", tokens(true)),
            sound: schema.add_text_field("sound", tokens(false)),
            word: schema.add_text_field("word", tokens(false)),
            say: schema.add_text_field("say", tokens(false)),
            shelf: schema.add_text_field("shelf", STRING),
            numbers: NUMBERS.map(|name| schema.add_i64_field(name, number.clone())),
            bits: BITS.map(|name| schema.add_u64_field(name, number.clone())),
            labels: LABELS.map(|name| schema.add_text_field(name, column.clone())),
            schema: schema.build(),
        }
    }

    /// The row of a product.
    pub fn row(&self, doc: &SearchDoc) -> TantivyDocument {
        let mut row = TantivyDocument::default();
        row.add_text(self.id, doc.id.as_str());
        self.tokens(&mut row, doc);
        self.sayings(&mut row, doc);
        let raised = doc.raised_at.map_or(NEVER, |at| at.millis());
        let numbers = [
            doc.price_minor,
            doc.sold,
            doc.created_at.millis(),
            raised,
            doc.ships_within_hours,
            doc.shown.from.millis(),
            doc.shown.until.millis(),
        ];
        for (field, number) in self.numbers.iter().zip(numbers) {
            row.add_i64(*field, number);
        }
        let id = id_bits(doc.id.as_str());
        let flags = IN_STOCK * u64::from(doc.in_stock) + RETURNABLE * u64::from(doc.returnable);
        for (field, bits) in self.bits.iter().zip([flags, (id >> 64) as u64, id as u64]) {
            row.add_u64(*field, bits);
        }
        let [category, root, merchant, attribute] = self.labels;
        for id in [doc.category.as_str(), doc.root.as_str(), doc.merchant.as_str()] {
            row.add_text(self.shelf, id);
        }
        row.add_text(category, label(doc.category.as_str(), &doc.category_name));
        row.add_text(root, label(doc.root.as_str(), &doc.root_name));
        row.add_text(merchant, label(doc.merchant.as_str(), &doc.merchant_name));
        for text in attribute_labels(doc) {
            row.add_text(attribute, text);
        }
        row
    }

    fn tokens(&self, row: &mut TantivyDocument, doc: &SearchDoc) {
        let both =
            |words: &Words, cut: fn(&str) -> Vec<String>| [cut(&words.zh), cut(&words.en)].concat();
        let places = [&doc.category_name, &doc.root_name, &doc.merchant_name];
        row.add_pre_tokenized_text(self.name, text(both(&doc.name, cut::closely)));
        let mut place: Vec<String> = places.iter().flat_map(|w| both(w, cut::closely)).collect();
        place.extend(places.iter().flat_map(|w| [&w.zh, &w.en]).map(|name| whole(name)));
        row.add_pre_tokenized_text(self.place, text(place));
        let mut facts = both(&doc.tagline, cut::closely);
        facts.extend(doc.attributes.iter().flat_map(|a| both(&a.value, cut::closely)));
        let specs = doc.specs.iter().flat_map(|s| &s.values);
        facts.extend(specs.flat_map(|value| both(value, cut::closely)));
        row.add_pre_tokenized_text(self.facts, text(facts));
        row.add_pre_tokenized_text(self.body, text(both(&doc.description, cut::loosely)));
        let heard = places.iter().map(|w| &w.zh).chain([&doc.name.zh]);
        let mut sounds: Vec<String> = heard.flat_map(|zh| cut::sounds(zh)).collect();
        sounds.sort_unstable();
        sounds.dedup();
        row.add_pre_tokenized_text(self.sound, text(sounds));
        let said = places.into_iter().chain([&doc.name]);
        let mut words: Vec<String> =
            said.flat_map(|w| [&w.zh, &w.en]).flat_map(|t| cut::vocabulary(t)).collect();
        words.sort_unstable();
        words.dedup();
        row.add_pre_tokenized_text(self.word, text(words));
    }

    /// Names to suggest: what it leads to, the language, the name.
    fn sayings(&self, row: &mut TantivyDocument, doc: &SearchDoc) {
        let said = [
            ('c', &doc.category_name),
            ('c', &doc.root_name),
            ('s', &doc.merchant_name),
            ('p', &doc.name),
        ];
        let mut sayings: Vec<String> = Vec::with_capacity(8);
        for (kind, words) in said {
            for (language, text) in [('z', &words.zh), ('e', &words.en)] {
                if !text.is_empty() {
                    sayings.push(format!("{kind}{language}{text}"));
                }
            }
        }
        sayings.dedup();
        for saying in sayings {
            row.add_text(self.say, saying);
        }
    }
}

/// The token of a whole name of a category or shop: whoever types exactly that wants all of it.
pub fn whole(name: &str) -> String {
    format!("={}", cut::plain(name))
}

/// The 128 bits of an id.
pub fn id_bits(id: &str) -> u128 {
    id.split_once('_').and_then(|(_, text)| decode(text).ok()).unwrap_or_default()
}

fn label(key: &str, name: &Words) -> String {
    format!("{key}{PART}{}{PART}{}", tidy(&name.zh), tidy(&name.en))
}

fn attribute_label(key: &str, value: &Words, name: &Words) -> String {
    let (zh, en) = (tidy(&value.zh), tidy(&value.en));
    format!("{}{PART}{zh}{PART}{en}{PART}{}{PART}{}", tidy(key), tidy(&name.zh), tidy(&name.en))
}

/// What lists can be narrowed by: the attributes that the category offers, and how the SKUs differ. SKUs that differ in what
/// the category offers as an attribute are told apart by that attribute, or a list would offer two filters of one name.
fn attribute_labels(doc: &SearchDoc) -> Vec<String> {
    let offers = |key: &str| doc.filters.iter().any(|(offered, _)| offered == key);
    let offered = doc.attributes.iter().filter(|a| offers(&a.key));
    let mut labels: Vec<String> =
        offered.map(|a| attribute_label(&a.key, &a.value, &a.name)).collect();
    for spec in &doc.specs {
        let same = doc.filters.iter().find(|(_, name)| name.zh == spec.name.zh);
        let own = format!("{SPEC}{}", spec.name.zh);
        let (key, name) = same.map_or((&own, &spec.name), |(key, name)| (key, name));
        labels.extend(spec.values.iter().map(|value| attribute_label(key, value, name)));
    }
    labels.sort_unstable();
    labels.dedup();
    labels
}

fn tidy(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Tokens as the index takes them. Only their text matters: no positions are kept.
fn text(tokens: Vec<String>) -> PreTokenizedString {
    let tokens = tokens.into_iter().enumerate();
    let tokens = tokens.map(|(position, text)| Token { position, text, ..Token::default() });
    PreTokenizedString { text: String::new(), tokens: tokens.collect() }
}
