//! Selling's decomposition: a diffusion in the plane as diffusions along three offsets
//! of the lattice.
//!
//! Every symmetric positive definite D is Σ λ_k e_k e_kᵀ with λ_k ≥ 0 and integer e_k
//! (Selling 1874; for finite differences Fehrenbach & Mirebeau 2014, §1.2). Start from
//! three vectors of sum 0; as long as two of them, v and w, have vᵀDw > 0, take −v, w and
//! v − w for them. In the end λ = −vᵀDw belongs to the offset at right angles to the third.

/// No offset reaches farther than this many cells along an axis.
pub const REACH: i32 = 6;

/// Weight λ, 1/step, and offset e in cells, of each of the three.
pub type Offsets = [(f64, [i32; 2]); 3];

/// The offsets of D, `[D₁₁, D₁₂, D₂₂]` in cells²/step. D must be positive definite.
fn decompose([d11, d12, d22]: [f64; 3]) -> Option<Offsets> {
    let product = |v: [i32; 2], w: [i32; 2]| {
        let [a, b, c, d] = [v[0], v[1], w[0], w[1]].map(f64::from);
        a * c * d11 + (a * d + b * c) * d12 + b * d * d22
    };
    let mut base = [[1, 0], [0, 1], [-1, -1]];
    // Each turn takes one off a continued fraction of the slant.
    for _ in 0..4 * REACH {
        let obtuse = [[0, 1, 2], [1, 2, 0], [2, 0, 1]]
            .into_iter()
            .find(|&[i, j, _]| product(base[i], base[j]) > 0.0);
        let Some([i, j, k]) = obtuse else {
            return Some([[1, 2, 0], [2, 0, 1], [0, 1, 2]].map(|[i, j, k]| {
                let v = base[k];
                ((-product(base[i], base[j])).max(0.0), [-v[1], v[0]])
            }));
        };
        let (v, w) = (base[i], base[j]);
        (base[i], base[j], base[k]) = ([-v[0], -v[1]], w, [v[0] - w[0], v[1] - w[1]]);
    }
    None
}

/// The offsets of D, or of the D + δ1 with the smallest δ tried for which none reaches
/// beyond [`REACH`]: a noise so slanted and thin that the lattice has no short offsets
/// for it is thickened. `least`, cells²/step, is what D must have along each line.
/// Also returns the D that is decomposed.
pub fn offsets(d: [f64; 3], least: f64) -> (Offsets, [f64; 3]) {
    let size = d[0] + d[2] + least;
    let mut more = least;
    loop {
        let thick = [d[0] + more, d[1], d[2] + more];
        if let Some(offsets) = decompose(thick) {
            let reach = |e: [i32; 2]| e[0].abs().max(e[1].abs());
            if offsets.iter().all(|(l, e)| *l <= 0.0 || reach(*e) <= REACH) {
                return (offsets, thick);
            }
        }
        more = (1.25 * more).max(1e-3 * size);
    }
}
