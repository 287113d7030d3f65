//! exp(τA) on cell masses by the Chebyshev rational approximation of order 16.
//!
//! r(z) = α₀ + 2 Re Σ_j α_j/(z − θ_j), the best rational approximation of eᶻ on
//! (−∞, 0], error 2·10⁻¹⁶ (Cody, Meinardus & Varga 1969; poles and residues of
//! Pusa, Nucl. Sci. Eng. 169, 2011, as corrected in 182, 2016). One step is eight
//! complex tridiagonal solves, all eight carried side by side. The factors need
//! no pivoting: A is similar to a symmetric matrix, so A − θ has a definite
//! imaginary part.
//!
//! On a ring A has two corners more: what they add to the tridiagonal matrix is of rank one, and
//! is put right after the solve (Sherman & Morrison 1950).
//!
//! With a diagonal E ≥ 0 the same solves give exp(τ(1 + AE)⁻¹A): r then meets a rational
//! function of A, whose spectrum stays real and ≤ 0 as long as AE is below ½.
//!
//! The spectrum of pure upwind transport leaves the real line: there the L1 error
//! is 2·10⁻¹¹ at Courant number 5, 4·10⁻⁹ at 12, and r diverges at 30. The caller
//! chooses τ accordingly ([`super::evolve`]).

use crate::lanes::Eight;
use std::ops::{Add, Mul, Sub};

/// Number of pairs of conjugate poles, of which one each is solved for.
const POLES: usize = 8;
/// One real number for each pole.
type Lanes = [f64; POLES];

/// So many cells of a ring are repeated before its first and behind its last cell, so that it can
/// be solved as a line. A grid always has more.
const UNROLLED: usize = 24;

const ALPHA0: f64 = 2.124_853_710_495_224e-16;
/// Real and imaginary parts of the poles θ_j.
const THETA: [Lanes; 2] = [
    [
        -10.843_917_078_696_988,
        -5.264_971_343_442_647,
        5.948_152_268_951_177,
        3.509_103_608_414_918,
        6.416_177_699_099_434,
        1.419_375_897_185_666,
        4.993_174_737_717_996,
        -1.413_928_462_488_886_2,
    ],
    [
        19.277_446_167_181_65,
        16.220_221_473_167_93,
        3.587_457_362_018_322,
        8.436_198_985_884_375,
        1.194_122_393_370_138_7,
        10.925_363_484_496_723,
        5.996_881_713_603_942,
        13.497_725_698_892_745,
    ],
];
/// Real and imaginary parts of the residues α_j.
const ALPHA: [Lanes; 2] = [
    [
        -5.090_152_186_522_492e-7,
        2.115_174_218_246_603e-4,
        1.133_977_517_848_393e2,
        1.505_958_527_002_346_8e1,
        -6.450_087_802_553_965e1,
        -1.479_300_711_355_8,
        -6.251_839_246_320_792e1,
        4.102_313_683_541_002e-2,
    ],
    [
        -2.422_001_765_285_229e-5,
        4.389_296_964_738_067e-3,
        1.019_472_170_421_585_6e2,
        -5.751_405_277_642_182,
        -2.245_944_076_265_209_6e2,
        1.768_658_832_378_294,
        -1.119_039_109_428_322_8e1,
        -1.574_346_617_345_546_8e-1,
    ],
];

/// A tridiagonal matrix, rows of (lower, diagonal, upper), or one that closes to a ring.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tridiagonal {
    /// lower\[i\] multiplies x\[i − 1\] in row i; lower\[0\] the last x, 0 but on a ring.
    pub lower: Vec<f64>,
    /// The diagonal.
    pub diagonal: Vec<f64>,
    /// upper\[i\] multiplies x\[i + 1\] in row i; the last one the first x, 0 but on a ring.
    pub upper: Vec<f64>,
}

impl Tridiagonal {
    /// Whether the last x and the first are neighbours.
    pub fn is_ring(&self) -> bool {
        self.lower[0] != 0.0 || self.upper[self.upper.len() - 1] != 0.0
    }

    /// The generator of the cells in a window, its ends closed: what would leave
    /// stays in the last cell. On a ring the window may reach beyond the last cell, where
    /// cells are counted on; the whole ring stays one.
    pub fn window(&self, cells: std::ops::Range<usize>) -> Self {
        let n = self.diagonal.len();
        if cells.len() == n {
            return self.clone();
        }
        let part = |v: &[f64]| cells.clone().map(|i| v[i % n]).collect::<Vec<f64>>();
        let mut cut = Self {
            lower: part(&self.lower),
            diagonal: part(&self.diagonal),
            upper: part(&self.upper),
        };
        if let Some(last) = cells.len().checked_sub(1) {
            cut.diagonal[0] += self.upper[(cells.start + n - 1) % n];
            cut.diagonal[last] += self.lower[cells.end % n];
            cut.lower[0] = 0.0;
            cut.upper[last] = 0.0;
        }
        cut
    }

    /// The same with a state before the first cell or behind the last that takes what these
    /// lose at the given rates, if any, and never gives it back.
    pub fn absorbed(mut self, rates: [Option<f64>; 2]) -> Self {
        if let Some(rate) = rates[0] {
            self.upper.insert(0, rate);
            self.diagonal.insert(0, 0.0);
            self.lower.insert(0, 0.0);
        }
        if let Some(rate) = rates[1] {
            self.upper.push(0.0);
            self.diagonal.push(0.0);
            self.lower.push(rate);
        }
        self
    }

    /// (1 + EA)⁻¹ of cell masses, with the diagonal of E: A of it is (1 + AE)⁻¹A of them.
    pub fn sharpened(&self, e: &[f64], masses: &[f64]) -> Vec<f64> {
        let n = masses.len();
        if self.is_ring() {
            // Unrolled: of what is beyond, each cell lets a tenth through.
            let on = |v: &[f64]| [&v[n - UNROLLED..], v, &v[..UNROLLED]].concat();
            let [mut lower, mut upper] = [on(&self.lower), on(&self.upper)];
            (lower[0], upper[n + 2 * UNROLLED - 1]) = (0.0, 0.0);
            let line = Self { lower, diagonal: on(&self.diagonal), upper };
            return line.sharpened(&on(e), &on(masses))[UNROLLED..UNROLLED + n].to_vec();
        }
        let mut onwards = vec![0.0; n];
        let mut x = masses.to_vec();
        for i in 0..n {
            let lower = if i == 0 { 0.0 } else { e[i] * self.lower[i] };
            let (before, last) = if i == 0 { (0.0, 0.0) } else { (onwards[i - 1], x[i - 1]) };
            let pivot = 1.0 / (1.0 + e[i] * self.diagonal[i] - lower * before);
            onwards[i] = e[i] * self.upper[i] * pivot;
            x[i] = (x[i] - lower * last) * pivot;
        }
        for i in (1..n).rev() {
            x[i - 1] -= onwards[i - 1] * x[i];
        }
        x
    }
}

/// exp(τ(1 + AE)⁻¹A), factored once, applied per step.
///
/// With C = 1 − θE/τ the resolvent of (1 + AE)⁻¹A is
/// (τ(1 + AE)⁻¹A − θ)⁻¹ = E/(τC) + C⁻¹(τA − θC⁻¹)⁻¹C⁻¹: a tridiagonal solve as without E.
#[derive(Clone, Debug)]
pub struct Cram {
    /// τ times the off-diagonals of A.
    lower: Vec<f64>,
    upper: Vec<f64>,
    /// What is not solved for: α₀ + 2 Re Σ_j α_j E/(τC).
    kept: Vec<f64>,
    /// √α_j/C, real and imaginary parts.
    weights: Vec<[Lanes; 2]>,
    /// Inverse pivots, real and imaginary parts.
    pivots: Vec<[Lanes; 2]>,
    /// Workspace of the forward sweep.
    forward: Vec<[Lanes; 2]>,
    seam: Option<Seam>,
}

/// Where a ring closes. With the tridiagonal T and M = T + uvᵀ of a pole,
/// M⁻¹ = T⁻¹ − q vᵀT⁻¹/(1 + vᵀq), q = T⁻¹u.
#[derive(Clone, Debug)]
struct Seam {
    /// What the last x counts in vᵀ, the first counting 1.
    last: [Lanes; 2],
    /// 1/(1 + vᵀq).
    part: [Lanes; 2],
    /// q √α_j/C.
    solved: Vec<[Lanes; 2]>,
}

impl Cram {
    /// Factors τA − θ_j for all poles: exp(τA).
    pub fn new(a: &Tridiagonal, tau: f64) -> Self {
        Self::compact(a, tau, &vec![0.0; a.diagonal.len()])
    }

    /// Factors τA − θ_j/C for all poles, with the diagonal of E.
    pub fn compact(a: &Tridiagonal, tau: f64, e: &[f64]) -> Self {
        let n = a.diagonal.len();
        let scaled = |v: &[f64]| v.iter().map(|x| tau * x).collect::<Vec<f64>>();
        let (lower, upper) = (scaled(&a.lower), scaled(&a.upper));
        let (mut pivots, mut weights) = (Vec::with_capacity(n), Vec::with_capacity(n));
        let mut kept = vec![ALPHA0; n];
        let mut last = [[0.0; POLES]; 2];
        let roots: [Complex; POLES] = std::array::from_fn(|p| root([ALPHA[0][p], ALPHA[1][p]]));
        // γ of u = (γ, 0 … 0, c) and v = (1, 0 … 0, c′/γ), the corners being c and c′.
        let corners = a.is_ring().then(|| [upper[n - 1], lower[0]]);
        let gamma: [Complex; POLES] = std::array::from_fn(|p| {
            let shift = shifted([THETA[0][p], THETA[1][p]], e[0] / tau)[0];
            [shift[0] - tau * a.diagonal[0], shift[1]]
        });
        for i in 0..n {
            let coupling = if i == 0 { 0.0 } else { lower[i] * upper[i - 1] };
            let (mut pivot, mut weight) = ([[0.0; POLES]; 2], [[0.0; POLES]; 2]);
            for p in 0..POLES {
                let [theta, alpha] = [THETA, ALPHA].map(|z| [z[0][p], z[1][p]]);
                let [shift, inverse] = shifted(theta, e[i] / tau);
                let before = [last[0][p], last[1][p]];
                // What the corners take from the ends of the diagonal.
                let mut shift = shift;
                if let Some([c, other]) = corners {
                    if i == 0 {
                        shift = [shift[0] + gamma[p][0], shift[1] + gamma[p][1]];
                    } else if i + 1 == n {
                        let product = times([c * other, 0.0], inverted(gamma[p]));
                        shift = [shift[0] + product[0], shift[1] + product[1]];
                    }
                }
                [pivot[0][p], pivot[1][p]] =
                    self::pivot(tau * a.diagonal[i], shift, coupling, before);
                [weight[0][p], weight[1][p]] = times(roots[p], inverse);
                kept[i] += 2.0 * e[i] / tau * times(alpha, inverse)[0];
            }
            pivots.push(pivot);
            weights.push(weight);
            last = pivot;
        }
        let forward = vec![[[0.0; POLES]; 2]; n];
        let mut cram = Self { lower, upper, kept, weights, pivots, forward, seam: None };
        cram.seam = corners.map(|corners| cram.seam(&gamma, corners));
        cram
    }

    /// Prepares what a ring needs beside the tridiagonal solve.
    fn seam(&self, gamma: &[Complex; POLES], [c, other]: [f64; 2]) -> Seam {
        let n = self.pivots.len();
        let mut q = vec![[[0.0; POLES]; 2]; n];
        let (mut last, mut part) = ([[0.0; POLES]; 2], [[0.0; POLES]; 2]);
        for p in 0..POLES {
            let mut x: Vec<Complex> = vec![[0.0; 2]; n];
            let pivot = |i: usize| [self.pivots[i][0][p], self.pivots[i][1][p]];
            let mut z = [0.0; 2];
            for i in 0..n {
                let load = if i == 0 { gamma[p] } else { [if i + 1 == n { c } else { 0.0 }, 0.0] };
                let a = if i == 0 { 0.0 } else { self.lower[i] };
                z = times([load[0] - a * z[0], load[1] - a * z[1]], pivot(i));
                x[i] = z;
            }
            for i in (0..n - 1).rev() {
                let step =
                    times([self.upper[i] * x[i + 1][0], self.upper[i] * x[i + 1][1]], pivot(i));
                x[i] = [x[i][0] - step[0], x[i][1] - step[1]];
            }
            let k = times([other, 0.0], inverted(gamma[p]));
            let end = times(k, x[n - 1]);
            let whole = inverted([1.0 + x[0][0] + end[0], x[0][1] + end[1]]);
            for side in 0..2 {
                (last[side][p], part[side][p]) = (k[side], whole[side]);
            }
            for i in 0..n {
                let weighted = times([self.weights[i][0][p], self.weights[i][1][p]], x[i]);
                (q[i][0][p], q[i][1][p]) = (weighted[0], weighted[1]);
            }
        }
        Seam { last, part, solved: q }
    }

    /// Replaces `x` by r(τ(1 + AE)⁻¹A) x.
    pub fn apply(&mut self, x: &mut [f64]) {
        let n = x.len();
        let mut z = [Eight::ZERO; 2];
        for i in 0..n {
            let (a, m) = (self.lower[i], x[i]);
            let (w, q) = (loaded(&self.weights[i]), loaded(&self.pivots[i]));
            let [re, im] = [m * w[0] - a * z[0], m * w[1] - a * z[1]];
            z = times([re, im], q);
            for (z, forward) in z.iter().zip(&mut self.forward[i]) {
                z.put(forward);
            }
        }
        let mut y = [Eight::ZERO; 2];
        for i in (0..n).rev() {
            let (c, f) = (self.upper[i], loaded(&self.forward[i]));
            let (w, q) = (loaded(&self.weights[i]), loaded(&self.pivots[i]));
            let step = times([c * y[0], c * y[1]], q);
            y = [f[0] - step[0], f[1] - step[1]];
            x[i] = self.kept[i] * x[i] + 2.0 * times(w, y)[0].sum();
        }
        if let Some(seam) = &self.seam {
            seam.close(y, z, x);
        }
    }
}

impl Seam {
    /// Puts right what the solve without corners gave, from its first and its last value.
    fn close(&self, first: [Eight; 2], last: [Eight; 2], x: &mut [f64]) {
        let (k, part) = (loaded(&self.last), loaded(&self.part));
        let end = times(k, last);
        let missing = times([first[0] + end[0], first[1] + end[1]], part);
        for (x, q) in x.iter_mut().zip(&self.solved) {
            *x -= 2.0 * times(loaded(q), missing)[0].sum();
        }
    }
}

/// The complex numbers of all poles, to compute with.
#[inline]
fn loaded([re, im]: &[Lanes; 2]) -> [Eight; 2] {
    [Eight::of(re), Eight::of(im)]
}

/// θ/C of a pole, C = 1 − θe with e = E/τ, and 1/C.
fn shifted(theta: Complex, e: f64) -> [Complex; 2] {
    let inverse = inverted([1.0 - e * theta[0], -e * theta[1]]);
    [times(theta, inverse), inverse]
}

/// What the outermost pole takes from the diagonal of τA where E/τ is `e`.
pub fn outermost(e: f64) -> Complex {
    shifted([THETA[0][0], THETA[1][0]], e)[0]
}

/// The inverse pivot of a row of τA − `shift`: of its diagonal in τA, the product of its two
/// couplings to the row before, and the inverse pivot there.
pub fn pivot(diagonal: f64, shift: Complex, coupling: f64, before: Complex) -> Complex {
    inverted([diagonal - shift[0] - coupling * before[0], -shift[1] - coupling * before[1]])
}

/// A complex number, real and imaginary part.
pub type Complex = [f64; 2];

#[inline]
fn times<T>(a: [T; 2], b: [T; 2]) -> [T; 2]
where
    T: Copy + Add<Output = T> + Sub<Output = T> + Mul<Output = T>,
{
    [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
}

fn inverted([re, im]: Complex) -> Complex {
    let norm = 1.0 / (re * re + im * im);
    [re * norm, -im * norm]
}

fn root([re, im]: Complex) -> Complex {
    let size = (re * re + im * im).sqrt();
    [(0.5 * (size + re)).sqrt(), (0.5 * (size - re)).sqrt().copysign(im)]
}
