//! Wide against narrow: two wells alike but for a stretch k.
//!
//! A stretch divides G by k and S² by k², so the exponent ∫2G/(TS²) dW from the
//! bottom to the barrier is k² times larger. With I = 4a/(Tσ²) (B = 1, Itô):
//!
//! peak ratio wide/narrow = k² e^{(k²−1)I},
//! mass ratio = k³ e^{(k²−1)I/2} I₀(k²I/2)/I₀(I/2).

use crate::bessel::ln_i0;
use crate::current::field::Field;
use crate::current::rates::{Coefficients, Rates};
use crate::current::stationary::Stationary;
use crate::error::{Error, Result};
use crate::fields::given;
use crate::grid::Grid;
use crate::initial;
use crate::landscape::{Landscape, Spec};
use crate::scenario::Scenario;
use crate::value::Value;

/// Logarithms of the ratios wide/narrow of the end state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratios {
    /// ln of the ratio of the densities at the two minima.
    pub log_peak: f64,
    /// ln of the ratio of the masses of the two wells.
    pub log_mass: f64,
}

/// The comparison of a wide and a narrow minimum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Closed form.
    pub predicted: Ratios,
    /// ∫2G/(TS²) from the bottom of the narrow well to the barrier.
    pub exponent_narrow: f64,
    /// The same of the wide well: k² times as much.
    pub exponent_wide: f64,
    /// From the discrete end state.
    pub solved: Ratios,
}

impl Comparison {
    /// Reads the fields of a scenario that have `ratio`, `height` and `noise` of
    /// the wells beside them.
    ///
    /// # Errors
    /// As [`Scenario::read`].
    pub fn question(value: &Value) -> Result<Scenario> {
        const OF_WELLS: [&str; 3] = ["ratio", "height", "noise"];
        let fields = if *value == Value::Nothing { &[] } else { value.map("scenario")? };
        let (wells, mut rest): (Vec<_>, Vec<_>) =
            fields.iter().cloned().partition(|(key, _)| OF_WELLS.contains(&key.as_str()));
        if given(&rest, "landscape").is_none() {
            let kind = ("kind".into(), Value::Text("wells".into()));
            let landscape = std::iter::once(kind).chain(wells).collect();
            rest.push(("landscape".into(), Value::Map(landscape)));
        } else if let Some((key, _)) = wells.first() {
            return Err(Error::Conflict {
                field: key.clone(),
                reason: "give it beside the other fields or within landscape, not both".into(),
            });
        }
        Scenario::read(&Value::Map(rest))
    }

    /// Compares the two wells of a scenario.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the landscape is not of the kind "wells" or its
    /// walls do not stand where the closed form has them; otherwise as
    /// [`Grid::new`].
    pub fn new(scenario: &Scenario) -> Result<Self> {
        let Spec::Wells { ratio: k, height, noise } = scenario.landscape else {
            return Err(Error::Conflict {
                field: "landscape".into(),
                reason: format!(
                    "wide and narrow are compared on the landscape “wells”, not on “{}”",
                    scenario.landscape.kind()
                ),
            });
        };
        // The closed form is that of the first-order current.
        let coefficients = Coefficients { second_order: false, ..Coefficients::from(scenario) };
        // A batch of B has S²/B; the convention a leaves S^{2(1−a)} before the
        // exponential.
        let i = 4.0 * height * coefficients.batch_size / (scenario.learning_rate * noise * noise);
        let spread = 2.0 * (1.0 - coefficients.convention) * k.ln();
        let grown = k * k - 1.0;
        let predicted = Ratios {
            log_peak: spread + grown * i,
            log_mass: spread + k.ln() + 0.5 * grown * i + ln_i0(0.5 * k * k * i) - ln_i0(0.5 * i),
        };
        let landscape = Landscape::new(&scenario.landscape)?;
        let grid = Grid::new(&landscape, scenario.domain, scenario.cells)?;
        let rates = Rates::new(&Field::new(&landscape, &grid)?, &grid, coefficients);
        let end = Stationary::new(&rates, &grid, &initial::masses(scenario.initial, &grid));
        let barrier = grid.cell_of(0.0);
        let (narrow, wide) = (0..barrier, barrier..grid.cells());
        let peak = |below: bool| {
            end.minima
                .iter()
                .filter(|m| (m.at < 0.0) == below)
                .map(|m| m.log_peak)
                .fold(f64::NEG_INFINITY, f64::max)
        };
        let solved = Ratios {
            log_peak: peak(false) - peak(true),
            log_mass: end.log_mass(&grid, wide) - end.log_mass(&grid, narrow),
        };
        Ok(Self { predicted, exponent_narrow: i, exponent_wide: k * k * i, solved })
    }
}
