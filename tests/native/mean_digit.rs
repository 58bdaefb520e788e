//! A family of another crate: pixels that are white with a probability each, whatever the others are (the mean digit). It is
//! all in this file, and trains, saves, opens, samples, evaluates and shows its layers like those that come with the crate.

use super::{session_of, train};
use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::dataset::PIXELS;
use generative_playground::kernels::activation::sigmoid;
use generative_playground::model::layer::linear;
use generative_playground::model::{Init, Network, Parameters, PartSummary, Pass};
use generative_playground::objective::bernoulli_nll;
use generative_playground::optimizer::Optimizer;
use generative_playground::random::{Purpose, stream, uniform_unit};
use generative_playground::training::families::{
    self, FamilyInfo, ObjectiveInfo, Pending, Preset, StepContext, TrainedNetwork,
    TrainedNetworkMut,
};
use generative_playground::training::settings::Scalar;
use generative_playground::training::{
    Family, Schedule, Settings, Signals, StepTensors, of_network,
};
use generative_playground::{Error, ErrorCode, Result, message};
use pollster::block_on;
use serde_json::json;

static FAMILY: FamilyInfo = FamilyInfo {
    name: "mean-digit",
    what: "a mean digit",
    architectures: &["pixels"],
    objectives: &[ObjectiveInfo {
        word: "cross-entropy",
        threshold: None,
    }],
    missing_elsewhere: "this objective is of single pixels",
    settings: &[],
    presets: &[Preset::new(
        "mean-digit",
        "Mean digit",
        "Each pixel is white as often as it is in the data, whatever the others are.",
        &[
            ("architecture", Scalar::Word("pixels")),
            ("objective", Scalar::Word("cross-entropy")),
            ("lr", Scalar::Number(0.05)),
        ],
    )],
    capabilities: &[],
    check: |_| Ok(()),
    describe: |_| vec![PartSummary::new("pixels", ONE, layers().iter())],
    build: |settings, device| Box::new(MeanDigit::new(settings, device)),
};

/// The network's input: the constant 1.
const ONE: [usize; 3] = [1, 1, 1];

fn layers() -> Vec<generative_playground::model::layer::LayerSpec> {
    vec![linear(PIXELS)]
}

#[derive(Clone, Debug)]
struct MeanDigit {
    pixels: Network,
    optimizer: Optimizer,
    schedule: Schedule,
    device: Device,
}

impl MeanDigit {
    fn new(settings: &Settings, device: &Device) -> Self {
        let autodiff = device.clone().autodiff();
        let mut init = Init::new(settings.init, settings.seed, &autodiff);
        Self {
            pixels: Network::new(ONE, layers(), &mut init),
            optimizer: Optimizer::new(settings.optimizer_config()),
            schedule: settings.schedule(),
            device: device.clone(),
        }
    }

    /// The logit of each pixel, once an image: `[n, 784]`.
    fn logits(&self, n: usize) -> Tensor<2> {
        let ones = Tensor::ones([n, 1], &self.device);
        self.pixels.valid().forward(ones, &mut Pass::eval())
    }

    async fn update(&mut self, at: StepContext<'_>) -> Result<StepTensors> {
        let n = at.batch.labels.len();
        let images = at.batch.images.reshape([n, PIXELS]).autodiff();
        let ones = Tensor::<2>::ones([n, 1], &self.device).autodiff();
        let logits = self.pixels.forward(ones, &mut Pass::eval());
        let loss = bernoulli_nll(logits, images).mean();
        let grads = at.sharding.gradients(&self.pixels, &loss).await?;
        at.probe.gradients("", &self.pixels, &grads);
        let lr = self.schedule.at(at.step);
        self.optimizer.step(lr, &mut self.pixels, grads);
        Ok(StepTensors::of_losses(loss.inner()))
    }
}

impl Family for MeanDigit {
    fn boxed(&self) -> Box<dyn Family> {
        Box::new(self.clone())
    }

    fn losses(&self) -> &'static [&'static str] {
        &["loss"]
    }

    fn networks(&self) -> Vec<TrainedNetwork<'_>> {
        vec![TrainedNetwork {
            prefix: "pixels.",
            parameters: &self.pixels as &dyn Parameters,
            optimizer: Some(&self.optimizer),
            mean_of: None,
            parts: vec![self.pixels.summary("pixels")],
        }]
    }

    fn networks_mut(&mut self) -> Vec<TrainedNetworkMut<'_>> {
        vec![TrainedNetworkMut {
            prefix: "pixels.",
            parameters: &mut self.pixels,
            optimizer: Some(&mut self.optimizer),
            mean_of: None,
        }]
    }

    fn step<'a>(&'a mut self, at: StepContext<'a>) -> Pending<'a, StepTensors> {
        Box::pin(self.update(at))
    }

    fn evaluate(&self, _batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        bernoulli_nll(self.logits(labels.len()), images).unsqueeze_dim(0)
    }

    fn sample<'a>(&'a self, seed: u64, labels: &'a [u8]) -> Pending<'a, Tensor<2>> {
        let n = labels.len();
        let mut rng = stream(seed, Purpose::Sample, 0);
        let thresholds = TensorData::new(uniform_unit(&mut rng, n * PIXELS), [n, PIXELS]);
        let white = sigmoid(self.logits(n)).greater(Tensor::from_data(thresholds, &self.device));
        families::ready(white.float())
    }

    fn signals(
        &self,
        _image: Option<Tensor<2>>,
        z: Option<Tensor<2>>,
        _labels: &[u8],
    ) -> Vec<Signals> {
        let drawn = z.map(|z| of_network("pixels", &self.pixels.valid(), z, None).0);
        drawn.into_iter().collect()
    }
}

#[test]
fn a_family_of_another_crate_trains_and_draws() {
    families::register(&FAMILY);
    let mut session = session_of("mean-digit", &json!({ "seed": 3 }));
    let metrics = train(&mut session, 300);
    let (trainer, dataset) = session.trainer().unwrap();
    // The best that single pixels can do: each one's mean is its probability.
    let n = 10_000;
    let pixels = dataset.train.pixels(0, n).unwrap();
    let best: f64 = (0..PIXELS)
        .map(|at| {
            let sum: f64 = pixels[at..]
                .iter()
                .step_by(PIXELS)
                .map(|&x| f64::from(x))
                .sum();
            let p = sum / n as f64;
            let entropy = |p: f64| if p > 0.0 { -p * p.ln() } else { 0.0 };
            entropy(p) + entropy(1.0 - p)
        })
        .sum();
    let evaluated = block_on(trainer.evaluate(dataset, 1_000)).unwrap()["loss"];
    assert!(
        (evaluated - best).abs() < 5.0,
        "{evaluated} nats, not {best}"
    );
    assert!(metrics[0].losses["loss"] > evaluated + 100.0);

    let images = block_on(trainer.sample(200, 0, &[])).unwrap();
    assert!(images.iter().all(|x| *x == 0.0 || *x == 1.0));
    let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
    assert!((mean(&images) - mean(&pixels)).abs() < 0.02);

    let summary = message::ModelSummary::from(&*trainer);
    assert_eq!(summary.parameter_count, 2 * PIXELS as u64);
    assert_eq!(summary.parts, trainer.settings().networks().unwrap());
    assert!(summary.capabilities.is_empty());
    // What it cannot do is refused in words.
    let image = vec![0.0; PIXELS];
    let refused = |result: std::result::Result<(), Error>| {
        assert_eq!(result.unwrap_err().code, ErrorCode::BadInput);
    };
    refused(block_on(trainer.encode(image.clone(), &[])).map(|_| ()));
    refused(block_on(trainer.judge(image, &[])).map(|_| ()));
    refused(block_on(trainer.decode(vec![0.0], &[])).map(|_| ()));
    refused(block_on(trainer.log_likelihood(dataset, 0, 1, 1)).map(|_| ()));
}

#[test]
fn a_family_of_another_crate_is_saved_and_opens() {
    families::register(&FAMILY);
    let mut session = session_of("mean-digit", &json!({}));
    train(&mut session, 5);
    let bytes = block_on(session.save()).unwrap();
    let continued = train(&mut session, 5);
    let mut other = session_of("vae", &json!({}));
    other.restore(&bytes).unwrap();
    assert_eq!(train(&mut other, 5), continued);
    let exported = block_on(session.export()).unwrap();
    other.restore(&exported).unwrap();
    let draw = |session: &mut generative_playground::Session| {
        block_on(session.trainer().unwrap().0.sample(3, 0, &[])).unwrap()
    };
    assert_eq!(draw(&mut other), draw(&mut session));

    // Its settings are checked like the others'.
    let changes = json!({ "hidden_dim": 5 });
    let error = Settings::with("mean-digit", changes.as_object().unwrap()).unwrap_err();
    assert!(
        error
            .message
            .contains("hidden_dim has no effect on a mean digit"),
        "{error}"
    );
    let changes = json!({ "objective": "elbo" });
    let error = Settings::with("mean-digit", changes.as_object().unwrap()).unwrap_err();
    assert!(error.message.contains("cross-entropy"), "{error}");
}
