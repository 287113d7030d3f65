//! Which landscape of the plane, as a reader writes it; checked when it is read.

use crate::error::{Error, Result};
use crate::fields::{given, map, name_of, no_choice, numbers, one_of, plane_number, unknown};
use crate::landscape::data::Model;
use crate::landscape::formula::typed::{self, Typed};
use crate::landscape::formula::{Constants, Space};
use crate::landscape::frame::Frame;
use crate::landscape::plane::builtin::{Basins, Ring};
use crate::landscape::plane::factor;
use crate::landscape::spec::{counted, formulas, read_framed, required};
use crate::parameters::{plane_choice, plane_parameter};
use crate::scenario as line;
use crate::value::Value;

/// Which landscape, with its parameters, as a reader writes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Spec {
    /// ½ κ|W − c_j|²: with three points SGD draws Sierpiński's triangle at T = 1/(2κ).
    Points {
        /// c_j.
        points: Vec<[f64; 2]>,
        /// κ, L/W².
        curvature: f64,
    },
    /// g_j = H W − ξ_j, ξ_j = ± s₁ ± s₂: s₁, s₂ are the eigenvectors of the noise, scaled
    /// by the roots of its eigenvalues.
    Linear {
        /// H, which need not be symmetric.
        hessian: [[f64; 2]; 2],
        /// C.
        noise: [[f64; 2]; 2],
    },
    /// A narrow and a wide basin.
    Basins(Basins),
    /// A valley along a circle.
    Ring(Ring),
    /// Two weights in series, (W₁W₂x − y)² for each point.
    Network {
        /// The points (x, y).
        points: Vec<[f64; 2]>,
    },
    /// A model with slope W₁ and intercept W₂ fitted to data.
    Data {
        /// The model.
        model: Model,
        /// The points (x, y).
        points: Vec<[f64; 2]>,
    },
    /// A formula in W1 and W2 for the loss of each datapoint.
    Formula {
        /// l_0, l_1, …
        losses: Vec<String>,
    },
    /// G and C given directly; SGD then draws from the gradients G ± s₁ ± s₂.
    Moments {
        /// G₁, G₂.
        gradient: [String; 2],
        /// C₁₁, C₁₂, C₂₂.
        covariance: [String; 3],
    },
    /// A landscape of one parameter, descended with momentum: W₁ is the parameter, W₂ its
    /// velocity.
    Momentum {
        /// That of W.
        landscape: crate::landscape::Spec,
        /// β.
        momentum: f64,
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
            Self::Points { .. } => "points",
            Self::Linear { .. } => "linear",
            Self::Basins(_) => "basins",
            Self::Ring(_) => "ring",
            Self::Network { .. } => "network",
            Self::Data { .. } => "data",
            Self::Formula { .. } => "formula",
            Self::Moments { .. } => "moments",
            Self::Momentum { .. } => "momentum",
            Self::With { landscape, .. } | Self::Framed { landscape, .. } => landscape.kind(),
        }
    }

    /// Reads a landscape given by its fields.
    ///
    /// # Errors
    /// One [`Error`] that names the first offending field.
    pub fn read(fields: &[(String, Value)]) -> Result<Self> {
        let kind = given(fields, "kind").unwrap_or(&Value::Nothing).text("landscape.kind")?;
        let known: &[&str] = match kind {
            "points" => &["kind", "points", "curvature", "origin", "units"],
            "linear" => &["kind", "hessian", "noise"],
            "basins" => &["kind", "ratio", "height", "noise"],
            "ring" => &["kind", "stiffness", "narrowing", "noise", "variation"],
            "network" => &["kind", "points", "origin", "units"],
            "data" => &["kind", "model", "points", "origin", "units"],
            "formula" => &["kind", "losses", "constants"],
            "moments" => &["kind", "gradient", "covariance", "constants"],
            "momentum" => &["kind", "landscape", "momentum"],
            _ => {
                let options = plane_choice("landscape.kind").options.iter();
                return Err(no_choice("landscape.kind", kind, options.map(|(value, _)| *value)));
            }
        };
        if let Some((key, _)) = fields.iter().find(|(key, _)| !known.contains(&key.as_str())) {
            return Err(unknown(&format!("landscape.{key}"), known));
        }
        let read = |name: &str| {
            let key = format!("landscape.{name}");
            given(fields, name)
                .map_or(Ok(plane_parameter(&key).default), |value| plane_number(&key, value))
        };
        let mut typed = Typed::new(Space::Plane, fields)?;
        let (mut points, mut frame) = (triangle(), None);
        if ["points", "network", "data"].contains(&kind)
            && (kind != "points" || given(fields, "points").is_some())
        {
            (points, frame) = read_framed(fields)?;
        }
        let spec = match kind {
            "points" => Self::Points { points, curvature: read("curvature")? },
            "linear" => Self::Linear {
                hessian: matrix(fields, "hessian")?,
                noise: covariance_matrix(fields)?,
            },
            "basins" => Self::Basins(Basins {
                ratio: read("ratio")?,
                height: read("height")?,
                noise: read("noise")?,
            }),
            "ring" => Self::Ring(Ring {
                stiffness: read("stiffness")?,
                narrowing: read("narrowing")?,
                noise: read("noise")?,
                variation: read("variation")?,
            }),
            "network" => Self::Network { points },
            "data" => {
                let model = match given(fields, "model") {
                    Some(value) => one_of("landscape.model", value, &Model::NAMES)?,
                    None => Model::Line,
                };
                model.check(&frame.map_or_else(|| points.clone(), |f| f.counted(&points)))?;
                Self::Data { model, points }
            }
            "momentum" => {
                let line = map([("landscape", required(fields, "landscape")?.clone())]);
                let line = line::Scenario::read(&line).map_err(|e| e.within("landscape"))?;
                Self::Momentum { landscape: line.landscape, momentum: read("momentum")? }
            }
            "formula" => {
                let losses = required(fields, "losses")?.list("landscape.losses")?;
                counted("landscape.losses", losses.len())?;
                Self::Formula { losses: formulas("losses", losses, &mut typed)? }
            }
            _ => Self::Moments {
                gradient: several(fields, "gradient", "two formulas, G1 and G2", &mut typed)?,
                covariance: several(
                    fields,
                    "covariance",
                    "three formulas, C11, C12 and C22",
                    &mut typed,
                )?,
            },
        };
        if let Some(frame) = frame {
            return Ok(Self::Framed { frame, landscape: Box::new(spec) });
        }
        Ok(match typed.constants() {
            constants if constants.is_empty() => spec,
            constants => Self::With { constants, landscape: Box::new(spec) },
        })
    }

    /// The landscape as a value.
    pub fn write(&self) -> Value {
        let text = |s: &str| Value::Text(s.into());
        let kind = ("kind", text(self.kind()));
        let pairs = |points: &[[f64; 2]]| Value::List(points.iter().map(|p| numbers(p)).collect());
        let list = |texts: &[String]| Value::List(texts.iter().map(|t| text(t)).collect());
        match self {
            Self::Points { points, curvature } => {
                map([kind, ("points", pairs(points)), ("curvature", Value::Number(*curvature))])
            }
            Self::Linear { hessian, noise } => {
                map([kind, ("hessian", pairs(hessian)), ("noise", pairs(noise))])
            }
            Self::Basins(b) => map([
                kind,
                ("ratio", Value::Number(b.ratio)),
                ("height", Value::Number(b.height)),
                ("noise", Value::Number(b.noise)),
            ]),
            Self::Ring(r) => map([
                kind,
                ("stiffness", Value::Number(r.stiffness)),
                ("narrowing", Value::Number(r.narrowing)),
                ("noise", Value::Number(r.noise)),
                ("variation", Value::Number(r.variation)),
            ]),
            Self::Network { points } => map([kind, ("points", pairs(points))]),
            Self::Data { model, points } => {
                map([kind, ("model", name_of(*model, &Model::NAMES)), ("points", pairs(points))])
            }
            Self::Formula { losses } => map([kind, ("losses", list(losses))]),
            Self::Moments { gradient, covariance } => {
                map([kind, ("gradient", list(gradient)), ("covariance", list(covariance))])
            }
            Self::Momentum { landscape, momentum } => map([
                kind,
                ("landscape", landscape.write()),
                ("momentum", Value::Number(*momentum)),
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

/// Three points at the corners of an even triangle, the first on top.
pub fn triangle() -> Vec<[f64; 2]> {
    let half = 3.0_f64.sqrt() / 2.0;
    vec![[0.0, 1.0], [-half, -0.5], [half, -0.5]]
}

/// A matrix of two rows; entries left out take the defaults of the table.
fn matrix(fields: &[(String, Value)], name: &str) -> Result<[[f64; 2]; 2]> {
    let key = |a: usize, b: usize| format!("landscape.{name}.{a}.{b}");
    let mut m = [[0.0; 2]; 2];
    let Some(value) = given(fields, name) else {
        for (a, row) in m.iter_mut().enumerate() {
            for (b, x) in row.iter_mut().enumerate() {
                *x = plane_parameter(&key(a, b)).default;
            }
        }
        return Ok(m);
    };
    let field = format!("landscape.{name}");
    let wrong = |field: &str, count: usize| Error::Conflict {
        field: field.into(),
        reason: format!("it is a matrix [[a, b], [c, d]], but here are {count} where two belong"),
    };
    let rows = value.list(&field)?;
    if rows.len() != 2 {
        return Err(wrong(&field, rows.len()));
    }
    for (a, row) in rows.iter().enumerate() {
        let field = format!("{field}.{a}");
        let row = row.list(&field)?;
        if row.len() != 2 {
            return Err(wrong(&field, row.len()));
        }
        for (b, x) in row.iter().enumerate() {
            m[a][b] = plane_number(&key(a, b), x)?;
        }
    }
    Ok(m)
}

fn covariance_matrix(fields: &[(String, Value)]) -> Result<[[f64; 2]; 2]> {
    let m = matrix(fields, "noise")?;
    if m[0][1] != m[1][0] {
        return Err(Error::Conflict {
            field: "landscape.noise".into(),
            reason: "a covariance is symmetric: its two entries beside the diagonal must be alike"
                .into(),
        });
    }
    factor::check("landscape.noise", [m[0][0], m[0][1], m[1][1]], None)?;
    Ok(m)
}

fn several<const N: usize>(
    fields: &[(String, Value)],
    name: &str,
    what: &str,
    typed: &mut Typed,
) -> Result<[String; N]> {
    let field = format!("landscape.{name}");
    let list = required(fields, name)?.list(&field)?;
    formulas(name, list, typed)?.try_into().map_err(|texts: Vec<String>| Error::Conflict {
        field,
        reason: format!("it takes {what}, but {} are given", texts.len()),
    })
}
