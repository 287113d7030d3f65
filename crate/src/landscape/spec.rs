//! Which landscape, as a reader writes it; checked when it is read.

use crate::error::{Error, Result};
use crate::fields::{given, map, name_of, no_choice, number, numbers, one_of, unknown};
use crate::landscape::closed::ClosedForm;
use crate::landscape::data::Model;
use crate::landscape::formula::typed::{self, Typed};
use crate::landscape::formula::{Constants, Space};
use crate::landscape::frame::Frame;
use crate::landscape::pit::PIT;
use crate::landscape::wells::WELLS;
use crate::parameters::{choice, parameter};
use crate::value::Value;

/// Most formulas or points a landscape may have.
pub const MOST_DATAPOINTS: usize = 1000;

/// Which landscape, with its parameters, as a reader writes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Spec {
    /// A landscape in closed form, with its numbers in the order of their names.
    Closed {
        /// Which.
        form: &'static ClosedForm,
        /// Its numbers.
        numbers: Vec<f64>,
    },
    /// A formula in W for the loss of each datapoint.
    Formula {
        /// l_0, l_1, …
        losses: Vec<String>,
    },
    /// G and S² given directly; SGD then draws from the two gradients G ± S.
    Moments {
        /// G(W).
        gradient: String,
        /// S²(W).
        variance: String,
    },
    /// A one-parameter model fitted to data; each point is a datapoint.
    Data {
        /// The model.
        model: Model,
        /// The points (x, y).
        points: Vec<[f64; 2]>,
    },
    /// Points that are counted in units of their own.
    Framed {
        /// The units, and where they begin.
        frame: Frame,
        /// The landscape of points.
        landscape: Box<Self>,
    },
    /// Formulas that name constants.
    With {
        /// The constants with their values.
        constants: Constants,
        /// The landscape of formulas.
        landscape: Box<Self>,
    },
}

impl Spec {
    /// The name of the kind, as in `landscape.kind`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Closed { form, .. } => form.kind,
            Self::Formula { .. } => "formula",
            Self::Moments { .. } => "moments",
            Self::With { landscape, .. } | Self::Framed { landscape, .. } => landscape.kind(),
            Self::Data { .. } => "data",
        }
    }

    /// A landscape in closed form with the numbers of the table's defaults.
    pub fn default_of(form: &'static ClosedForm) -> Self {
        let default = |name: &&str| parameter(&format!("landscape.{name}")).default;
        Self::Closed { form, numbers: form.numbers.iter().map(default).collect() }
    }

    /// The post's own system.
    pub fn pit() -> Self {
        Self::default_of(&PIT)
    }

    /// Two wells: k, a and σ of [`WELLS`].
    pub fn wells(ratio: f64, height: f64, noise: f64) -> Self {
        Self::Closed { form: &WELLS, numbers: vec![ratio, height, noise] }
    }

    /// k, a and σ, if these are the two wells.
    pub fn as_wells(&self) -> Option<[f64; 3]> {
        match self {
            Self::Closed { form, numbers } if **form == WELLS => numbers.as_slice().try_into().ok(),
            _ => None,
        }
    }

    /// Reads a landscape given by its fields.
    ///
    /// # Errors
    /// One [`Error`] that names the first offending field.
    pub fn read(fields: &[(String, Value)]) -> Result<Self> {
        let kind = given(fields, "kind").unwrap_or(&Value::Nothing).text("landscape.kind")?;
        let form = ClosedForm::named(kind);
        let known: Vec<&str> = match kind {
            "formula" => vec!["kind", "losses", "constants"],
            "moments" => vec!["kind", "gradient", "variance", "constants"],
            "data" => vec!["kind", "model", "points", "origin", "units"],
            _ if form.is_some() => std::iter::once("kind")
                .chain(form.iter().flat_map(|f| f.numbers).copied())
                .collect(),
            _ => {
                let options = choice("landscape.kind").options.iter().map(|(value, _)| *value);
                return Err(no_choice("landscape.kind", kind, options));
            }
        };
        if let Some((key, _)) = fields.iter().find(|(key, _)| !known.contains(&key.as_str())) {
            return Err(unknown(&format!("landscape.{key}"), &known));
        }
        if let Some(form) = form {
            return read_closed(form, fields);
        }
        let mut typed = Typed::new(Space::Line, fields)?;
        let formula = |name: &str| {
            let text = required(fields, name)?.text(&format!("landscape.{name}"))?;
            Ok((name.to_string(), text))
        };
        let landscape = match kind {
            "formula" => {
                let list = required(fields, "losses")?.list("landscape.losses")?;
                counted("landscape.losses", list.len())?;
                Self::Formula { losses: formulas("losses", list, &mut typed)? }
            }
            "moments" => {
                let both = typed.take(&[formula("gradient")?, formula("variance")?])?;
                Self::Moments { gradient: both[0].clone(), variance: both[1].clone() }
            }
            _ => return read_data(fields),
        };
        Ok(match typed.constants() {
            constants if constants.is_empty() => landscape,
            constants => Self::With { constants, landscape: Box::new(landscape) },
        })
    }

    /// The landscape as a value; one without numbers by its name alone.
    pub fn write(&self) -> Value {
        let text = |s: &str| Value::Text(s.into());
        let kind = ("kind", text(self.kind()));
        match self {
            Self::Closed { form, numbers } if numbers.is_empty() => text(form.kind),
            Self::Closed { form, numbers } => {
                let named = form.numbers.iter().zip(numbers);
                let fields = named.map(|(name, x)| ((*name).into(), Value::Number(*x)));
                Value::Map(
                    std::iter::once(("kind".into(), text(form.kind))).chain(fields).collect(),
                )
            }
            Self::Formula { losses } => {
                map([kind, ("losses", Value::List(losses.iter().map(|l| text(l)).collect()))])
            }
            Self::Moments { gradient, variance } => {
                map([kind, ("gradient", text(gradient)), ("variance", text(variance))])
            }
            Self::Data { model, points } => map([
                kind,
                ("model", name_of(*model, &Model::NAMES)),
                ("points", Value::List(points.iter().map(|p| numbers(p)).collect())),
            ]),
            Self::Framed { frame, landscape } => {
                let mut value = landscape.write();
                frame.write(&mut value);
                value
            }
            Self::With { constants, landscape } => {
                let mut value = landscape.write();
                if let Value::Map(fields) = &mut value {
                    fields.push(("constants".into(), typed::write(constants)));
                }
                value
            }
        }
    }
}

fn read_closed(form: &'static ClosedForm, fields: &[(String, Value)]) -> Result<Spec> {
    let read = |name: &&str| {
        let key = format!("landscape.{name}");
        given(fields, name).map_or(Ok(parameter(&key).default), |value| number(&key, value))
    };
    let numbers = form.numbers.iter().map(read).collect::<Result<_>>()?;
    Ok(Spec::Closed { form, numbers })
}

/// The formulas of a list.
///
/// # Errors
/// One [`Error`] on the first that is no text or cannot be read.
pub fn formulas(name: &str, list: &[Value], typed: &mut Typed) -> Result<Vec<String>> {
    let mut texts = Vec::with_capacity(list.len());
    for (j, value) in list.iter().enumerate() {
        let text = value.text(&format!("landscape.{name}.{j}"))?;
        texts.push((format!("{name}.{j}"), text));
    }
    typed.take(&texts)
}

fn read_data(fields: &[(String, Value)]) -> Result<Spec> {
    let model = match given(fields, "model") {
        Some(value) => one_of("landscape.model", value, &Model::NAMES)?,
        None => Model::Line,
    };
    let (points, frame) = read_framed(fields)?;
    model.check(&frame.map_or_else(|| points.clone(), |f| f.counted(&points)))?;
    let landscape = Spec::Data { model, points };
    Ok(match frame {
        Some(frame) => Spec::Framed { frame, landscape: Box::new(landscape) },
        None => landscape,
    })
}

/// The points (x, y) of a landscape as they are given, and how they are counted.
///
/// # Errors
/// One [`Error`] on the points or on their units.
pub fn read_framed(fields: &[(String, Value)]) -> Result<(Vec<[f64; 2]>, Option<Frame>)> {
    let points = read_points(required(fields, "points")?)?;
    let frame = Frame::read(fields)?;
    frame.map_or(Ok(()), |f| f.check(&points))?;
    Ok((points, frame))
}

/// The points (x, y) of a landscape.
///
/// # Errors
/// One [`Error`] on `landscape.points` or one of them.
pub fn read_points(value: &Value) -> Result<Vec<[f64; 2]>> {
    let list = value.list("landscape.points")?;
    counted("landscape.points", list.len())?;
    let mut points = Vec::with_capacity(list.len());
    for (i, value) in list.iter().enumerate() {
        let field = format!("landscape.points.{i}");
        let pair = value.list(&field)?;
        let [x, y] = pair else {
            return Err(Error::Conflict {
                field,
                reason: format!(
                    "a point is a pair [x, y], but this one has {} numbers",
                    pair.len()
                ),
            });
        };
        points.push([x.number(&format!("{field}.0"))?, y.number(&format!("{field}.1"))?]);
    }
    Ok(points)
}

/// The field `name` of a landscape that cannot do without it.
///
/// # Errors
/// [`Error::Conflict`] on it.
pub fn required<'a>(fields: &'a [(String, Value)], name: &str) -> Result<&'a Value> {
    given(fields, name).ok_or_else(|| Error::Conflict {
        field: format!("landscape.{name}"),
        reason: "it is missing, and this kind of landscape needs it".into(),
    })
}

/// Refuses a number of datapoints that no landscape has.
///
/// # Errors
/// [`Error::Conflict`] on `field`.
pub fn counted(field: &str, count: usize) -> Result<()> {
    if (1..=MOST_DATAPOINTS).contains(&count) {
        return Ok(());
    }
    Err(Error::Conflict {
        field: field.into(),
        reason: format!("{count} datapoints are given, but there must be 1 to {MOST_DATAPOINTS}"),
    })
}
