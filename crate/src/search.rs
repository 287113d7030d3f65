//! Searching along a line.

/// The golden section of 1. Probes that lie there in their intervals meet no zero of a round
/// number, and repeat with no other division of the same stretch.
pub const GOLDEN: f64 = 0.618_033_988_749_895;

/// Halvings after which nothing is left of an interval: a number has 53 bits.
const HALVINGS: usize = 60;

/// The two neighbouring numbers, to rounding, between which `below` ceases to hold: it holds at
/// `low` and no longer at `high`.
pub fn bisect([mut low, mut high]: [f64; 2], below: &mut dyn FnMut(f64) -> bool) -> [f64; 2] {
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    [low, high]
}
