//! Adam: every number is read and written once.

/// The constants of one update, the same for every parameter.
#[derive(Clone, Copy, Debug)]
pub struct Adam {
    /// `lr / (1 - beta1^t)`
    pub rate: f32,
    /// Decay of the running mean of gradients.
    pub beta1: f32,
    /// `1 - beta1`, subtracted before it was rounded.
    pub rest1: f32,
    /// Decay of the running mean of squared gradients.
    pub beta2: f32,
    /// `1 - beta2`
    pub rest2: f32,
    /// `sqrt(1 - beta2^t)`
    pub root_correction: f32,
    /// Added to the root.
    pub epsilon: f32,
}

impl Adam {
    /// All of them in one order, to send them somewhere.
    pub fn to_array(self) -> [f32; 7] {
        let Self {
            rate,
            beta1,
            rest1,
            beta2,
            rest2,
            root_correction,
            epsilon,
        } = self;
        [rate, beta1, rest1, beta2, rest2, root_correction, epsilon]
    }

    /// The way back.
    pub fn from_array(
        [rate, beta1, rest1, beta2, rest2, root_correction, epsilon]: [f32; 7],
    ) -> Self {
        Self {
            rate,
            beta1,
            rest1,
            beta2,
            rest2,
            root_correction,
            epsilon,
        }
    }

    /// Updates a parameter with its gradient, and both of its running means, all of one length.
    pub fn update(self, values: &mut [f32], grads: &[f32], means: &mut [f32], squares: &mut [f32]) {
        let moments = means.iter_mut().zip(squares);
        for ((value, &grad), (m, v)) in values.iter_mut().zip(grads).zip(moments) {
            *m = *m * self.beta1 + grad * self.rest1;
            *v = *v * self.beta2 + grad * grad * self.rest2;
            *value -= *m * self.rate / (v.sqrt() / self.root_correction + self.epsilon);
        }
    }
}
