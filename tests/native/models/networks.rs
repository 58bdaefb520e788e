//! Networks: their sizes, what they compute and the gradients of their inputs.

use super::{matrix, numbers};
use burn::tensor::{Device, Tensor};
use generative_playground::model::layer::{Upsample, conv, relu};
use generative_playground::model::{
    AdversarialConfig, AdversarialKind, Discriminator, DiscriminatorNorm, Generator, Init, Network,
    Pass, Scheme,
};
use generative_playground::random::{Purpose, normal, stream, uniform, uniform_unit};

fn pair(
    kind: AdversarialKind,
    width: f64,
    conditional: bool,
) -> (AdversarialConfig, Generator, Discriminator) {
    let config = AdversarialConfig {
        kind,
        latent_dim: 100,
        width,
        dropout: 0.3,
        conditional,
        critic_norm: DiscriminatorNorm::None,
    };
    let device = Device::flex().autodiff();
    let mut init = Init::new(Scheme::Pytorch, 5, &device);
    let generator = Generator::new(&config, &mut init);
    (config, generator, Discriminator::new(&config, &mut init))
}

/// Numbers of parameters, added up by hand from the articles' layers.
#[test]
fn the_articles_networks_have_the_articles_sizes() {
    use burn::module::Module;
    let dense = |sizes: &[usize]| {
        sizes
            .windows(2)
            .map(|pair| pair[0] * pair[1] + pair[1])
            .sum::<usize>()
    };
    let (_, generator, discriminator) = pair(AdversarialKind::Mlp, 1.0, false);
    assert_eq!(
        generator.num_params(),
        dense(&[100, 128, 256, 512, 1024, 784])
    );
    assert_eq!(
        discriminator.num_params(),
        dense(&[784, 1024, 512, 256, 128, 1])
    );
    let (_, generator, discriminator) = pair(AdversarialKind::MlpRelu, 1.0, false);
    assert_eq!(generator.num_params(), dense(&[100, 256, 512, 1024, 784]));
    assert_eq!(discriminator.num_params(), dense(&[784, 512, 256, 1]));
    let (_, generator, discriminator) = pair(AdversarialKind::ConvDiscriminator, 1.0, false);
    assert_eq!(generator.num_params(), dense(&[100, 128, 128, 784]));
    assert_eq!(
        discriminator.num_params(),
        (9 + 1) * 128 + (9 * 128 + 1) * 128 + 28 * 28 * 128 + 1
    );
    let (config, _, _) = pair(AdversarialKind::Dcgan, 1.0, false);
    let count = |layers: &[_], start| {
        let mut shape = start;
        layers
            .iter()
            .map(|layer: &generative_playground::model::layer::LayerSpec| {
                let parameters = layer.parameters(shape) as usize;
                shape = generative_playground::model::layer::LayerSpec::output(shape, layer);
                parameters
            })
            .sum::<usize>()
    };
    let norms = 2 * (7 * 7 * 256 + 128 + 64);
    let convolutions = 25 * (256 * 128 + 128 * 64 + 64);
    assert_eq!(
        count(&config.generator_layers(), [100, 1, 1]),
        100 * 7 * 7 * 256 + norms + convolutions
    );
    assert_eq!(
        count(&config.discriminator_layers(), [1, 28, 28]),
        (25 + 1) * 64 + (25 * 64 + 1) * 128 + 7 * 7 * 128 + 1
    );
    let (config, _, _) = pair(AdversarialKind::Fast, 1.0, false);
    let norms = 2 * (7 * 7 * 32 + 16);
    assert_eq!(
        count(&config.generator_layers(), [64, 1, 1]),
        64 * 7 * 7 * 32 + norms + 16 * 32 * 16 + (16 * 16 + 1)
    );
    assert_eq!(
        count(&config.discriminator_layers(), [1, 28, 28]),
        (16 + 1) * 16 + (16 * 16 + 1) * 32 + dense(&[7 * 7 * 32, 128, 1])
    );
}

#[test]
fn generators_draw_images_and_critics_judge_them_whatever_the_batch() {
    for kind in [
        AdversarialKind::Mlp,
        AdversarialKind::MlpRelu,
        AdversarialKind::ConvDiscriminator,
        AdversarialKind::Dcgan,
        AdversarialKind::Fast,
    ] {
        for conditional in [false, true] {
            let (_, generator, discriminator) = pair(kind, 0.1, conditional);
            for batch in [2, 5] {
                let z =
                    matrix(normal(&mut stream(1, Purpose::Noise, 0), batch * 100), 100).autodiff();
                let digits = conditional.then(|| matrix(vec![0.1; batch * 10], 10).autodiff());
                let mut pass = Pass::train(stream(1, Purpose::Dropout, 0));
                let images = generator.forward(z, digits.clone(), &mut pass);
                assert_eq!(images.dims(), [batch, 784]);
                assert_eq!(
                    discriminator
                        .forward(images.clone(), digits, &mut pass)
                        .dims(),
                    [batch, 1]
                );
                assert!(
                    numbers(images.inner())
                        .iter()
                        .all(|p| (-1.0..=1.0).contains(p))
                );
            }
        }
    }
}

/// The discriminator's gradient with respect to its input, which the gradient penalty needs, by finite differences.
#[test]
fn input_gradients_agree_with_finite_differences() {
    for kind in [
        AdversarialKind::Mlp,
        AdversarialKind::MlpRelu,
        AdversarialKind::ConvDiscriminator,
        AdversarialKind::Dcgan,
        AdversarialKind::Fast,
    ] {
        let (_, _, discriminator) = pair(kind, 0.1, false);
        let images = uniform(&mut stream(4, Purpose::Noise, 0), 2 * 784, 1.0);
        let judge = |images: &[f32]| {
            let images = matrix(images.to_vec(), 784).autodiff();
            numbers(
                discriminator
                    .forward(images, None, &mut Pass::eval())
                    .inner(),
            )
            .iter()
            .sum::<f64>()
        };
        let gradient = numbers(
            discriminator
                .network
                .input_gradient(matrix(images.clone(), 784).autodiff())
                .inner(),
        );
        // Along a random direction the slope has the gradient's norm as its standard deviation.
        let norm = gradient.iter().map(|g| g * g).sum::<f64>().sqrt();
        for direction in 0..8 {
            let towards = normal(&mut stream(4, Purpose::Sample, direction), images.len());
            let moved = |step: f32| {
                images
                    .iter()
                    .zip(&towards)
                    .map(|(x, d)| x + step * d)
                    .collect::<Vec<_>>()
            };
            // Small, since the function has a kink wherever an activation passes zero.
            let step = 2e-4;
            let numeric = (judge(&moved(step)) - judge(&moved(-step))) / (2.0 * f64::from(step));
            let exact: f64 = gradient
                .iter()
                .zip(&towards)
                .map(|(g, d)| g * f64::from(*d))
                .sum();
            assert!(
                (numeric - exact).abs() < 0.02 * norm,
                "{kind:?}: {exact}, by differences {numeric}, norm {norm}"
            );
        }
    }
}

/// Through a layer that no discriminator has: what burn's own way back finds.
#[test]
fn input_gradients_go_through_enlarged_images() {
    let device = Device::flex().autodiff();
    let larger = Upsample { factor: 2 }.into();
    let layers = vec![conv(3, 3, 1), larger, relu(), conv(2, 3, 1)];
    let network = Network::new([2, 4, 3], layers, &mut Init::new(Scheme::He, 3, &device));
    let x = uniform(&mut stream(4, Purpose::Noise, 1), 2 * 24, 1.0);
    let x = matrix(x, 24).autodiff().require_grad();
    let sum = network.forward(x.clone(), &mut Pass::eval()).sum();
    let expected = numbers(x.grad(&sum.backward()).unwrap());
    let found = numbers(network.input_gradient(x).inner());
    assert!(expected.iter().any(|gradient| gradient.abs() > 0.1));
    for (found, expected) in found.iter().zip(&expected) {
        assert!((found - expected).abs() < 1e-5, "{found}, not {expected}");
    }
}

#[test]
fn dropout_keeps_the_mean_and_does_nothing_when_not_training() {
    let x = Tensor::<4>::ones([4, 1000, 1, 1], &Device::flex()).autodiff();
    let mean = |pass: &mut Pass| numbers(pass.dropout(x.clone(), 0.3).mean().inner())[0];
    assert_eq!(mean(&mut Pass::eval()), 1.0);
    let dropped = mean(&mut Pass::train(stream(0, Purpose::Dropout, 1)));
    // Five standard errors of a mean of 4,000 values of variance 0.3 / 0.7.
    assert!(
        (dropped - 1.0).abs() < 5.0 * (0.3f64 / 0.7 / 4000.0).sqrt(),
        "{dropped}"
    );
    let shares = uniform_unit(&mut stream(0, Purpose::Dropout, 2), 1000);
    assert!(shares.iter().all(|x| (0.0..1.0).contains(x)));
}
