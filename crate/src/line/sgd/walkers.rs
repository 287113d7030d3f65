//! Walkers: Monte Carlo of SGD or of the point rule, to check the densities and
//! to be watched. Seeded: the same seed gives the same walk.

use crate::landscape::Landscape;
use crate::line::initial;
use crate::line::sgd::rule::{Batch, Step};
use crate::line::sgd::table::Table;
use crate::scenario::{Rule, Sampling, Scenario, WalkerRule};
use crate::walls::{Fate, Side, Walls};
use rand::{Rng, RngExt, SeedableRng};
use rand_distr::StandardNormal;
use rand_xoshiro::Xoshiro256PlusPlus;
use std::borrow::Cow;
use std::ops::Range;

/// A flock of walkers.
#[derive(Clone, Debug)]
pub struct Walkers {
    /// Where the walkers are that no wall has absorbed, W.
    positions: Vec<f64>,
    /// The numbers of these walkers in the flock; empty until a wall has absorbed one.
    left: Vec<u32>,
    /// The numbers of those that a wall has absorbed, and which wall.
    absorbed: Vec<(u32, Side)>,
    rng: Xoshiro256PlusPlus,
    gradients: Gradients,
    deck: Deck,
}

/// Where a flock large enough has its gradients from.
#[derive(Clone, Debug, Default)]
enum Gradients {
    /// It has not been stepped yet.
    #[default]
    Undecided,
    /// No table is good enough.
    Computed,
    Tabulated(Table),
}

impl Gradients {
    fn table(&self) -> Option<&Table> {
        if let Self::Tabulated(table) = self { Some(table) } else { None }
    }
}

/// What each walker draws from without replacement.
#[derive(Clone, Debug, Default)]
struct Deck {
    /// Datapoints, and how many a step draws: none outside of an epoch.
    of: [usize; 2],
    /// All datapoints in the order in which each walker draws them, as far as it has.
    cards: Vec<u16>,
    /// How many this epoch has drawn.
    drawn: usize,
}

/// Fewer walkers compute their gradients.
const FLOCK: usize = 500;

impl Walkers {
    /// The walkers of a scenario, at the start.
    pub fn new(scenario: &Scenario) -> Self {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(scenario.seed);
        let positions = (0..scenario.walkers)
            .map(|_| initial::draw(scenario.initial, scenario.domain, &mut rng))
            .collect();
        let (left, absorbed) = (Vec::new(), Vec::new());
        let (gradients, deck) = Default::default();
        Self { positions, left, absorbed, rng, gradients, deck }
    }

    /// Where those are that are left, in units of W.
    pub fn positions(&self) -> &[f64] {
        &self.positions
    }

    /// Where all of them are, in the order of the start: those that a wall has absorbed stand
    /// at it.
    pub fn all(&self, [from, to]: [f64; 2]) -> Cow<'_, [f64]> {
        if self.absorbed.is_empty() {
            return Cow::Borrowed(&self.positions);
        }
        let mut all = vec![0.0; self.flock()];
        for (i, w) in self.left.iter().zip(&self.positions) {
            all[*i as usize] = *w;
        }
        for (i, side) in &self.absorbed {
            all[*i as usize] = if *side == Side::Left { from } else { to };
        }
        Cow::Owned(all)
    }

    /// How many they are, left or absorbed.
    pub fn flock(&self) -> usize {
        self.positions.len() + self.absorbed.len()
    }

    /// How many each wall has absorbed, left and right.
    pub fn absorbed(&self) -> [usize; 2] {
        Side::BOTH.map(|side| self.absorbed.iter().filter(|(_, by)| *by == side).count())
    }

    /// The same walkers on another landscape, within its walls.
    pub fn moved_to(&self, domain: [f64; 2], walls: Walls) -> Self {
        let mut moved = Self { gradients: Gradients::Undecided, ..self.clone() };
        for w in &mut moved.positions {
            *w = landed(*w, domain, walls);
        }
        moved.settle();
        moved
    }

    /// Takes those from the flock that a wall has absorbed.
    fn settle(&mut self) {
        if self.positions.iter().all(|w| w.is_finite()) {
            return;
        }
        if self.absorbed.is_empty() {
            self.left = (0..self.positions.len() as u32).collect();
        }
        let n = self.deck.of[0];
        let mut kept = 0;
        for i in 0..self.positions.len() {
            let (w, which) = (self.positions[i], self.left[i]);
            if !w.is_finite() {
                let side = if w < 0.0 { Side::Left } else { Side::Right };
                self.absorbed.push((which, side));
                continue;
            }
            (self.positions[kept], self.left[kept]) = (w, which);
            self.deck.cards.copy_within(i * n..(i + 1) * n, kept * n);
            kept += 1;
        }
        self.positions.truncate(kept);
        self.left.truncate(kept);
        self.deck.cards.truncate(kept * n);
    }

    /// The same start again, under the same landscape.
    pub fn restarted(&self, scenario: &Scenario) -> Self {
        Self { gradients: self.gradients.clone(), ..Self::new(scenario) }
    }

    /// The SGD steps of these times, of every walker.
    pub fn advance(&mut self, times: Range<u64>, scenario: &Scenario, landscape: &Landscape) {
        let by_gradients = scenario.walker_rule == WalkerRule::Sgd;
        let tabulated = by_gradients && self.positions.len() >= FLOCK;
        if !times.is_empty() && tabulated && matches!(self.gradients, Gradients::Undecided) {
            self.gradients = Table::new(landscape, scenario.domain, &self.positions)
                .map_or(Gradients::Computed, Gradients::Tabulated);
        }
        // Taken out while the walkers move.
        let gradients = std::mem::take(&mut self.gradients);
        let by_table = gradients.table().filter(|_| tabulated);
        let mut now = scenario.clone();
        for time in times {
            now.learning_rate = scenario.rate_at(time);
            if now.learning_rate == 0.0 {
                continue;
            }
            if by_gradients && scenario.sampling == Sampling::Shuffle {
                self.draw_from_deck(&now, landscape, by_table);
            } else {
                self.deck = Deck::default();
                match by_table {
                    Some(table) if now.rule == Rule::Jump => {
                        self.draw_from_table(&now, landscape.datapoints(), table);
                    }
                    _ => self.step(&now, landscape, by_table),
                }
            }
            self.settle();
        }
        self.gradients = gradients;
    }

    /// One step without replacement. An epoch begins where that of the densities does
    /// ([`crate::line::sgd::shuffle`]).
    fn draw_from_deck(
        &mut self,
        scenario: &Scenario,
        landscape: &Landscape,
        table: Option<&Table>,
    ) {
        let (n, size) = (landscape.datapoints(), scenario.batch_size);
        let Deck { of, cards, drawn } = &mut self.deck;
        if *of != [n, size] {
            let order = (0..n as u16).cycle();
            (*of, *drawn, *cards) = ([n, size], 0, order.take(n * self.positions.len()).collect());
        }
        let step = Step::new(scenario);
        let mut batch = Batch { weight: 1.0, parts: vec![(0, 1.0 / size as f64); size] };
        for (w, cards) in self.positions.iter_mut().zip(cards.chunks_mut(n)) {
            for (k, part) in batch.parts.iter_mut().enumerate() {
                let at = *drawn + k;
                cards.swap(at, at + below(n - at, &mut self.rng));
                part.0 = usize::from(cards[at]);
            }
            land(w, thrown(&step, &batch, *w, landscape, table), scenario);
        }
        *drawn = (*drawn + size) % n;
    }

    /// One step of [`Rule::Jump`] by table.
    fn draw_from_table(&mut self, scenario: &Scenario, n: usize, table: &Table) {
        let [from, to] = scenario.domain;
        let size = scenario.batch_size;
        let rate = scenario.learning_rate / size as f64;
        let land = |thrown: f64| {
            let stays = thrown >= from && thrown <= to;
            if stays { thrown } else { landed(thrown, [from, to], scenario.walls) }
        };
        if (n, size) == (2, 1) {
            // Sixty-four coins in one draw.
            for flock in self.positions.chunks_mut(64) {
                let mut coins = self.rng.next_u64();
                for w in flock {
                    *w = land(*w - rate * table.gradient((coins & 1) as usize, *w));
                    coins >>= 1;
                }
            }
            return;
        }
        for w in &mut self.positions {
            let sum: f64 = (0..size).map(|_| table.gradient(below(n, &mut self.rng), *w)).sum();
            *w = land(*w - rate * sum);
        }
    }

    /// One step of every walker, its gradients computed where no table has them.
    fn step(&mut self, scenario: &Scenario, landscape: &Landscape, table: Option<&Table>) {
        match scenario.walker_rule {
            WalkerRule::Sgd => self.draw_datapoints(scenario, landscape, table),
            WalkerRule::Gaussian => self.draw_normals(scenario, landscape),
        }
    }

    fn draw_datapoints(
        &mut self,
        scenario: &Scenario,
        landscape: &Landscape,
        table: Option<&Table>,
    ) {
        let (n, size) = (landscape.datapoints(), scenario.batch_size);
        let step = Step::new(scenario);
        let mut batch = Batch { weight: 1.0, parts: vec![(0, 1.0 / size as f64); size] };
        for w in &mut self.positions {
            for part in &mut batch.parts {
                part.0 = self.rng.random_range(0..n);
            }
            land(w, thrown(&step, &batch, *w, landscape, table), scenario);
        }
    }

    fn draw_normals(&mut self, scenario: &Scenario, landscape: &Landscape) {
        let t = scenario.learning_rate;
        for w in &mut self.positions {
            let m = landscape.moments(*w);
            let noise = t * (m.variance / scenario.batch_size as f64).sqrt();
            let z: f64 = self.rng.sample(StandardNormal);
            land(w, *w - t * m.gradient + noise * z, scenario);
        }
    }
}

/// Where a step on a batch throws a walker.
fn thrown(step: &Step, batch: &Batch, w: f64, landscape: &Landscape, table: Option<&Table>) -> f64 {
    let Some(table) = table else { return step.image(landscape, batch, w).0 };
    let gradient = |w: f64| batch.parts.iter().map(|(j, part)| part * table.gradient(*j, w)).sum();
    step.image_by(w, |w| (gradient(w), 0.0)).0
}

/// An even draw from 0…n − 1 by the high half of a product, which for a thousand
/// datapoints is uneven by 10⁻⁷ (Lemire 2019, without rejection).
#[inline]
pub fn below(n: usize, rng: &mut Xoshiro256PlusPlus) -> usize {
    (((rng.next_u64() >> 32) * n as u64) >> 32) as usize
}

/// Moves a walker to where it is thrown. On a pole of the gradient, which the check of a
/// landscape may miss, no step leads anywhere.
fn land(w: &mut f64, thrown: f64, scenario: &Scenario) {
    if thrown.is_finite() {
        *w = landed(thrown, scenario.domain, scenario.walls);
    }
}

/// Where a walker stands that was thrown to `w`: at ±∞ if a wall has absorbed it, until it is
/// taken from the flock.
fn landed(w: f64, domain: [f64; 2], walls: Walls) -> f64 {
    match walls.land(w, domain) {
        Fate::Stands(w) => w,
        Fate::Absorbed(Side::Left) => f64::NEG_INFINITY,
        Fate::Absorbed(Side::Right) => f64::INFINITY,
    }
}
