//! What is known of a layer's parameters before they have values.

/// One parameter of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterSpec {
    /// Its name in files of weights, after the layer's.
    pub name: &'static str,
    /// Its sizes as the engine holds it.
    pub shape: Vec<usize>,
    /// Whether files of weights, as PyTorch, hold it the other way round, `[out, in]`.
    pub transposed: bool,
    /// Where its values come from.
    pub initial: Initial,
    /// Whether training changes it. Running statistics are moved otherwise.
    pub trained: bool,
}

/// Where a fresh parameter's values come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initial {
    /// The model's scheme for weights of so many inputs and outputs.
    Weight {
        /// Values that each output sums over.
        fan_in: usize,
        /// Values that each input goes into.
        fan_out: usize,
    },
    /// The model's scheme for a bias beside weights of so many inputs.
    Bias {
        /// As the weight's.
        fan_in: usize,
    },
    /// The normal distribution of this standard deviation, whatever the scheme.
    Normal(f32),
    /// The same value everywhere.
    Constant(f32),
}

impl ParameterSpec {
    /// A trained parameter.
    pub fn new(name: &'static str, shape: &[usize], initial: Initial) -> Self {
        Self {
            name,
            shape: shape.to_vec(),
            transposed: false,
            initial,
            trained: true,
        }
    }

    /// The weight of a linear layer, `[inputs, outputs]`.
    pub fn linear(name: &'static str, inputs: usize, outputs: usize) -> Self {
        let initial = Initial::Weight {
            fan_in: inputs,
            fan_out: outputs,
        };
        Self {
            transposed: true,
            ..Self::new(name, &[inputs, outputs], initial)
        }
    }

    /// The weight of a convolution. Fans are counted as PyTorch counts them, from the shape alone: a transposed convolution's
    /// fan-in is that of its outputs.
    pub fn kernels(shape: [usize; 4]) -> Self {
        let [first, second, height, width] = shape;
        let area = height * width;
        let initial = Initial::Weight {
            fan_in: second * area,
            fan_out: first * area,
        };
        Self::new("weight", &shape, initial)
    }

    /// A bias beside a weight of so many inputs.
    pub fn bias(name: &'static str, outputs: usize, fan_in: usize) -> Self {
        Self::new(name, &[outputs], Initial::Bias { fan_in })
    }

    /// Factor and summand of a normalisation, `[channels]` each.
    pub fn affine(channels: usize) -> [Self; 2] {
        [("weight", 1.0), ("bias", 0.0)]
            .map(|(name, value)| Self::new(name, &[channels], Initial::Constant(value)))
    }

    /// A vector that starts with one value and that training does not change.
    pub fn running(name: &'static str, channels: usize, value: f32) -> Self {
        Self {
            trained: false,
            ..Self::new(name, &[channels], Initial::Constant(value))
        }
    }

    /// Its sizes in files of weights.
    pub fn saved_shape(&self) -> Vec<usize> {
        let mut shape = self.shape.clone();
        if self.transposed {
            shape.reverse();
        }
        shape
    }

    /// How many values it has.
    #[allow(clippy::len_without_is_empty)] // None is empty.
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }
}
