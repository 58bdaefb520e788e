//! What training does with all weights of a model beside the update: the norm of their gradients, running means, limits.

use crate::kernels::average::Decay;
use crate::kernels::squares::{add_squares, sum_of_squares};
use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;

/// The Euclidean norm of the gradients of all of a model's parameters together, `[1]`.
pub fn gradient_norm<M: Module>(model: &M, grads: &GradientsParams) -> Option<Tensor<1>> {
    struct Squares<'a>(&'a GradientsParams, Option<Tensor<1>>);
    impl ModuleVisitor for Squares<'_> {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let Some(grad) = self.0.get::<D>(param.id) else {
                return;
            };
            self.1 = Some(match self.1.take() {
                Some(sum) => add_squares(sum, grad),
                None => sum_of_squares(grad),
            });
        }
    }
    let mut squares = Squares(grads, None);
    model.visit(&mut squares);
    squares.1.map(Tensor::sqrt)
}

/// The running mean of a model's parameters: `decay` of the old one, the rest of the new. Both have the same layers.
pub fn blend<M: Module>(old: M, new: &M, decay: f64) -> M {
    struct Values(Vec<Tensor<1>>);
    impl ModuleVisitor for Values {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let n: usize = param.dims().iter().product();
            self.0.push(param.val().inner().reshape([n]));
        }
    }
    struct Blend(std::vec::IntoIter<Tensor<1>>, Decay);
    impl ModuleMapper for Blend {
        fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
            let new = self.0.next().expect("both have the same layers");
            mapped(param, |old| {
                let shape = old.dims();
                let old = old.reshape(new.dims());
                self.1.average(old, new).reshape(shape)
            })
        }
    }
    let mut values = Values(Vec::new());
    new.visit(&mut values);
    let Some(first) = values.0.first() else {
        return old;
    };
    let decay = Decay::on(decay, &first.device());
    old.map(&mut Blend(values.0.into_iter(), decay))
}

/// A model with each trained value brought between `-limit` and `limit`.
pub fn clamp_weights<M: Module>(model: M, limit: f64) -> M {
    struct Clamp(f64);
    impl ModuleMapper for Clamp {
        fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
            if param.val().is_require_grad() {
                mapped(param, |value| value.clamp(-self.0, self.0))
            } else {
                param
            }
        }
    }
    model.map(&mut Clamp(limit))
}

/// A parameter with another value, on the same device and as trainable as before.
fn mapped<const D: usize>(
    param: Param<Tensor<D>>,
    change: impl FnOnce(Tensor<D>) -> Tensor<D>,
) -> Param<Tensor<D>> {
    param.map(|old| {
        let trained = old.is_require_grad();
        Tensor::from_inner(change(old.inner())).set_require_grad(trained)
    })
}
