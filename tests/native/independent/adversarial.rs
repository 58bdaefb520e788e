//! Images, logits, losses and their gradients, both penalties of the gradient and the running statistics, of every pair.

use super::{BATCH, Comparison, PIXELS, cases, digits, gradients, images, matrix, normal, numbers};
use super::{running_statistics, training, variant, with_weights};
use burn::tensor::{Device, Tensor};
use generative_playground::model::{
    AdversarialConfig, AdversarialKind, Discriminator, DiscriminatorNorm, Generator, Init, Pass,
    Scheme,
};
use generative_playground::objective::{AdversarialObjective, gradient_penalty, r1_penalty};
use serde_json::Value;

const OBJECTIVES: [&str; 6] = [
    "non-saturating",
    "minimax",
    "least-squares",
    "hinge",
    "wasserstein",
    "wasserstein-gp",
];

#[test]
fn adversarial_pairs_agree_with_an_independent_implementation() {
    for case in cases("adversarial.json") {
        compare(&case);
    }
}

fn compare(case: &Value) {
    let name = case["name"].as_str().unwrap();
    let conditional = case["conditional"].as_bool().unwrap();
    let latent = case["latent"].as_u64().unwrap() as usize;
    let config = AdversarialConfig {
        kind: variant(&case["kind"], AdversarialKind::of_word),
        latent_dim: latent,
        width: case["width"].as_f64().unwrap(),
        dropout: 0.0,
        conditional,
        critic_norm: DiscriminatorNorm::None,
    };
    let device = Device::flex().autodiff();
    let mut init = Init::new(Scheme::Dcgan, 0, &device);
    let generator = Generator::new(&config, &mut init);
    let generator = with_weights(generator, &format!("{name}/generator"));
    let critic = Discriminator::new(&config, &mut init);
    let critic = with_weights(critic, &format!("{name}/critic"));
    let digits = conditional.then(digits);
    let z = normal(&format!("{name}/noise"), BATCH, latent);
    let real = images(&format!("{name}/images"))
        .mul_scalar(2.0)
        .sub_scalar(1.0);
    let judge = |images: Tensor<2>| critic.forward(images, digits.clone(), &mut training());

    let mut comparison = Comparison::new(case);
    let theirs = &case["values"];
    // Anew for every loss: burn differentiates a graph only once.
    let draw = |pass: &mut Pass| generator.forward(z.clone(), digits.clone(), pass);
    let mut pass = training();
    let drawn = draw(&mut pass);
    comparison.tensor("training", drawn.clone(), &theirs["training"]);
    let mut moved = generator.clone();
    moved.network.update_running(pass);
    for tensor in running_statistics(&moved) {
        let expected = &theirs[&tensor.name];
        comparison.values(&tensor.name, &tensor.shape, &tensor.values, expected);
    }
    let evaluation = moved.forward(z.clone(), digits.clone(), &mut Pass::eval());
    comparison.tensor("evaluation", evaluation, &theirs["evaluation"]);

    let fake = Tensor::from_inner(drawn.inner());
    comparison.tensor("real", judge(real.clone()), &theirs["real"]);
    comparison.tensor("fake", judge(fake.clone()), &theirs["fake"]);

    let share = numbers(&format!("{name}/share"), BATCH);
    let share = matrix(share.into_iter().map(|share| (share + 1.0) / 2.0), 1);
    let between = fake.clone() + (real.clone() - fake.clone()) * share;
    let slope_at = |images: &Tensor<2>| {
        let input = critic.input(images.clone(), digits.clone());
        // The digits of a conditional critic are no part of the image.
        critic.network.input_gradient(input).narrow(1, 0, PIXELS)
    };
    let slope = || slope_at(&between);
    comparison.tensor("slope", slope(), &theirs["slope"]);
    let r1 = r1_penalty(slope_at(&real));
    comparison.tensor("r1", r1.clone(), &theirs["r1"]);
    let expected = &case["gradients"]["r1"]["critic"];
    comparison.gradients("r1", &gradients(r1, &critic), expected);
    let penalty = gradient_penalty(slope());
    comparison.tensor("penalty", penalty.clone(), &theirs["penalty"]);
    let expected = &case["gradients"]["penalty"]["critic"];
    comparison.gradients("penalty", &gradients(penalty, &critic), expected);

    let real_target = case["real_target"].as_f64().unwrap();
    for objective in OBJECTIVES {
        let ours = AdversarialObjective::of_word(objective).unwrap();
        let (of_real, of_fake) = (judge(real.clone()), judge(fake.clone()));
        let mut loss = ours.discriminator_loss(of_real, of_fake, real_target);
        if ours == AdversarialObjective::WassersteinGp {
            loss = loss + gradient_penalty(slope()).mul_scalar(10.0);
        }
        let place = format!("{objective}/critic");
        comparison.tensor(&place, loss.clone(), &theirs[&place]);
        let expected = &case["gradients"][objective];
        comparison.gradients(&place, &gradients(loss, &critic), &expected["critic"]);

        let loss = ours.generator_loss(judge(draw(&mut training())));
        let place = format!("{objective}/generator");
        comparison.tensor(&place, loss.clone(), &theirs[&place]);
        comparison.gradients(&place, &gradients(loss, &generator), &expected["generator"]);
    }
    comparison.report();
}
