//! A linear-chain conditional random field, learned by AdaGrad from fully or partly labelled lines.

use fundstelle::annotate::tagger::kinds::{LABELS, Label, NAMED};

/// Width of the arrays that hold one number a label.
const WIDE: usize = 32;
type Row = [f32; WIDE];

/// A line to learn from: the features of each position and the labels it may have.
#[derive(Debug, Clone)]
pub struct Line {
    pub features: Vec<Vec<u32>>,
    /// Scores that are given beforehand, if any, one row a position.
    pub base: Vec<[f32; NAMED]>,
    /// One bit a label.
    pub allowed: Vec<u32>,
}

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub epochs: usize,
    pub rate: f32,
    /// Extra score of wrong labels while learning.
    pub margin: f32,
    /// Extra score of leaving a name out.
    pub missed: f32,
    /// Share of features left out at random.
    pub dropout: f32,
    /// Weights that are zero stay zero.
    pub refit: bool,
}

/// Weights of features and transitions.
#[derive(Debug, Clone)]
pub struct Chain {
    pub weights: Vec<[f32; NAMED]>,
    squares: Vec<f32>,
    pub transitions: [[f32; LABELS]; LABELS],
    transition_squares: [[f32; LABELS]; LABELS],
}

const ALL: u32 = (1 << LABELS) - 1;
/// Smaller errors are not worth an update.
const NEGLIGIBLE: f32 = 0.002;

impl Chain {
    pub fn new(features: usize) -> Self {
        Self {
            weights: vec![[0.0; NAMED]; features],
            squares: vec![1e-6; features],
            transitions: [[0.0; LABELS]; LABELS],
            transition_squares: [[1e-6; LABELS]; LABELS],
        }
    }

    /// Learns from `lines` in an order that `seed` shuffles.
    pub fn learn(&mut self, lines: &[&Line], settings: Settings, seed: u64) {
        let mut random = Random(seed | 1);
        let mut order: Vec<usize> = (0..lines.len()).collect();
        let mut lattice = Lattice::default();
        for epoch in 0..settings.epochs {
            random.shuffle(&mut order);
            let rate = settings.rate * (1.0 - epoch as f32 / settings.epochs as f32).max(0.1);
            for &i in &order {
                self.step(lines[i], Settings { rate, ..settings }, &mut lattice, &mut random);
            }
        }
    }

    /// The mean of chains over the same features: scores being sums, it decides as all of them together would.
    pub fn mean(chains: &[Self]) -> Self {
        let mut mean = chains[0].clone();
        let share = 1.0 / chains.len() as f32;
        let all = |chain: &Self| -> Vec<f32> {
            let weights = chain.weights.iter().flatten().chain(chain.transitions.iter().flatten());
            weights.chain(&chain.squares).chain(chain.transition_squares.iter().flatten()).copied().collect()
        };
        let mut sums = all(&mean);
        for chain in &chains[1..] {
            sums.iter_mut().zip(all(chain)).for_each(|(sum, weight)| *sum += weight);
        }
        let weights = mean.weights.iter_mut().flatten().chain(mean.transitions.iter_mut().flatten());
        let slots = weights.chain(&mut mean.squares).chain(mean.transition_squares.iter_mut().flatten());
        slots.zip(sums).for_each(|(slot, sum)| *slot = sum * share);
        mean
    }

    /// Sets weights below `least` to zero; learning on with [`Settings::refit`] makes the others bear their part.
    pub fn drop_small(&mut self, least: f32) {
        self.weights.iter_mut().flatten().filter(|weight| weight.abs() < least).for_each(|weight| *weight = 0.0);
    }

    fn step(&mut self, line: &Line, settings: Settings, lattice: &mut Lattice, random: &mut Random) {
        let keep: Vec<Vec<u32>> = line
            .features
            .iter()
            .map(|ids| {
                ids.iter().copied().filter(|_| settings.dropout == 0.0 || random.unit() >= settings.dropout).collect()
            })
            .collect();
        let scale = 1.0 / (1.0 - settings.dropout);
        let factors = self.factors();
        lattice.emit(self, line, &keep, scale, settings.margin, settings.missed);
        lattice.run(&factors, None);
        let free = lattice.gammas.clone();
        let free_edges = lattice.edges;
        lattice.run(&factors, Some(&line.allowed));
        for (i, ids) in keep.iter().enumerate() {
            let error: [f32; NAMED] = std::array::from_fn(|y| free[i][y + 1] - lattice.gammas[i][y + 1]);
            let square: f32 = error.iter().map(|e| e * e).sum();
            if square < NEGLIGIBLE * NEGLIGIBLE {
                continue;
            }
            for &id in ids {
                self.update(id as usize, &error, square, settings);
            }
        }
        self.update_transitions(&free_edges, &lattice.edges, settings);
    }

    fn update(&mut self, id: usize, error: &[f32; NAMED], square: f32, settings: Settings) {
        self.squares[id] += square;
        let rate = settings.rate / self.squares[id].sqrt();
        for (weight, error) in self.weights[id].iter_mut().zip(error) {
            if !settings.refit || *weight != 0.0 {
                *weight -= rate * error;
            }
        }
    }

    fn update_transitions(&mut self, free: &[Row; LABELS], bound: &[Row; LABELS], settings: Settings) {
        for from in 0..LABELS {
            for to in 0..LABELS {
                let error = free[from][to] - bound[from][to];
                if error.abs() < NEGLIGIBLE {
                    continue;
                }
                self.transition_squares[from][to] += error * error;
                let rate = settings.rate / self.transition_squares[from][to].sqrt();
                self.transitions[from][to] -= rate * error;
            }
        }
    }

    /// The factors of allowed transitions, zero for the others.
    fn factors(&self) -> [Row; LABELS] {
        let mut factors = [[0.0; WIDE]; LABELS];
        for from in Label::all() {
            for to in Label::all().filter(|&to| from.may_precede(to)) {
                let (from, to) = (usize::from(from.0), usize::from(to.0));
                factors[from][to] = self.transitions[from][to].exp();
            }
        }
        factors
    }

    /// The scores of the named labels at a position, on top of `base`.
    pub fn score(&self, base: [f32; NAMED], ids: &[u32]) -> [f32; NAMED] {
        let mut scores = base;
        for &id in ids {
            for (score, weight) in scores.iter_mut().zip(&self.weights[id as usize]) {
                *score += weight;
            }
        }
        scores
    }

    /// The best allowed labels of a line.
    pub fn decode(&self, scores: &[[f32; NAMED]]) -> Vec<Label> {
        let score = |i: usize, y: usize| if y == 0 { 0.0 } else { scores[i][y - 1] };
        let labels: Vec<Label> = Label::all().collect();
        let mut best = vec![[f32::NEG_INFINITY; LABELS]; scores.len()];
        let mut back = vec![[0_u8; LABELS]; scores.len()];
        for i in 0..scores.len() {
            for (y, to) in labels.iter().enumerate() {
                if i == 0 {
                    best[0][y] = if to.may_start() { score(0, y) } else { f32::NEG_INFINITY };
                    continue;
                }
                for (x, from) in labels.iter().enumerate().filter(|(_, from)| from.may_precede(*to)) {
                    let path = best[i - 1][x] + self.transitions[x][y] + score(i, y);
                    if path > best[i][y] {
                        (best[i][y], back[i][y]) = (path, from.0);
                    }
                }
            }
        }
        let Some(last) = best.last() else { return Vec::new() };
        let ends = labels.iter().filter(|label| label.may_end());
        let end =
            ends.max_by(|a, b| last[usize::from(a.0)].total_cmp(&last[usize::from(b.0)])).copied().unwrap_or_default();
        let mut path = vec![end];
        for i in (1..scores.len()).rev() {
            path.push(Label(back[i][usize::from(path[path.len() - 1].0)]));
        }
        path.reverse();
        path
    }
}

/// Room for forward and backward passes.
#[derive(Default)]
struct Lattice {
    emissions: Vec<Row>,
    alphas: Vec<Row>,
    gammas: Vec<Row>,
    edges: [Row; LABELS],
}

impl Lattice {
    fn emit(&mut self, chain: &Chain, line: &Line, keep: &[Vec<u32>], scale: f32, margin: f32, missed: f32) {
        self.emissions.clear();
        for (i, ids) in keep.iter().enumerate() {
            let named = chain.score([0.0; NAMED], ids);
            let base = line.base.get(i);
            let mut row = [f32::NEG_INFINITY; WIDE];
            row[0] = 0.0;
            for y in 0..NAMED {
                row[y + 1] = named[y] * scale + base.map_or(0.0, |base| base[y]);
            }
            for (y, score) in row.iter_mut().enumerate().take(LABELS) {
                if line.allowed[i] >> y & 1 == 0 {
                    *score += if y == 0 { margin + missed } else { margin };
                }
            }
            let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            self.emissions
                .push(row.map(|score| (score - top).max(-60.0).exp() * f32::from(u8::from(score.is_finite()))));
        }
    }

    /// Fills marginals of labels and the sum of those of transitions; `allowed` restricts the labels.
    fn run(&mut self, factors: &[Row; LABELS], allowed: Option<&[u32]>) {
        let n = self.emissions.len();
        self.alphas.clear();
        self.gammas.clear();
        self.gammas.resize(n, [0.0; WIDE]);
        self.edges = [[0.0; WIDE]; LABELS];
        for i in 0..n {
            let mut alpha = [0.0; WIDE];
            if i == 0 {
                alpha = ends(Label::may_start);
            } else {
                for (from, factors) in factors.iter().enumerate() {
                    let weight = self.alphas[i - 1][from];
                    if weight > 0.0 {
                        add(&mut alpha, factors, weight);
                    }
                }
            }
            let emission = self.emission(i, allowed);
            (0..WIDE).for_each(|y| alpha[y] *= emission[y]);
            normalise(&mut alpha);
            self.alphas.push(alpha);
        }
        let mut beta = ends(Label::may_end);
        for i in (0..n).rev() {
            let mut gamma: Row = std::array::from_fn(|y| self.alphas[i][y] * beta[y]);
            normalise(&mut gamma);
            self.gammas[i] = gamma;
            if i == 0 {
                break;
            }
            let emission = self.emission(i, allowed);
            let ahead: Row = std::array::from_fn(|y| beta[y] * emission[y]);
            let mut edge = [[0.0; WIDE]; LABELS];
            let mut total = 0.0;
            let mut next = [0.0; WIDE];
            for (from, edge) in edge.iter_mut().enumerate() {
                let row: Row = std::array::from_fn(|y| factors[from][y] * ahead[y]);
                next[from] = row.iter().sum();
                let weight = self.alphas[i - 1][from];
                total += weight * next[from];
                *edge = row.map(|x| x * weight);
            }
            if total > 0.0 {
                self.edges.iter_mut().zip(&edge).for_each(|(sum, edge)| add(sum, edge, 1.0 / total));
            }
            normalise(&mut next);
            beta = next;
        }
    }

    fn emission(&self, i: usize, allowed: Option<&[u32]>) -> Row {
        let mask = allowed.map_or(ALL, |allowed| allowed[i]);
        std::array::from_fn(|y| if mask >> y & 1 == 1 { self.emissions[i][y].max(1e-26) } else { 0.0 })
    }
}

fn ends(may: impl Fn(Label) -> bool) -> Row {
    let mut row = [0.0; WIDE];
    Label::all().filter(|&label| may(label)).for_each(|label| row[usize::from(label.0)] = 1.0);
    row
}

fn add(sum: &mut Row, row: &Row, weight: f32) {
    for (sum, x) in sum.iter_mut().zip(row) {
        *sum += weight * x;
    }
}

fn normalise(row: &mut Row) {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 {
        row.iter_mut().for_each(|x| *x /= sum);
    }
}

/// Xorshift: shuffles alike on every machine.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}
