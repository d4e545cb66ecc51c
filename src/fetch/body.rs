//! The bytes of an answer: read in pieces under a limit of size and time, and unpacked under the same limit.

use super::error::FetchError;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::{self, Read};
use std::time::{Duration, Instant};

const PIECE: usize = 64 * 1024;

/// How far an answer may go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds<'u> {
    /// For errors.
    pub url: &'u str,
    /// Bytes, packed and unpacked.
    pub bytes: u64,
    /// When it must be complete, and how long that is in all, for errors.
    pub until: Instant,
    pub total: Duration,
}

impl Bounds<'_> {
    pub fn slow(&self) -> FetchError {
        FetchError::Slow { url: self.url.to_owned(), total: self.total }
    }

    fn too_large(&self) -> FetchError {
        FetchError::TooLarge { url: self.url.to_owned(), most: self.bytes }
    }

    /// Hands the pieces of a stream to `take` as they come, and says how many bytes there were. `expected` is what the server
    /// announced.
    pub fn pieces(
        &self,
        stream: &mut dyn Read,
        expected: Option<u64>,
        take: &mut dyn FnMut(&[u8]) -> Result<(), FetchError>,
    ) -> Result<u64, FetchError> {
        if expected.is_some_and(|bytes| bytes > self.bytes) {
            return Err(self.too_large());
        }
        let cut = |got, source| FetchError::Cut { url: self.url.to_owned(), got, expected, source };
        let (mut piece, mut got) = (vec![0; PIECE], 0);
        loop {
            let read = match stream.read(&mut piece) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) if Instant::now() >= self.until => return Err(self.slow()),
                Err(error) => return Err(cut(got, Some(error))),
            };
            if Instant::now() >= self.until {
                return Err(self.slow());
            }
            if read == 0 {
                // The client ends a short body with an error itself; this holds for whatever lies between.
                return if expected.is_some_and(|bytes| bytes != got) { Err(cut(got, None)) } else { Ok(got) };
            }
            got += read as u64;
            if got > self.bytes {
                return Err(self.too_large());
            }
            take(piece.get(..read).unwrap_or_default())?;
        }
    }

    /// All bytes of a stream.
    pub fn whole(&self, stream: &mut dyn Read, expected: Option<u64>) -> Result<Vec<u8>, FetchError> {
        let mut body = Vec::new();
        self.pieces(stream, expected, &mut |piece| {
            body.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(body)
    }

    /// Unpacks a body as `Content-Encoding` says it was packed, the last step first.
    pub fn unpacked(&self, mut body: Vec<u8>, encodings: &str) -> Result<Vec<u8>, FetchError> {
        for encoding in encodings.rsplit(',').map(str::trim) {
            body = match encoding.to_ascii_lowercase().as_str() {
                "" | "identity" => body,
                "gzip" | "x-gzip" => self.unpack(encoding, MultiGzDecoder::new(body.as_slice()))?,
                // The word means zlib (RFC 9110, 8.4.1.2), and some servers send the bare stream.
                "deflate" if is_zlib(&body) => self.unpack(encoding, ZlibDecoder::new(body.as_slice()))?,
                "deflate" => self.unpack(encoding, DeflateDecoder::new(body.as_slice()))?,
                _ => return Err(self.packed(encoding, None)),
            };
        }
        Ok(body)
    }

    fn packed(&self, encoding: &str, source: Option<io::Error>) -> FetchError {
        FetchError::Encoding { url: self.url.to_owned(), encoding: encoding.to_owned(), source }
    }

    fn unpack(&self, encoding: &str, stream: impl Read) -> Result<Vec<u8>, FetchError> {
        let mut body = Vec::new();
        // One byte more than the limit tells that there are more, and no bomb gets further.
        let read = stream.take(self.bytes.saturating_add(1)).read_to_end(&mut body);
        read.map_err(|error| self.packed(encoding, Some(error)))?;
        if body.len() as u64 > self.bytes { Err(self.too_large()) } else { Ok(body) }
    }
}

/// Whether bytes begin with the head of zlib (RFC 1950): method 8, and a checksum of the two bytes.
fn is_zlib(body: &[u8]) -> bool {
    matches!(*body, [a, b, ..] if a & 0x0f == 8 && (u16::from(a) << 8 | u16::from(b)).is_multiple_of(31))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn bounds(bytes: u64) -> Bounds<'static> {
        let total = Duration::from_secs(60);
        Bounds { url: "http://x.example/", bytes, until: Instant::now() + total, total }
    }

    fn packed<W: Write>(mut encoder: W, finish: impl FnOnce(W) -> io::Result<Vec<u8>>) -> Vec<u8> {
        encoder.write_all(b"Shells fell on the town.").unwrap();
        finish(encoder).unwrap()
    }

    #[test]
    fn what_is_packed_is_unpacked_in_each_way() {
        let gzip = packed(GzEncoder::new(Vec::new(), Compression::fast()), GzEncoder::finish);
        let zlib = packed(ZlibEncoder::new(Vec::new(), Compression::fast()), ZlibEncoder::finish);
        let bare = packed(DeflateEncoder::new(Vec::new(), Compression::fast()), DeflateEncoder::finish);
        let text = b"Shells fell on the town.".to_vec();
        for (body, encoding) in
            [(gzip, "gzip"), (zlib, "Deflate"), (bare, "deflate"), (text.clone(), "identity"), (text.clone(), "")]
        {
            assert_eq!(bounds(1000).unpacked(body, encoding).unwrap(), text, "{encoding}");
        }
    }

    #[test]
    fn what_cannot_be_unpacked_says_so() {
        let said = |body: &[u8], encoding| bounds(1000).unpacked(body.to_vec(), encoding).unwrap_err().to_string();
        assert!(said(b"abc", "br").contains("packed its answer as br"));
        assert!(said(b"abc", "gzip").contains("packed its answer as gzip"));
    }

    #[test]
    fn a_limit_holds_for_what_comes_and_for_what_is_unpacked() {
        assert_eq!(bounds(10).whole(&mut &[0; 10][..], None).unwrap().len(), 10);
        assert!(matches!(bounds(10).whole(&mut &[0; 11][..], None), Err(FetchError::TooLarge { .. })));
        assert!(matches!(bounds(10).whole(&mut io::repeat(0), None), Err(FetchError::TooLarge { .. })));
        // Known before a byte is read.
        assert!(matches!(bounds(10).whole(&mut io::empty(), Some(11)), Err(FetchError::TooLarge { .. })));
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&[0; 5000]).unwrap();
        assert!(matches!(bounds(1000).unpacked(encoder.finish().unwrap(), "gzip"), Err(FetchError::TooLarge { .. })));
    }

    #[test]
    fn a_length_that_is_not_kept_is_a_cut() {
        let cut = bounds(100).whole(&mut &[0; 10][..], Some(12)).unwrap_err();
        assert!(cut.to_string().contains("broke after 10 bytes of 12"), "{cut}");
    }
}
