//! Reads the JSON that our own server wrote. A general reader gives every type a way for each notation it might meet
//! (structs as lists, fields as numbers or bytes, figures with points) and a sentence for each mistake; compiled for the
//! hundred types of a page that was a large part of the bundle. This one knows the notation `serde_json` writes and no other,
//! and of what it cannot read it only says that it cannot.

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use std::fmt::{self, Display};

/// A text that is not what was expected. Nobody could mend it, so it does not say where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

/// Each kind of mistake is named here, so that no sentence about it is compiled.
impl de::Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

type Read<T> = Result<T, Unreadable>;

/// Reads one value that fills the whole text.
pub fn read<T: DeserializeOwned>(text: &str) -> Read<T> {
    let mut reader = Reader { text, at: 0 };
    let value = T::deserialize(&mut reader)?;
    if reader.peek() == END { Ok(value) } else { Err(Unreadable) }
}

/// What [`Reader::peek`] answers behind the last byte; no JSON contains it.
const END: u8 = 0;

/// A place in a text.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

/// The parts that no type takes part in: compiled once.
impl Reader<'_> {
    /// The next byte that says something.
    #[inline(never)]
    fn peek(&mut self) -> u8 {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(byte) => return *byte,
                None => return END,
            }
        }
    }

    /// Goes over this byte, if it is the next one.
    #[inline(never)]
    fn skip(&mut self, byte: u8) -> bool {
        let there = self.peek() == byte;
        self.at += usize::from(there);
        there
    }

    /// Goes over this byte, which has to be the next one.
    #[inline(never)]
    fn eat(&mut self, byte: u8) -> Read<()> {
        if self.skip(byte) { Ok(()) } else { Err(Unreadable) }
    }

    /// Goes over this word, if it is the next one.
    #[inline(never)]
    fn word(&mut self, word: &str) -> bool {
        self.peek();
        let there = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        self.at += if there { word.len() } else { 0 };
        there
    }

    /// Whether another part follows in a list or an object that ends with `close`; the end itself is gone over.
    #[inline(never)]
    fn more(&mut self, first: &mut bool, close: u8) -> Read<bool> {
        if self.skip(close) {
            return Ok(false);
        }
        if std::mem::take(first) {
            return Ok(true);
        }
        self.eat(b',').map(|()| true)
    }

    /// A whole number: whether it is negative, and how large. Keys of objects are numbers in quotes. What a point or an exponent
    /// follows ends in the middle of something, and nothing goes on there.
    #[inline(never)]
    fn number(&mut self) -> Read<(bool, u64)> {
        let quoted = self.skip(b'"');
        let negative = self.skip(b'-');
        let digits = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let end = digits.iter().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
        let text = self.text.get(self.at..self.at + end).unwrap_or_default();
        let size = text.parse().map_err(|_| Unreadable)?;
        self.at += end;
        if quoted {
            self.eat(b'"')?;
        }
        Ok((negative, size))
    }

    #[inline(never)]
    fn signed(&mut self) -> Read<i64> {
        let (negative, size) = self.number()?;
        let n = if negative { 0_i64.checked_sub_unsigned(size) } else { i64::try_from(size).ok() };
        n.ok_or(Unreadable)
    }

    #[inline(never)]
    fn unsigned(&mut self) -> Read<u64> {
        let (negative, size) = self.number()?;
        if negative && size > 0 { Err(Unreadable) } else { Ok(size) }
    }

    #[inline(never)]
    fn truth(&mut self) -> Read<bool> {
        if self.word("true") {
            Ok(true)
        } else if self.word("false") {
            Ok(false)
        } else {
            Err(Unreadable)
        }
    }

    /// A text in quotes.
    #[inline(never)]
    fn string(&mut self) -> Read<String> {
        self.eat(b'"')?;
        let mut out = String::new();
        loop {
            let rest = self.text.get(self.at..).ok_or(Unreadable)?;
            let end = rest.find(['"', '\\']).ok_or(Unreadable)?;
            out.push_str(rest.get(..end).ok_or(Unreadable)?);
            self.at += end;
            if self.skip(b'"') {
                return Ok(out);
            }
            self.at += 1;
            out.push(self.escaped()?);
        }
    }

    /// The letter behind a backslash.
    fn escaped(&mut self) -> Read<char> {
        let kind = self.text.as_bytes().get(self.at).copied().unwrap_or(END);
        self.at += 1;
        Ok(match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                match unit {
                    0xD800..0xDC00 => {
                        let low = if self.word("\\u") { self.unit()? } else { 0 };
                        let pair = char::decode_utf16([unit, low]).next();
                        pair.and_then(Result::ok).ok_or(Unreadable)?
                    }
                    _ => char::from_u32(u32::from(unit)).ok_or(Unreadable)?,
                }
            }
            _ => return Err(Unreadable),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Read<u16> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Unreadable)?;
        self.at += 4;
        u16::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }

    /// Goes over a value nobody asked for, however deep it is.
    #[inline(never)]
    fn ignore(&mut self) -> Read<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                b'"' => drop(self.string()?),
                b'{' | b'[' => {
                    self.at += 1;
                    depth += 1;
                }
                b'}' | b']' => {
                    self.at += 1;
                    depth = depth.checked_sub(1).ok_or(Unreadable)?;
                }
                b',' | b':' if depth > 0 => self.at += 1,
                b'-' | b'0'..=b'9' => drop(self.number()?),
                b'n' if self.word("null") => {}
                _ => drop(self.truth()?),
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }
}

impl<'de> de::Deserializer<'de> for &mut Reader<'_> {
    type Error = Unreadable;

    /// For types that let the text say what it is: enums that carry their kind among their fields.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        match self.peek() {
            b'"' => visitor.visit_string(self.string()?),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b'-' => visitor.visit_i64(self.signed()?),
            b'0'..=b'9' => visitor.visit_u64(self.unsigned()?),
            b'n' => self.deserialize_unit(visitor),
            _ => visitor.visit_bool(self.truth()?),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_bool(self.truth()?)
    }
    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_i64(self.signed()?)
    }
    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_i64(self.signed()?)
    }
    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_i64(self.signed()?)
    }
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_i64(self.signed()?)
    }
    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_u64(self.unsigned()?)
    }
    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_u64(self.unsigned()?)
    }
    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_u64(self.unsigned()?)
    }
    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_u64(self.unsigned()?)
    }
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_str(&self.string()?)
    }
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_string(self.string()?)
    }
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_str(&self.string()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.word("null") { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.word("null") { visitor.visit_unit() } else { Err(Unreadable) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    /// What reads a list or an object reads it to its end, so the end is gone over with its last part.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.eat(b'[')?;
        visitor.visit_seq(Parts { reader: self, first: true })
    }

    /// Only a tuple knows when it is complete and does not look for the end.
    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.eat(b'[')?;
        let value = visitor.visit_seq(Parts { reader: &mut *self, first: true })?;
        self.eat(b']').map(|()| value)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.eat(b'{')?;
        visitor.visit_map(Parts { reader: self, first: true })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        let bare = !self.skip(b'{');
        visitor.visit_enum(Variant { reader: self, bare })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.ignore()?;
        visitor.visit_unit()
    }

    // Nothing of ours is written in these ways.
    fn deserialize_f32<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
        Err(Unreadable)
    }
    fn deserialize_f64<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
        Err(Unreadable)
    }
    fn deserialize_char<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
        Err(Unreadable)
    }
    fn deserialize_bytes<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
        Err(Unreadable)
    }
    fn deserialize_byte_buf<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
        Err(Unreadable)
    }
    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Read<V::Value> {
        Err(Unreadable)
    }
}

/// The parts of a list or an object, one after the other.
struct Parts<'r, 't> {
    reader: &'r mut Reader<'t>,
    first: bool,
}

impl<'de> SeqAccess<'de> for Parts<'_, '_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if self.reader.more(&mut self.first, b']')? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de> MapAccess<'de> for Parts<'_, '_> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        if self.reader.more(&mut self.first, b'}')? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        self.reader.eat(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// A variant: a bare word, or an object of one part.
struct Variant<'r, 't> {
    reader: &'r mut Reader<'t>,
    bare: bool,
}

impl Variant<'_, '_> {
    /// Goes to what the variant holds.
    fn open(&mut self) -> Read<()> {
        if self.bare { Err(Unreadable) } else { self.reader.eat(b':') }
    }
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Read<(V::Value, Self)> {
        let value = seed.deserialize(&mut *self.reader)?;
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Unreadable;

    fn unit_variant(self) -> Read<()> {
        if self.bare { Ok(()) } else { Err(Unreadable) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(mut self, seed: T) -> Read<T::Value> {
        self.open()?;
        let value = seed.deserialize(&mut *self.reader)?;
        self.reader.eat(b'}').map(|()| value)
    }

    fn tuple_variant<V: Visitor<'de>>(mut self, length: usize, visitor: V) -> Read<V::Value> {
        self.open()?;
        let value = de::Deserializer::deserialize_tuple(&mut *self.reader, length, visitor)?;
        self.reader.eat(b'}').map(|()| value)
    }

    fn struct_variant<V: Visitor<'de>>(
        mut self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.open()?;
        let value = de::Deserializer::deserialize_map(&mut *self.reader, visitor)?;
        self.reader.eat(b'}').map(|()| value)
    }
}

#[cfg(test)]
mod tests;
