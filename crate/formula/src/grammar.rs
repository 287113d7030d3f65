//! What a formula may call: the one table that the reader, its messages and the page's
//! documentation are made from.

/// A function of one argument.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Exp,
    Log,
    Log10,
    Log2,
    Log1p,
    Sqrt,
    Abs,
    Sign,
    Sin,
    Cos,
    Tan,
    Atan,
    Sinh,
    Cosh,
    Tanh,
    Sigmoid,
    Relu,
    Softplus,
}

/// What a name before parentheses stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A function of one argument.
    Call(Function),
    /// Its argument times itself.
    Square,
    /// An operator of two arguments or, but for `^`, more: the greatest `M`, the least `m`,
    /// a power `^`, whether all hold `&` or any `∨`.
    Fold(char),
    /// The second of three where the first holds, else the third.
    Choice,
    /// What it is in rows, each with its condition.
    Rows,
    /// The first of three, but no less than the second and no more than the third.
    Clamp,
    /// What this formula in w gives of its argument, or of two that are w and v; with a single one v
    /// is 1. Without brackets behind it the name is free for a constant.
    Composed(&'static str),
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// How a formula is written by this crate.
    pub name: &'static str,
    /// How else people write it, in small letters.
    pub also: &'static [&'static str],
    /// What it stands for.
    pub meaning: Meaning,
}

const fn row(name: &'static str, also: &'static [&'static str], meaning: Meaning) -> Known {
    Known { name, also, meaning }
}

/// The functions.
#[rustfmt::skip]
pub const FUNCTIONS: &[Known] = {
    use Function as F;
    use Meaning::{Call, Choice, Clamp, Composed, Fold, Rows, Square};
    &[
        row("exp", &[], Call(F::Exp)),
        row("log", &["ln", "loge"], Call(F::Log)),
        row("log10", &["lg"], Call(F::Log10)),
        row("log2", &["lb"], Call(F::Log2)),
        row("log1p", &[], Call(F::Log1p)),
        row("sqrt", &[], Call(F::Sqrt)),
        row("abs", &["fabs", "absolute", "norm"], Call(F::Abs)),
        row("sign", &["sgn"], Call(F::Sign)),
        row("sin", &[], Call(F::Sin)),
        row("cos", &[], Call(F::Cos)),
        row("tan", &["tg"], Call(F::Tan)),
        row("atan", &["arctan"], Call(F::Atan)),
        row("sinh", &["sh"], Call(F::Sinh)),
        row("cosh", &["ch"], Call(F::Cosh)),
        row("tanh", &["th"], Call(F::Tanh)),
        row("sigmoid", &["logistic", "expit", "plogis", "logisticsigmoid"], Call(F::Sigmoid)),
        row("relu", &["ramp"], Call(F::Relu)),
        row("softplus", &[], Call(F::Softplus)),
        row("square", &["sqr", "sq", "abs2"], Square),
        row("pow", &["power", "powi", "powf"], Fold('^')),
        row("max", &["maximum", "fmax", "pmax", "clampmin"], Fold('M')),
        row("min", &["minimum", "fmin", "pmin", "clampmax"], Fold('m')),
        row("where", &["if", "ifelse"], Choice),
        row("piecewise", &["cases"], Rows),
        row("clamp", &["clip"], Clamp),
        row("and", &["logicaland"], Fold('&')),
        row("or", &["logicalor"], Fold('∨')),
        row("not", &["logicalnot"], Composed("w≡0")),
        row("sec", &[], Composed("1/cos(w)")),
        row("csc", &["cosec"], Composed("1/sin(w)")),
        row("cot", &["ctg"], Composed("1/tan(w)")),
        row("sech", &[], Composed("1/cosh(w)")),
        row("coth", &[], Composed("1/tanh(w)")),
        row("asin", &["arcsin"], Composed("atan(w/sqrt(1-w^2))")),
        row("acos", &["arccos"], Composed("pi/2-atan(w/sqrt(1-w^2))")),
        row("asinh", &["arcsinh", "arsinh"], Composed("log(w+sqrt(w^2+1))")),
        row("acosh", &["arccosh", "arcosh"], Composed("log(w+sqrt(w^2-1))")),
        row("atanh", &["arctanh", "artanh"], Composed("log((1+w)/(1-w))/2")),
        row("exp2", &[], Composed("2^w")),
        row("expm1", &[], Composed("exp(w)-1")),
        row("cbrt", &[], Composed("sign(w)*abs(w)^(1/3)")),
        row("logcosh", &[], Composed("softplus(2*w)-w-log(2)")),
        row("logsigmoid", &[], Composed("-softplus(-w)")),
        row("silu", &["swish"], Composed("w*sigmoid(w)")),
        row("mish", &[], Composed("w*tanh(softplus(w))")),
        row("softsign", &[], Composed("w/(1+abs(w))")),
        row("elu", &[], Composed("max(w,0)+exp(min(w,0))-1")),
        row("hinge", &[], Composed("relu(1-w)")),
        row("huber", &[], Composed("min(abs(w),v)*(abs(w)-min(abs(w),v)/2)")),
        row("heaviside", &["unitstep", "heavisidetheta"], Composed("(w>0)+v*(w≡0)")),
        row("indicator", &["boole", "iverson"], Composed("w")),
    ]
};

/// The row of a name, in small letters.
pub fn known(name: &str) -> Option<&'static Known> {
    FUNCTIONS.iter().find(|f| f.name == name || f.also.contains(&name))
}

impl Function {
    /// How a formula is written by this crate.
    pub fn name(self) -> &'static str {
        FUNCTIONS.iter().find(|f| f.meaning == Meaning::Call(self)).map_or("", |f| f.name)
    }
}
