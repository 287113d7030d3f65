//! Sorting by whole-number keys, in one place: each sort by a closure of its own would be
//! compiled again, at two kilobytes of the page's wasm.

/// The indices of `keys`, the smallest key first; equal ones stay in their order.
pub fn ranked(keys: impl Iterator<Item = u64>) -> Vec<usize> {
    let mut pairs: Vec<(u64, usize)> = keys.zip(0..).collect();
    pairs.sort_unstable();
    pairs.into_iter().map(|(_, i)| i).collect()
}

/// A key that grows with a number, whatever its sign: the order of `f64::total_cmp`.
pub fn rising(x: f64) -> u64 {
    let bits = x.to_bits();
    if x.is_sign_negative() { !bits } else { bits | 1 << 63 }
}

/// A key that grows as a number that is not negative falls: the largest comes first.
pub fn falling(x: f64) -> u64 {
    !x.to_bits()
}
