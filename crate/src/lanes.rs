//! Eight numbers that are worked on side by side, in the lanes that a processor has. The compiler
//! to wasm looks for such work by itself only where it may write more code than the page can carry.

use std::ops::{Add, Mul, Sub};
use wide::f64x4;

/// Eight numbers.
#[derive(Clone, Copy)]
pub struct Eight([f64x4; 2]);

impl Eight {
    /// All 0.
    pub const ZERO: Self = Self([f64x4::ZERO; 2]);

    /// These numbers.
    #[inline]
    pub fn of(numbers: &[f64; 8]) -> Self {
        let (halves, _) = numbers.as_chunks();
        Self([f64x4::new(halves[0]), f64x4::new(halves[1])])
    }

    /// Puts them back.
    #[inline]
    pub fn put(self, numbers: &mut [f64; 8]) {
        let (halves, _) = numbers.as_chunks_mut();
        halves[0] = self.0[0].to_array();
        halves[1] = self.0[1].to_array();
    }

    /// Their sum.
    #[inline]
    pub fn sum(self) -> f64 {
        (self.0[0] + self.0[1]).reduce_add()
    }
}

impl Add for Eight {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        Self([self.0[0] + other.0[0], self.0[1] + other.0[1]])
    }
}

impl Sub for Eight {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        Self([self.0[0] - other.0[0], self.0[1] - other.0[1]])
    }
}

impl Mul for Eight {
    type Output = Self;
    #[inline]
    fn mul(self, other: Self) -> Self {
        Self([self.0[0] * other.0[0], self.0[1] * other.0[1]])
    }
}

impl Mul<Eight> for f64 {
    type Output = Eight;
    #[inline]
    fn mul(self, eight: Eight) -> Eight {
        Eight(eight.0.map(|half| self * half))
    }
}
