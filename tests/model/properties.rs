//! Conservation and positivity for every landscape, rule, convention and T.

use proptest::prelude::*;
use sgd_current::landscape::Spec;
use sgd_current::landscape::data::Model as DataModel;
use sgd_current::line::simulation::Simulation;
use sgd_current::model::Model;
use sgd_current::scenario::{Convention, Initial, Rule, Scenario};

fn landscape() -> impl Strategy<Value = Spec> {
    let text = |s: &str| s.to_string();
    prop_oneof![
        Just(Spec::pit()),
        (1.0..8.0, 0.01..2.0, 0.05..3.0).prop_map(|(k, a, sigma)| Spec::wells(k, a, sigma)),
        (-2.0..2.0, 0.1..5.0).prop_map(move |(c, k)| Spec::Formula {
            losses: vec![
                format!("sin({k}*W) + {k}*(W - 1)^2"),
                text("tanh(W)"),
                format!("exp(-(W + {k})^2) * ({c} + 3)")
            ],
        }),
        (0.1..4.0, 0.0..2.0).prop_map(|(h, s)| Spec::Moments {
            gradient: format!("{h}*(W^3 - W)"),
            variance: format!("{s} + W^2/4"),
        }),
        prop::collection::vec((-2.0..2.0, 0.0..1.0), 1..6).prop_map(|points| Spec::Data {
            model: DataModel::Logistic,
            points: points.into_iter().map(|(x, y): (f64, f64)| [x, y]).collect(),
        }),
    ]
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let convention = prop_oneof![
        Just(Convention::Ito),
        Just(Convention::Stratonovich),
        Just(Convention::Klimontovich)
    ];
    let rule = prop_oneof![Just(Rule::Jump), Just(Rule::Flow)];
    let rate = (1e-4_f64.ln()..2.0_f64.ln()).prop_map(f64::exp);
    (
        landscape(),
        rate,
        1_usize..4,
        convention,
        any::<bool>(),
        rule,
        32_usize..80,
        -1.5..1.5,
        0.01..1.0,
    )
        .prop_map(
            |(landscape, t, batch_size, convention, second_order, rule, cells, mean, sd)| {
                Scenario {
                    landscape,
                    learning_rate: t,
                    batch_size,
                    convention,
                    second_order,
                    rule,
                    substeps: 4,
                    domain: [-2.0, 3.0],
                    cells,
                    initial: Initial { mean, sd },
                    walkers: 20,
                    ..Scenario::default()
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mass_stays_one_and_nothing_negative_in_any_scenario(scenario in scenario()) {
        let t = scenario.learning_rate;
        let mut sim = Simulation::new(scenario).unwrap();
        sim.step(3);
        for (name, model) in Model::NAMES {
            match sim.masses(model) {
                Ok(masses) => {
                    let total: f64 = masses.iter().sum();
                    prop_assert!((total - 1.0).abs() < 1e-12, "mass {total} of {name}");
                    prop_assert!(masses.iter().all(|m| *m >= 0.0), "{name} is negative or no number");
                }
                // A step that throws mass out of all bounds is refused, not followed.
                Err(error) => prop_assert!(error.field() == "learningRate" && t > 0.05, "{error}"),
            }
        }
        let end = sim.stationary();
        let shares: f64 = end.classes.iter().map(|c| c.share).sum();
        prop_assert!((shares - 1.0).abs() < 1e-9, "shares add up to {shares}");
        prop_assert!(sim.walkers().iter().all(|w| (-2.0..=3.0).contains(w)), "a walker is out of bounds");
    }
}

#[test]
fn beside_a_pole_the_current_stays_a_distribution() {
    // The noise gathered on a drift towards the pole is no number. Within the walls it would be
    // refused: it stands 10⁻⁶ beyond the right one.
    let losses = vec!["W".into(), "cos(W)/(cos(exp(W)) - abs(sigmoid(pi)))".into()];
    let mut sim = Simulation::new(Scenario {
        landscape: Spec::Formula { losses },
        learning_rate: 0.001_841_518_218_250_8,
        second_order: true,
        batch_size: 2,
        cells: 33,
        domain: [2.0, 2.50777],
        initial: Initial { mean: 2.2, sd: 0.1 },
        ..Scenario::default()
    })
    .unwrap();
    sim.step(2);
    let masses = sim.masses(Model::Current).unwrap();
    assert!((masses.iter().sum::<f64>() - 1.0).abs() < 1e-12 && masses.iter().all(|m| *m >= 0.0));
}
