//! How far an input may grow while it is unpacked: what keeps a small file from filling the memory or the night.

use super::Error;
use std::cell::Cell;
use std::rc::Rc;

/// Bounds on what one input may unpack to. The defaults let every export and crawl through that a newsroom has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limits {
    /// What is read as a whole, packed or not: one page, message, line, row or object (bytes).
    pub article: u64,
    /// What all packings and archives of one input give together (bytes).
    pub unpacked: u64,
    /// How many times its own size an input may unpack to, once that is more than 64 MiB.
    pub ratio: u64,
    /// How many packings and archives may lie in one another (`a.tar.gz` is two).
    pub depth: usize,
}

impl Default for Limits {
    /// 64 MiB an article, 256 GiB an input, 500 times its size, 6 deep.
    fn default() -> Self {
        Self { article: 64 * MIB, unpacked: 256 * 1024 * MIB, ratio: 500, depth: 6 }
    }
}

const MIB: u64 = 1024 * 1024;

/// Below this nobody is harmed, and a few repeated lines pack better than any ratio allows (bytes).
const RATIO_FROM: u64 = 64 * MIB;

/// What one input has unpacked to so far, over all that lies in it.
#[derive(Debug)]
pub(super) struct Budget {
    pub limits: Limits,
    packed: Cell<u64>,
    unpacked: Cell<u64>,
}

impl Budget {
    /// `length` is the input's own size where it is known beforehand (bytes).
    pub fn new(limits: Limits, length: Option<u64>) -> Rc<Self> {
        Rc::new(Self { limits, packed: Cell::new(length.unwrap_or(0)), unpacked: Cell::new(0) })
    }

    /// Counts what came from the input itself, whose length was not known.
    pub fn came(&self, bytes: u64) {
        self.packed.set(self.packed.get().saturating_add(bytes));
    }

    /// Counts what came out of a packing.
    ///
    /// # Errors
    /// [`Error::Unpacks`] when a bound is passed.
    pub fn spend(&self, bytes: u64) -> Result<(), Error> {
        let unpacked = self.unpacked.get().saturating_add(bytes);
        self.unpacked.set(unpacked);
        if unpacked > self.limits.unpacked {
            return Err(Error::Unpacks { limit: self.limits.unpacked });
        }
        let allowed = self.packed.get().saturating_mul(self.limits.ratio).max(RATIO_FROM);
        if unpacked > allowed { Err(Error::Ratio { ratio: self.limits.ratio }) } else { Ok(()) }
    }

    /// # Errors
    /// [`Error::TooDeep`] when that many packings and archives are too many.
    pub fn check_depth(&self, depth: usize) -> Result<(), Error> {
        let limit = self.limits.depth;
        if depth > limit { Err(Error::TooDeep { limit }) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_hold() {
        let limits = Limits { article: 1, unpacked: 100 * MIB, ratio: 10, depth: 2 };
        let large = Budget::new(limits, Some(100 * MIB));
        assert!(large.spend(100 * MIB).is_ok());
        assert!(matches!(large.spend(1), Err(Error::Unpacks { .. })));
        let small = Budget::new(limits, None);
        small.came(1000);
        assert!(small.spend(RATIO_FROM).is_ok());
        assert!(matches!(small.spend(1), Err(Error::Ratio { ratio: 10 })));
        assert!(small.check_depth(2).is_ok());
        assert!(matches!(small.check_depth(3), Err(Error::TooDeep { limit: 2 })));
    }
}
