//! A network of one hidden layer, in plain memory and in one order of additions, so that its weights are the same to the last bit
//! wherever it is trained.

use crate::maths::exp;
use crate::random::{Purpose, stream, uniform};
use cpu_kernels::adam::Adam;
use cpu_kernels::directions::DESCRIPTION;
use cpu_kernels::rows::{WIDTH, combine, dot};

/// Classes that it can tell apart.
pub const CLASSES: usize = 10;
/// Images of a step.
pub(super) const BATCH: usize = 64;

type Row = [f32; WIDTH];

/// 200 - 48 - 10 with ReLU, trained by Adam on the cross-entropy.
#[derive(Debug)]
pub(super) struct Network {
    /// A row for each value of a description, and the biases.
    hidden: Parameter,
    /// A row for each class.
    output: Parameter,
    /// One for each class.
    bias: [f32; CLASSES],
    bias_moments: [[f32; CLASSES]; 2],
    powers: [f64; 2],
}

/// Rows of weights with Adam's running means.
#[derive(Debug)]
struct Parameter {
    rows: Vec<Row>,
    means: Vec<Row>,
    squares: Vec<Row>,
}

impl Parameter {
    fn update(&mut self, adam: Adam, gradient: &[Row]) {
        adam.update(
            self.rows.as_flattened_mut(),
            gradient.as_flattened(),
            self.means.as_flattened_mut(),
            self.squares.as_flattened_mut(),
        );
    }
}

const BETAS: [f64; 2] = [0.9, 0.999];

impl Network {
    /// Fresh weights (He et al., 2015; uniform) of a seed, a model number each.
    pub(super) fn new(seed: u64, model: u64) -> Self {
        let mut rng = stream(seed, Purpose::LabelClassifier, model);
        let mut parameter = |count: usize, biases: usize, inputs: usize| {
            let values = uniform(&mut rng, count * WIDTH, (6.0 / inputs as f32).sqrt());
            let mut rows: Vec<Row> = values.as_chunks().0.to_vec();
            rows.resize(count + biases, [0.0; WIDTH]);
            let zeros = vec![[0.0; WIDTH]; rows.len()];
            Parameter {
                rows,
                means: zeros.clone(),
                squares: zeros,
            }
        };
        Self {
            hidden: parameter(DESCRIPTION, 1, DESCRIPTION),
            output: parameter(CLASSES, 0, WIDTH),
            bias: [0.0; CLASSES],
            bias_moments: [[0.0; CLASSES]; 2],
            powers: [1.0; 2],
        }
    }

    fn hidden(&self, description: &[f32]) -> Row {
        let (bias, rows) = (
            self.hidden.rows[DESCRIPTION],
            &self.hidden.rows[..DESCRIPTION],
        );
        let mut sums = bias;
        combine(description, rows, &mut sums);
        sums.map(|sum| if sum > 0.0 { sum } else { 0.0 })
    }

    fn of_hidden(&self, hidden: &Row) -> [f32; CLASSES] {
        softmax(std::array::from_fn(|class| {
            dot(hidden, &self.output.rows[class]) + self.bias[class]
        }))
    }

    /// The probability of each class.
    pub(super) fn probabilities(&self, description: &[f32]) -> [f32; CLASSES] {
        self.of_hidden(&self.hidden(description))
    }

    /// One step of this rate on descriptions, [`BATCH`] at most, with their labels. Answers what it said of each before.
    pub(super) fn learn(
        &mut self,
        descriptions: &[&[f32]],
        labels: &[u8],
        rate: f64,
    ) -> Vec<[f32; CLASSES]> {
        let count = descriptions.len();
        let hidden: Vec<Row> = descriptions.iter().map(|one| self.hidden(one)).collect();
        let said: Vec<_> = hidden.iter().map(|row| self.of_hidden(row)).collect();
        let errors: Vec<[f32; CLASSES]> = (said.iter().zip(labels))
            .map(|(said, &label)| {
                std::array::from_fn(|class| {
                    let right = f32::from(u8::from(class == usize::from(label)));
                    (said[class] - right) / count as f32
                })
            })
            .collect();
        // What each hidden unit is to change by, where it is not off.
        let mut back = Vec::with_capacity(count);
        for (error, hidden) in errors.iter().zip(&hidden) {
            let mut row = [0.0; WIDTH];
            combine(error, &self.output.rows, &mut row);
            for (value, &unit) in row.iter_mut().zip(hidden) {
                if unit <= 0.0 {
                    *value = 0.0;
                }
            }
            back.push(row);
        }
        let adam = self.adam(rate);
        let mut factors = [0.0; BATCH];
        let mut gradient = vec![[0.0; WIDTH]; DESCRIPTION + 1];
        for (at, row) in gradient[..DESCRIPTION].iter_mut().enumerate() {
            let values = descriptions.iter().map(|one| one[at]);
            factors
                .iter_mut()
                .zip(values)
                .for_each(|(to, value)| *to = value);
            combine(&factors[..count], &back, row);
        }
        combine(&[1.0; BATCH][..count], &back, &mut gradient[DESCRIPTION]);
        self.hidden.update(adam, &gradient);
        gradient.truncate(CLASSES);
        let mut biases = [0.0; CLASSES];
        for (class, row) in gradient.iter_mut().enumerate() {
            *row = [0.0; WIDTH];
            let values = errors.iter().map(|error| error[class]);
            factors
                .iter_mut()
                .zip(values)
                .for_each(|(to, value)| *to = value);
            combine(&factors[..count], &hidden, row);
            biases[class] = factors[..count].iter().sum();
        }
        self.output.update(adam, &gradient);
        let [means, squares] = &mut self.bias_moments;
        adam.update(&mut self.bias, &biases, means, squares);
        said
    }

    /// Adam's constants of the next step.
    fn adam(&mut self, rate: f64) -> Adam {
        for (power, beta) in self.powers.iter_mut().zip(BETAS) {
            *power *= beta;
        }
        let root = (1.0 - self.powers[1]).sqrt();
        Adam {
            rate: (rate * root / (1.0 - self.powers[0])) as f32,
            beta1: BETAS[0] as f32,
            rest1: (1.0 - BETAS[0]) as f32,
            beta2: BETAS[1] as f32,
            rest2: (1.0 - BETAS[1]) as f32,
            epsilon: (1e-8 * root) as f32,
            scale: 1.0,
        }
    }
}

fn softmax(logits: [f32; CLASSES]) -> [f32; CLASSES] {
    let most = logits.into_iter().fold(f32::NEG_INFINITY, f32::max);
    let powers = logits.map(|logit| exp(f64::from(logit - most)));
    let sum: f64 = powers.iter().sum();
    powers.map(|power| (power / sum) as f32)
}
