//! exp(τA) on cell masses by the Chebyshev rational approximation of order 16.
//!
//! r(z) = α₀ + 2 Re Σ_j α_j/(z − θ_j), the best rational approximation of eᶻ on
//! (−∞, 0], error 2·10⁻¹⁶ (Cody, Meinardus & Varga 1969; poles and residues of
//! Pusa, Nucl. Sci. Eng. 169, 2011, as corrected in 182, 2016). One step is eight
//! complex tridiagonal solves, all eight carried side by side. The factors need
//! no pivoting: A is similar to a symmetric matrix, so A − θ has a definite
//! imaginary part.
//!
//! With a diagonal E ≥ 0 the same solves give exp(τ(1 + AE)⁻¹A): r then meets a rational
//! function of A, whose spectrum stays real and ≤ 0 as long as AE is below ½.
//!
//! The spectrum of pure upwind transport leaves the real line: there the L1 error
//! is 2·10⁻¹¹ at Courant number 5, 4·10⁻⁹ at 12, and r diverges at 30. The caller
//! chooses τ accordingly ([`super::evolve`]).

/// Pairs of poles.
const POLES: usize = 8;
/// One real number for each pole.
type Lanes = [f64; POLES];

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

/// A tridiagonal matrix, rows of (lower, diagonal, upper).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tridiagonal {
    /// lower\[i\] multiplies x\[i − 1\] in row i; lower\[0\] is unused.
    pub lower: Vec<f64>,
    /// The diagonal.
    pub diagonal: Vec<f64>,
    /// upper\[i\] multiplies x\[i + 1\] in row i; the last is unused.
    pub upper: Vec<f64>,
}

impl Tridiagonal {
    /// The generator of the cells in a window, its ends closed: what would leave
    /// stays in the last cell.
    pub fn window(&self, cells: std::ops::Range<usize>) -> Self {
        let mut cut = Self {
            lower: self.lower[cells.clone()].to_vec(),
            diagonal: self.diagonal[cells.clone()].to_vec(),
            upper: self.upper[cells.clone()].to_vec(),
        };
        if let (Some(first), Some(last)) = (cells.clone().next(), cells.clone().next_back()) {
            let n = cells.len();
            if first > 0 {
                cut.diagonal[0] += self.upper[first - 1];
            }
            if last + 1 < self.diagonal.len() {
                cut.diagonal[n - 1] += self.lower[last + 1];
            }
        }
        cut
    }

    /// (1 + EA)⁻¹ of cell masses, with the diagonal of E: A of it is (1 + AE)⁻¹A of them.
    pub fn sharpened(&self, e: &[f64], masses: &[f64]) -> Vec<f64> {
        let n = masses.len();
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
        for i in 0..n {
            let coupling = if i == 0 { 0.0 } else { lower[i] * upper[i - 1] };
            let (mut pivot, mut weight) = ([[0.0; POLES]; 2], [[0.0; POLES]; 2]);
            for p in 0..POLES {
                let [theta, alpha] = [THETA, ALPHA].map(|z| [z[0][p], z[1][p]]);
                let [shift, inverse] = shifted(theta, e[i] / tau);
                let before = [last[0][p], last[1][p]];
                [pivot[0][p], pivot[1][p]] =
                    self::pivot(tau * a.diagonal[i], shift, coupling, before);
                [weight[0][p], weight[1][p]] = times(roots[p], inverse);
                kept[i] += 2.0 * e[i] / tau * times(alpha, inverse)[0];
            }
            pivots.push(pivot);
            weights.push(weight);
            last = pivot;
        }
        Self { lower, upper, kept, weights, pivots, forward: vec![[[0.0; POLES]; 2]; n] }
    }

    /// Replaces `x` by r(τ(1 + AE)⁻¹A) x.
    pub fn apply(&mut self, x: &mut [f64]) {
        let n = x.len();
        let mut z = [[0.0; POLES]; 2];
        for i in 0..n {
            let (a, m, w, q) = (self.lower[i], x[i], &self.weights[i], &self.pivots[i]);
            for p in 0..POLES {
                let re = w[0][p] * m - a * z[0][p];
                let im = w[1][p] * m - a * z[1][p];
                z[0][p] = re * q[0][p] - im * q[1][p];
                z[1][p] = re * q[1][p] + im * q[0][p];
            }
            self.forward[i] = z;
        }
        let mut y = [[0.0; POLES]; 2];
        for i in (0..n).rev() {
            let (c, f, w, q) = (self.upper[i], &self.forward[i], &self.weights[i], &self.pivots[i]);
            let mut sum = 0.0;
            for p in 0..POLES {
                let re = c * y[0][p];
                let im = c * y[1][p];
                y[0][p] = f[0][p] - (re * q[0][p] - im * q[1][p]);
                y[1][p] = f[1][p] - (re * q[1][p] + im * q[0][p]);
                sum += w[0][p] * y[0][p] - w[1][p] * y[1][p];
            }
            x[i] = self.kept[i] * x[i] + 2.0 * sum;
        }
    }
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

fn times(a: Complex, b: Complex) -> Complex {
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
