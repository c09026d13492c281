//! As much of an X.509 certificate as is needed: its number and its public key. Whether it may be believed is not decided
//! here; WeChat Pay's come sealed with a key that only it and the merchant have.

use super::keys::decode;

/// What was read of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its number, as upper-case hex without leading zero bytes.
    pub serial: String,
    /// Its public key, X.509 DER.
    pub public_key: Vec<u8>,
}

impl Certificate {
    /// Reads base64 or PEM; `None` when it is not exactly one certificate.
    pub fn read(text: &str) -> Option<Self> {
        let der = decode(text).ok()?;
        let mut file = Der(&der);
        let mut certificate = Der(file.sequence()?.content);
        let mut body = Der(certificate.sequence()?.content);
        let mut serial = body.next()?;
        if serial.tag == VERSION {
            serial = body.next()?;
        }
        // Algorithm, issuer, validity, subject; then the key.
        for _ in 0..4 {
            body.sequence()?;
        }
        let public_key = body.sequence()?.whole.to_vec();
        if serial.tag != INTEGER || !file.0.is_empty() {
            return None;
        }
        let digits = serial.content.iter().skip_while(|byte| **byte == 0);
        let serial: String = digits.map(|byte| format!("{byte:02X}")).collect();
        Some(Self { serial, public_key })
    }
}

const INTEGER: u8 = 0x02;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xA0;

/// The rest of a row of DER elements.
struct Der<'a>(&'a [u8]);

struct Element<'a> {
    tag: u8,
    content: &'a [u8],
    whole: &'a [u8],
}

impl<'a> Der<'a> {
    fn next(&mut self) -> Option<Element<'a>> {
        let (tag, first) = (*self.0.first()?, *self.0.get(1)?);
        // Short lengths stand in one byte; long ones say in how many bytes they stand, at most three here.
        let (length, head) = match first {
            0..=0x7F => (usize::from(first), 2),
            0x81..=0x83 => {
                let head = 2 + usize::from(first & 0x0F);
                let digits = self.0.get(2..head)?;
                (digits.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), head)
            }
            _ => return None,
        };
        let whole = self.0.get(..head + length)?;
        self.0 = self.0.get(head + length..)?;
        Some(Element { tag, content: whole.get(head..)?, whole })
    }

    fn sequence(&mut self) -> Option<Element<'a>> {
        self.next().filter(|element| element.tag == SEQUENCE)
    }
}
