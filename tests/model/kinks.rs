//! Kinks of typed formulas: an edge stands on each, conditions are worth what |…| is, and a loss that
//! jumps is refused.

use crate::{assert_close, moments, refusal, simulate};
use sgd_current::error::Error;
use sgd_current::jet::{Jet, PlaneJet};
use sgd_current::landscape::Spec;
use sgd_current::landscape::formula::{Constants, Formula, Space};
use sgd_current::landscape::plane;
use sgd_current::model::Model;
use sgd_current::plane::scenario::Scenario as PlaneScenario;
use sgd_current::plane::simulation::Simulation as PlaneSimulation;
use sgd_current::plane::stationary::Stationary;
use sgd_current::scenario::{Convention, Initial, Scenario};
use sgd_current::value::Value;

fn losses(losses: &[&str]) -> Scenario {
    Scenario {
        landscape: Spec::Formula { losses: losses.iter().map(|l| (*l).into()).collect() },
        domain: [-2.0, 2.0],
        cells: 200,
        learning_rate: 0.05,
        walkers: 100,
        initial: Initial { mean: 0.5, sd: 0.2 },
        ..Scenario::default()
    }
}

/// The masses of every model and the walkers after some steps.
fn run(scenario: Scenario) -> Vec<f64> {
    let mut simulation = simulate(scenario);
    simulation.step(40);
    let mut all = simulation.walkers().to_vec();
    for (_, model) in Model::NAMES {
        all.extend_from_slice(simulation.masses(model).unwrap());
    }
    all
}

#[test]
fn a_condition_gives_the_numbers_of_the_function_that_it_spells_out() {
    for (spelt, known) in [
        ("where(W < 0, -W, W)", "abs(W)"),
        ("where(W > 0, W, 0)", "relu(W)"),
        ("where(W >= 0.3, W - 0.3, 0)", "relu(W - 0.3)"),
        ("(W > 0)*W - (W < 0)*W", "abs(W)"),
        ("where(W^2 < 2, 2 - W^2, 0)", "max(2 - W^2, 0)"),
    ] {
        // Beside another loss, so that there is noise, on even cells with an edge at 0 and on odd.
        for cells in [200, 201] {
            let [one, other] =
                [spelt, known].map(|l| run(Scenario { cells, ..losses(&[l, "(W - 1)^2"]) }));
            assert_eq!(one, other, "{spelt} on {cells} cells");
        }
    }
    let spelt = "where(abs(W) <= 1, W^2/2, abs(W) - 1/2)";
    let [one, other] = [spelt, "huber(W, 1)"].map(|l| run(losses(&[l, "(W - 1)^2"])));
    for (a, b) in one.iter().zip(&other) {
        assert_close(*a, *b, 1e-12, "Huber's loss");
    }
}

#[test]
fn an_edge_stands_on_each_kink() {
    for (loss, places) in [
        ("abs(W - 0.3)", &[0.3][..]),
        ("max(0, 1 - W)^2", &[1.0]),
        ("huber(W, 1)", &[-1.0, 1.0]),
        ("where(-1 < W and W < 1, 0, W^2 - 1)", &[-1.0, 1.0]),
        ("where(W^2 < 2, 2 - W^2, 0)", &[-std::f64::consts::SQRT_2, std::f64::consts::SQRT_2]),
        ("abs(W)^2 + W^4", &[]),
        ("W^2", &[]),
    ] {
        let scenario = losses(&[loss]);
        let landscape = scenario.stepped_landscape().unwrap();
        let breaks = landscape.breaks();
        assert_eq!(breaks.len(), places.len(), "{loss}: {breaks:?}");
        let simulation = simulate(scenario);
        for (at, place) in breaks.iter().zip(places) {
            assert_close(*at, *place, 1e-12, loss);
            assert!(simulation.grid().edges.contains(at), "{loss}: an edge at {at}");
            // On either side what holds there, and on it what holds to the right.
            let slope = |w: f64| landscape.loss(0, w).slope;
            assert_close(slope(at.next_down()), slope(at - 1e-9), 1e-7, loss);
            assert_close(slope(*at), slope(at + 1e-9), 1e-7, loss);
        }
    }
}

/// With the kink inside a cell the mean was 0.2678 on 256 cells.
#[test]
fn a_kink_within_a_cell_costs_sgds_operator_no_accuracy() {
    let mean = |cells: usize| {
        let mut simulation = simulate(Scenario { cells, ..losses(&["abs(W - 0.31)", "W^2"]) });
        simulation.step(40);
        let centres = simulation.grid().centres.clone();
        let masses = simulation.masses(Model::Sgd).unwrap();
        masses.iter().zip(&centres).map(|(m, w)| m * w).sum::<f64>()
    };
    let fine = mean(2048);
    for cells in [255, 256, 512] {
        assert_close(mean(cells), fine, 2e-4, &format!("{cells} cells"));
    }
}

#[test]
fn a_loss_that_jumps_is_refused_with_its_place_and_one_that_meets_is_not() {
    for (loss, at) in [
        ("where(W < 0, 0, 1)", "W = 0"),
        ("W^2 if W < 1 else W^2 + 0.1", "W = 1"),
        ("(W > 0.5)*(W - 1)", "W = 0.5"),
        ("sign(W)", "W = 0"),
        ("heaviside(W - 1)", "W = 1"),
    ] {
        let Error::Conflict { field, reason } = refusal(losses(&["W^2", loss])) else {
            panic!("{loss}")
        };
        assert_eq!(field, "landscape.losses.1");
        assert!(reason.contains("jumps") && reason.contains(at), "{loss}: {reason}");
    }
    for loss in ["where(W > 0, 0.5*W^2, -W)", "W*heaviside(W)", "where(W > 3, 1, 0)", "sign(W)*W^2"]
    {
        simulate(losses(&[loss, "W^2"]));
    }
    // Gradients and variances may jump where they are what is typed.
    let landscape = moments("where(W < 0, -1, 1)", "where(W < 0, 1, 2)");
    let scenario = Scenario { landscape, ..losses(&[]) };
    assert_eq!(scenario.stepped_landscape().unwrap().breaks(), [0.0]);
    simulate(scenario);
    // Rows that leave a gap have no value in it.
    let gap = r"\begin{cases} W^2 & W < 0 \\ W & W > 1 \end{cases}";
    assert!(matches!(refusal(losses(&[gap])), Error::NotFinite { .. } | Error::Conflict { .. }));
}

#[test]
fn a_loss_that_jumps_in_the_plane_is_refused_too() {
    let refused = |loss: &str| {
        let landscape = plane::Spec::Formula { losses: vec![loss.into(), "x^2 + y^2".into()] };
        let scenario = PlaneScenario { cells: [32, 32], ..PlaneScenario::of(landscape) };
        PlaneSimulation::new(scenario).err().map(|e| e.to_string())
    };
    for loss in ["where(x > 0.1, 1, 0)", "(y > 0.1)*1", "1 if x + y > 0 else 0"] {
        assert!(refused(loss).is_some_and(|e| e.contains("jumps")), "{loss}");
    }
    for loss in ["where(x > 0.1, x - 0.1, 0)", "abs(x - y)", "max(0, 1 - x*y)", "(x > y)*(x - y)"] {
        assert_eq!(refused(loss), None, "{loss}");
    }
}

#[test]
fn what_is_not_chosen_counts_for_nothing() {
    let read = |text: &str| Formula::read(text, Space::Line, &mut Constants::new()).unwrap();
    let f = read("where(W > 0, W*log(W), W^2)");
    assert_eq!(f.at(&[Jet::variable(-2.0)]), read("W^2").at(&[Jet::variable(-2.0)]));
    assert_eq!(f.at(&[Jet::variable(2.0)]), read("W*log(W)").at(&[Jet::variable(2.0)]));
    let f = Formula::read("x^2*y if x > y else y^2", Space::Plane, &mut Constants::new()).unwrap();
    let at = |w| f.at(&PlaneJet::variables(w));
    assert_eq!(at([2.0, 1.0]).gradient, [4.0, 4.0]);
    assert_eq!(at([2.0, 1.0]).hessian, [2.0, 4.0, 0.0]);
    assert_eq!(at([1.0, 2.0]).gradient, [0.0, 4.0]);
    // Comparisons that repeat what stands between them are bounded.
    let nested = format!("{}W{}", "0<(".repeat(40), ")<1".repeat(40));
    assert!(Formula::read(&nested, Space::Line, &mut Constants::new()).is_err());
}

#[test]
fn names_are_decided_over_all_losses_together() {
    let read = |losses: &[&str]| {
        let text = |s: &str| Value::Text(s.into());
        let losses = Value::List(losses.iter().map(|l| text(l)).collect());
        let fields = [("kind".into(), text("formula")), ("losses".into(), losses)];
        let Spec::Formula { losses } = (match Spec::read(&fields).unwrap() {
            Spec::With { landscape, constants } => {
                return (constants, format!("{:?}", landscape.write()));
            }
            spec => spec,
        }) else {
            panic!("formulas")
        };
        (Constants::new(), format!("{losses:?}"))
    };
    let names = |losses: &[&str]| -> Vec<String> {
        read(losses).0.into_iter().map(|(name, _)| name).collect()
    };
    // A variable's name alone is W, and numbers stay beside it.
    assert_eq!(read(&["t^2", "(t - 1)^2"]).1, r#"["W^2", "(W - 1)^2"]"#);
    assert_eq!(names(&["k*z^2/2", "(z - a)^2"]), ["k", "a"]);
    // What is a number in one loss is one in all, whichever stands first.
    assert_eq!(names(&["t^2", "(W - t)^2"]), ["t"]);
    assert_eq!(names(&["(x - 1)^2", "(W - x)^2"]), ["x"]);
    assert_eq!(names(&["(W - x)^2", "(x - 1)^2"]), ["x"]);
    assert_eq!(names(&["z^2", "z*t"]), ["z", "t"]);
    for stays in ["a^2", "b^2", "k^2", "c^2", "σ^2"] {
        assert_eq!(names(&[stays]).len(), 1, "{stays}");
    }
}

#[test]
fn kinks_and_jumps_are_those_of_any_units() {
    let known = run(losses(&["huber(W - 0.5, 0.5)", "relu(W)^2/2 - W/2"]));
    for scale in [1e-13, 1e-6, 1e7, 1e12] {
        let [a, b] =
            ["huber(W - 0.5, 0.5)", "(relu(W)^2/2 - W/2)"].map(|l| format!("{scale:e}*{l}"));
        let scaled = Scenario { learning_rate: 0.05 / scale, ..losses(&[&a, &b]) };
        for (x, y) in run(scaled).iter().zip(&known) {
            assert_close(*x, *y, 1e-7, &format!("in units of {scale:e}"));
        }
        // Values that differ by a rounding of the place, as they do beside 120/240, are no jump.
        let wide = Scenario {
            domain: [-700.0, 900.0],
            learning_rate: 0.05 / scale,
            ..losses(&[&format!("{scale:e}*abs(W/240 - 0.5)"), &format!("{scale:e}*(W/240)^2")])
        };
        simulate(wide);
        let jumps = losses(&[&format!("{scale:e}*where(W < 0.25, W, 0)"), "W^2"]);
        let refused = sgd_current::line::simulation::Simulation::new(jumps).err().unwrap();
        assert!(refused.to_string().contains("jumps at W = 0.25"), "{refused}");
    }
}

#[test]
fn kinks_and_jumps_in_the_plane_are_those_of_any_units() {
    for scale in [1e-13, 1e-6, 1e7, 1e12] {
        let of = |loss: &str| {
            let losses = [format!("{scale:e}*({loss})"), format!("{scale:e}*(W1^2 + W2^2)")];
            let landscape = plane::Spec::Formula { losses: losses.to_vec() };
            PlaneSimulation::new(PlaneScenario {
                learning_rate: 0.05 / scale,
                domain: [[-2.0, 2.0]; 2],
                cells: [40, 41],
                ..PlaneScenario::of(landscape)
            })
        };
        for loss in ["abs(W1 - 0.3)", "max(W1 + W2, 0)", "huber(W1*W2, 0.5)", "abs(W1)^1.5"] {
            assert!(of(loss).is_ok(), "{loss} in units of {scale:e}");
        }
        let refused = of("where(W2 < 0.25, W1, 0)").err().unwrap();
        assert!(refused.to_string().contains("jumps"), "{refused}");
    }
}

#[test]
fn noise_that_jumps_in_the_plane_is_itos_or_refused() {
    // ±g and ±1 with g = 1 and 2: at rest P ∝ 1/C, four times as much on the left. In the other
    // conventions as much stood there, told as carried.
    let of = |kink: &str, convention| {
        let losses =
            ["+W2", "-W2"].map(|w2| [format!("{kink}{w2}"), format!("-({kink}){w2}")]).concat();
        let scenario = PlaneScenario {
            learning_rate: 0.3,
            domain: [[-2.0, 2.0]; 2],
            cells: [32, 31],
            convention,
            ..PlaneScenario::of(plane::Spec::Formula { losses })
        };
        let landscape = plane::Landscape::new(&scenario.landscape).unwrap();
        Stationary::new(&scenario, &landscape, &scenario.grid())
    };
    let smooth = "W1+relu(W2-0.3)^2/2";
    for kink in ["relu(W1)+W1", "relu(W1+W2)+W1", "relu(W1)+W1+relu(W2)^2", smooth] {
        assert!(of(kink, Convention::Ito).is_ok(), "{kink}");
        for convention in [Convention::Stratonovich, Convention::Klimontovich] {
            let found = of(kink, convention).map(|_| ()).map_err(|e| e.field().to_owned());
            // Of the last one C has a kink, but does not jump.
            let expected = if kink == smooth { Ok(()) } else { Err("convention".into()) };
            assert_eq!(found, expected, "{kink}");
        }
    }
    let mean = of("relu(W1)+W1", Convention::Ito).unwrap().totals.mean[0];
    assert_close(mean, -0.6, 1e-6, "as the losses jump");
}
