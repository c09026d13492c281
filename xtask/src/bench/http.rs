//! A browser's half of HTTP/1.1 over a kept connection, as little of it as measuring needs: the load must not cost more than what
//! is measured. It follows nothing and keeps no cookies.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer that takes longer is an error.
const ANSWER_SECONDS_MAX: u64 = 30;
/// The longest line of an answer's head, and of a chunk's size.
const LINE_BYTES_MAX: u64 = 16 * 1024;

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// Its bytes as sent.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header by its lower-case name; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The value a cookie is set to.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let set = self.headers.iter().filter(|(key, _)| key == "set-cookie");
        set.filter_map(|(_, text)| text.split(';').next()?.strip_prefix(name)?.strip_prefix('='))
            .find(|value| !value.is_empty())
            .map(str::to_owned)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A connection that is kept open between requests, and opened again when the server closed it.
pub struct Connection {
    addr: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Connection {
    /// A connection to `addr`, opened at the first request.
    pub const fn to(addr: SocketAddr) -> Self {
        Self { addr, stream: None }
    }

    /// Asks for a page. `headers` are whole lines with their ends.
    pub fn get(&mut self, path: &str, headers: &str) -> Result<Answer> {
        let addr = self.addr;
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: {addr}\r\n{headers}\r\n"))
    }

    /// Posts a form as a browser without scripts does.
    pub fn post(&mut self, path: &str, headers: &str, form: &str) -> Result<Answer> {
        let (addr, size) = (self.addr, form.len());
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nhost: {addr}\r\norigin: http://{addr}\r\nsec-fetch-site: same-origin\r\n\
             accept: text/html\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {size}\r\n\
             {headers}\r\n{form}"
        ))
    }

    fn send(&mut self, request: &str) -> Result<Answer> {
        let kept = self.stream.is_some();
        match self.exchange(request) {
            // The server closes what was idle; nobody has read that request.
            Err(_) if kept && self.stream.is_none() => self.exchange(request),
            answer => answer,
        }
    }

    fn exchange(&mut self, request: &str) -> Result<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => open(self.addr)?,
        };
        stream.get_mut().write_all(request.as_bytes())?;
        let answer = read(&mut stream)?;
        if answer.header("connection") != "close" {
            self.stream = Some(stream);
        }
        Ok(answer)
    }
}

fn open(addr: SocketAddr) -> Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(addr).with_context(|| format!("cannot reach {addr}"))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))?;
    Ok(BufReader::with_capacity(64 * 1024, stream))
}

fn read(stream: &mut impl BufRead) -> Result<Answer> {
    let first = line(stream)?;
    let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
    let status = status.with_context(|| format!("no answer: {first:?}"))?;
    let mut headers = Vec::new();
    loop {
        let line = line(stream)?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let mut answer = Answer { status, headers, body: Vec::new() };
    if matches!(status, 204 | 304) {
        return Ok(answer);
    }
    if answer.header("transfer-encoding") == "chunked" {
        read_chunks(stream, &mut answer.body)?;
        return Ok(answer);
    }
    let size = answer.header("content-length").parse().context("an answer without a length")?;
    answer.body.resize(size, 0);
    stream.read_exact(&mut answer.body)?;
    Ok(answer)
}

fn read_chunks(stream: &mut impl BufRead, body: &mut Vec<u8>) -> Result<()> {
    loop {
        let line = line(stream)?;
        let size = usize::from_str_radix(line.split(';').next().unwrap_or_default(), 16);
        let size = size.with_context(|| format!("a chunk of size {line:?}"))?;
        let from = body.len();
        body.resize(from + size, 0);
        stream.read_exact(&mut body[from..])?;
        self::line(stream)?;
        if size == 0 {
            return Ok(());
        }
    }
}

fn line(stream: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    if stream.take(LINE_BYTES_MAX).read_line(&mut line)? == 0 {
        bail!("the connection was closed");
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A text as a form or an address carries it.
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// Fields as a form carries them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_with_a_length_and_answers_in_chunks_are_read_to_their_end() {
        let two = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nSet-Cookie: a=1; Path=/\r\n\r\nabc\
                    HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nde\r\n1\r\nf\r\n0\r\n\r\n";
        let mut stream = BufReader::new(&two[..]);
        let first = read(&mut stream).unwrap();
        assert_eq!((first.status, &*first.body), (200, &b"abc"[..]));
        assert_eq!(first.cookie("a").as_deref(), Some("1"));
        assert_eq!(read(&mut stream).unwrap().body, b"def");
        assert!(read(&mut stream).is_err());
    }

    #[test]
    fn an_answer_that_breaks_off_is_no_answer() {
        let mut cut = BufReader::new(&b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc"[..]);
        assert!(read(&mut cut).is_err());
    }

    #[test]
    fn what_was_typed_travels_whole() {
        assert_eq!(form(&[("a", "x & y"), ("b", "茶")]), "a=x%20%26%20y&b=%E8%8C%B6");
    }
}
