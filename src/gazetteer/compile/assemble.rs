//! The file: header, table, hashes and body.

use super::super::format::{ALIGN, BLOCK, HASHES, MAGIC, PlaceRow, SECTIONS, TABLE, VERSION, block_hash, body_start};
use super::spool::Spool;
use sha2::{Digest, Sha256};
use std::io::{self, Seek, SeekFrom, Write};

/// Writes an index from its sections. `patch` is given the rows of places once more, as they leave.
pub fn assemble(
    sections: [Spool; SECTIONS],
    places: usize,
    mut patch: impl FnMut(&mut [u8]),
    out: &mut (impl Write + Seek),
) -> io::Result<()> {
    let length: u64 = sections.iter().map(|section| section.len().next_multiple_of(ALIGN as u64)).sum();
    let blocks = length.div_ceil(BLOCK as u64) as usize;
    let body = body_start(blocks);
    let mut header = Vec::with_capacity(body);
    header.extend(MAGIC);
    header.extend(VERSION.to_le_bytes());
    header.extend((SECTIONS as u32).to_le_bytes());
    header.extend((body as u64 + length).to_le_bytes());
    header.extend((BLOCK as u32).to_le_bytes());
    header.extend((body as u32).to_le_bytes());
    header.resize(TABLE, 0);
    let mut start = body as u64;
    for section in &sections {
        header.extend(start.to_le_bytes());
        header.extend(section.len().to_le_bytes());
        start += section.len().next_multiple_of(ALIGN as u64);
    }
    header.resize(body, 0);
    out.write_all(&header)?;
    let mut writer = Blocks { out, block: Vec::with_capacity(BLOCK), hashes: Vec::with_capacity(blocks * 8) };
    for (number, section) in sections.into_iter().enumerate() {
        let padding = (section.len().next_multiple_of(ALIGN as u64) - section.len()) as usize;
        // Pieces of whole rows, so that each can be patched in one.
        section.drain(PlaceRow::SIZE * 1024, |piece| {
            if number == places {
                piece.chunks_exact_mut(PlaceRow::SIZE).for_each(&mut patch);
            }
            writer.write(piece)
        })?;
        writer.write(&[0; ALIGN][..padding])?;
    }
    let hashes = writer.end()?;
    header[HASHES..HASHES + hashes.len()].copy_from_slice(&hashes);
    let digest = Sha256::new().chain_update(&header[..32]).chain_update(&header[TABLE..]).finalize();
    header[32..TABLE].copy_from_slice(&digest);
    out.seek(SeekFrom::Start(0))?;
    out.write_all(&header)?;
    out.flush()
}

/// Hashes the body on its way out.
struct Blocks<'o, W> {
    out: &'o mut W,
    block: Vec<u8>,
    hashes: Vec<u8>,
}

impl<W: Write> Blocks<'_, W> {
    fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - self.block.len()));
            self.block.extend_from_slice(now);
            bytes = later;
            if self.block.len() == BLOCK {
                self.full()?;
            }
        }
        Ok(())
    }

    fn full(&mut self) -> io::Result<()> {
        self.hashes.extend(block_hash(&self.block).to_le_bytes());
        self.out.write_all(&self.block)?;
        self.block.clear();
        Ok(())
    }

    fn end(mut self) -> io::Result<Vec<u8>> {
        if !self.block.is_empty() {
            self.full()?;
        }
        Ok(self.hashes)
    }
}
