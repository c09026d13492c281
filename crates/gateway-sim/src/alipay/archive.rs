//! An archive written by hand: files as they are, nothing packed, names in GBK as Alipay has them. The adapters read with a
//! library; this follows the format's own text.

/// Where a file begins and what of it stands in the directory at the end.
struct Entry {
    name: Vec<u8>,
    crc: u32,
    bytes: u32,
    offset: u32,
}

/// Writes an archive. `None` when a file is larger than the format's plain form can say.
pub fn write(files: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let (mut out, mut entries) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let (name, _, _) = encoding_rs::GBK.encode(name);
        let entry = Entry {
            name: name.into_owned(),
            crc: crc32(content),
            bytes: u32::try_from(content.len()).ok()?,
            offset: u32::try_from(out.len()).ok()?,
        };
        out.extend(0x0403_4b50_u32.to_le_bytes());
        entry.put_common(&mut out)?;
        out.extend(&entry.name);
        out.extend(*content);
        entries.push(entry);
    }
    let begin = u32::try_from(out.len()).ok()?;
    for entry in &entries {
        out.extend(0x0201_4b50_u32.to_le_bytes());
        out.extend(20_u16.to_le_bytes());
        entry.put_common(&mut out)?;
        // No remark, the first disk, no attributes.
        out.extend([0; 10]);
        out.extend(entry.offset.to_le_bytes());
        out.extend(&entry.name);
    }
    let size = u32::try_from(out.len()).ok()? - begin;
    let count = u16::try_from(entries.len()).ok()?.to_le_bytes();
    out.extend(0x0605_4b50_u32.to_le_bytes());
    out.extend([0; 4]);
    out.extend(count);
    out.extend(count);
    out.extend(size.to_le_bytes());
    out.extend(begin.to_le_bytes());
    out.extend([0; 2]);
    Some(out)
}

impl Entry {
    /// What stands before a file and in the directory alike: version, flags, method (none), time, sum, sizes, lengths.
    fn put_common(&self, out: &mut Vec<u8>) -> Option<()> {
        out.extend(20_u16.to_le_bytes());
        out.extend([0; 4]);
        // Midnight of the first day the format knows.
        out.extend([0, 0, 0x21, 0]);
        out.extend(self.crc.to_le_bytes());
        out.extend(self.bytes.to_le_bytes());
        out.extend(self.bytes.to_le_bytes());
        out.extend(u16::try_from(self.name.len()).ok()?.to_le_bytes());
        out.extend([0; 2]);
        Some(())
    }
}

/// The format's checksum, a bit at a time.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::crc32;

    #[test]
    fn the_checksum_is_the_formats_own() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
