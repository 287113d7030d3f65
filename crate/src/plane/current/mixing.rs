//! Anderson's mixing (1965) of the last iterates of a fixed-point iteration: the
//! combination of what the steps made whose change, to first order, is least.

/// Iterates that are mixed.
const MIXED: usize = 6;

/// The last iterates.
#[derive(Default)]
pub struct Mixing {
    /// What a step made, and by how much it changed.
    iterates: Vec<(Vec<f64>, Vec<f64>)>,
}

impl Mixing {
    /// Takes in what a step made and by how much that differs from what it started from,
    /// and puts the mixture into `made`. `weights` say how much the change of each number
    /// counts.
    pub fn mix(&mut self, made: &mut [f64], change: Vec<f64>, weights: &[f64]) {
        self.iterates.push((made.to_vec(), change));
        if self.iterates.len() > MIXED {
            self.iterates.remove(0);
        }
        let Some((last, older)) = self.iterates.split_last() else { return };
        // Normal equations for the weights of the differences to the last.
        let m = older.len();
        let (mut matrix, mut right) = ([[0.0; MIXED]; MIXED], [0.0; MIXED]);
        for (c, weight) in weights.iter().enumerate() {
            let mut d = [0.0; MIXED];
            for (d, o) in d.iter_mut().zip(older) {
                *d = last.1[c] - o.1[c];
            }
            for i in 0..m {
                right[i] += weight * d[i] * last.1[c];
                for j in 0..=i {
                    matrix[i][j] += weight * d[i] * d[j];
                }
            }
        }
        let Some(parts) = cholesky(&mut matrix, right, m) else { return };
        for (old, part) in older.iter().zip(&parts) {
            for (made, (old, last)) in made.iter_mut().zip(old.0.iter().zip(&last.0)) {
                *made += part * (old - last);
            }
        }
    }
}

/// The solution of a symmetric positive system of size `m`, its lower half given.
fn cholesky(a: &mut [[f64; MIXED]; MIXED], mut b: [f64; MIXED], m: usize) -> Option<[f64; MIXED]> {
    for i in 0..m {
        a[i][i] *= 1.0 + 1e-10;
        for j in 0..=i {
            let sum = a[i][j] - (0..j).map(|k| a[i][k] * a[j][k]).sum::<f64>();
            if i == j {
                if !(sum > 0.0) {
                    return None;
                }
                a[i][i] = sum.sqrt();
            } else {
                a[i][j] = sum / a[j][j];
            }
        }
        b[i] = (b[i] - (0..i).map(|k| a[i][k] * b[k]).sum::<f64>()) / a[i][i];
    }
    for i in (0..m).rev() {
        b[i] = (b[i] - (i + 1..m).map(|k| a[k][i] * b[k]).sum::<f64>()) / a[i][i];
    }
    Some(b)
}
