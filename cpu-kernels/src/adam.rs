//! Adam: every number is read and written once.
//!
//! In the form at the end of section 2 of Kingma and Ba (2014), in which the corrections of both means are part of the constants:
//! one division a value instead of two.

/// The constants of one update, the same for every parameter.
#[derive(Clone, Copy, Debug)]
pub struct Adam {
    /// `lr * sqrt(1 - beta2^t) / (1 - beta1^t)`
    pub rate: f32,
    /// Decay of the running mean of gradients.
    pub beta1: f32,
    /// `1 - beta1`, subtracted before it was rounded.
    pub rest1: f32,
    /// Decay of the running mean of squared gradients.
    pub beta2: f32,
    /// `1 - beta2`
    pub rest2: f32,
    /// Added to the root: the optimizer's epsilon times `sqrt(1 - beta2^t)`.
    pub epsilon: f32,
    /// What every gradient is multiplied by first: 1, or what brings their norm to a limit.
    pub scale: f32,
}

impl Adam {
    /// All of them in one order, to send them somewhere.
    pub fn to_array(self) -> [f32; 7] {
        [
            self.rate,
            self.beta1,
            self.rest1,
            self.beta2,
            self.rest2,
            self.epsilon,
            self.scale,
        ]
    }

    /// The way back.
    pub fn from_array([rate, beta1, rest1, beta2, rest2, epsilon, scale]: [f32; 7]) -> Self {
        Self {
            rate,
            beta1,
            rest1,
            beta2,
            rest2,
            epsilon,
            scale,
        }
    }

    /// Updates a parameter with its gradient, and both of its running means, all of one length.
    pub fn update(self, values: &mut [f32], grads: &[f32], means: &mut [f32], squares: &mut [f32]) {
        let moments = means.iter_mut().zip(squares);
        for ((value, &grad), (mean, square)) in values.iter_mut().zip(grads).zip(moments) {
            [*value, *mean, *square] = self.one(*value, grad, *mean, *square);
        }
    }

    /// The same into new memory: the values and both means.
    pub fn updated(
        self,
        values: &[f32],
        grads: &[f32],
        means: &[f32],
        squares: &[f32],
    ) -> [Vec<f32>; 3] {
        let n = values.len();
        assert!([grads, means, squares].iter().all(|list| list.len() == n));
        let mut new = [(); 3].map(|()| Vec::with_capacity(n));
        {
            let [values_to, means_to, squares_to] = new
                .each_mut()
                .map(|list| &mut list.spare_capacity_mut()[..n]);
            let from = values.iter().zip(grads).zip(means.iter().zip(squares));
            let to = values_to
                .iter_mut()
                .zip(means_to.iter_mut().zip(squares_to));
            for (((&value, &grad), (&mean, &square)), (value_to, (mean_to, square_to))) in
                from.zip(to)
            {
                let [value, mean, square] = self.one(value, grad, mean, square);
                value_to.write(value);
                mean_to.write(mean);
                square_to.write(square);
            }
        }
        for list in &mut new {
            // SAFETY: the loop has written to all `n` places of each.
            unsafe { list.set_len(n) };
        }
        new
    }

    /// One value and its means after the update.
    #[inline(always)]
    fn one(self, value: f32, grad: f32, mean: f32, square: f32) -> [f32; 3] {
        let grad = grad * self.scale;
        let mean = mean * self.beta1 + grad * self.rest1;
        let square = square * self.beta2 + grad * grad * self.rest2;
        let update = mean * self.rate / (square.sqrt() + self.epsilon);
        [value - update, mean, square]
    }
}
