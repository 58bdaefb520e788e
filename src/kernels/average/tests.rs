//! Running means against their formula.

use super::Decay;
use crate::kernels::testing::{Mixed, assert_near};
use burn::tensor::{Device, Tensor};

#[test]
fn means_are_those_of_the_formula_and_others_keep_theirs() {
    let device = Device::flex();
    for n in [1, 3, 64] {
        let mut mixed = Mixed::new(n as u64);
        let [mean, value] = [(); 2].map(|()| mixed.tensor::<1>([n], &device));
        let before = list(&mean);
        let expected: Vec<f32> = (before.iter().zip(list(&value)))
            .map(|(mean, value)| (0.9 * f64::from(*mean) + 0.1 * f64::from(value)) as f32)
            .collect();
        let new = Decay::on(0.9, &device).average(mean.clone(), value);
        assert_near(&list(&new), &expected, 1e-6, &format!("{n} values"));
        assert_eq!(list(&mean), before);
    }
}

fn list(tensor: &Tensor<1>) -> Vec<f32> {
    tensor.clone().into_data().try_to_vec().expect("f32")
}
