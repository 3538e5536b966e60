//! The CRC of two texts one after the other, from the CRC of each: ten thousand parts must not take seconds.
//!
//! A CRC is the remainder of a polynomial over GF(2). Bytes that follow multiply the remainder of what came before by
//! `x` to the power of their bits; the three algorithms of S3 begin and end with the same inversion, which cancels out.

use super::Algorithm;

/// Polynomials whose lowest power is the highest bit, modulo the algorithm's own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Combiner {
    polynomial: u64,
    /// The polynomial `1`.
    one: u64,
    /// The last power computed, with its length in bytes: parts tend to be of one length.
    last: Option<(u64, u64)>,
}

impl Combiner {
    /// For a CRC; `None` for other algorithms.
    pub(super) fn new(algorithm: Algorithm) -> Option<Self> {
        let (polynomial, bits) = match algorithm {
            Algorithm::Crc32 => (0xEDB8_8320, 32),
            Algorithm::Crc32c => (0x82F6_3B78, 32),
            Algorithm::Crc64Nvme => (0x9A6C_9329_AC4B_C9B5, 64),
            Algorithm::Sha1 | Algorithm::Sha256 => return None,
        };
        Some(Self {
            polynomial,
            one: 1 << (bits - 1),
            last: None,
        })
    }

    /// The CRC of what `front` is the CRC of, followed by `back_bytes` bytes with the CRC `back`.
    pub(super) fn combine(&mut self, front: u64, back: u64, back_bytes: u64) -> u64 {
        let power = match self.last {
            Some((bytes, power)) if bytes == back_bytes => power,
            _ => self.power(back_bytes),
        };
        self.last = Some((back_bytes, power));
        self.multiply(power, front) ^ back
    }

    /// `x` to the power of `8 * bytes`.
    fn power(&self, bytes: u64) -> u64 {
        let mut result = self.one;
        let mut square = self.one >> 8;
        let mut left = bytes;
        while left > 0 {
            if left & 1 == 1 {
                result = self.multiply(result, square);
            }
            square = self.multiply(square, square);
            left >>= 1;
        }
        result
    }

    fn multiply(&self, a: u64, mut b: u64) -> u64 {
        let mut product = 0;
        let mut bit = self.one;
        while bit > 0 {
            if a & bit != 0 {
                product ^= b;
            }
            let overflow = b & 1 == 1;
            b >>= 1;
            if overflow {
                b ^= self.polynomial;
            }
            bit >>= 1;
        }
        product
    }
}
