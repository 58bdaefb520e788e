//! An autoencoder's training as a family.

use super::{AutoencoderObjective, AutoencoderTraining};
use crate::compress::bits_back::BitsBack;
use crate::compress::{Code, Pixels};
use crate::error::Result;
use crate::model::layer::through;
use crate::model::{Network, Pass};
use crate::objective::Likelihood;
use crate::random::{Purpose, Shard};
use crate::training::families::{
    Encoder, Family, ImageLikelihood, Pending, StepContext, TrainedNetwork, TrainedNetworkMut,
    ready,
};
use crate::training::introspection::{Signals, of_network, signal_of_head};
use crate::training::likelihood::refuse;
use crate::training::step::StepTensors;
use crate::training::{EVALUATION, noise, sample_noise};
use burn::module::Module;
use burn::tensor::Tensor;
use std::rc::Rc;

impl Encoder for AutoencoderTraining {
    fn encode(&self, images: Tensor<2>, labels: &[u8]) -> (Tensor<2>, Tensor<2>) {
        let posterior =
            self.learner
                .model
                .valid()
                .encode(images, self.digits(labels), &mut Pass::eval());
        (posterior.mean, posterior.logvar)
    }
}

impl ImageLikelihood for AutoencoderTraining {
    /// Bernoulli's adds up to 1 over black and white pixels alone: over grey ones it does not (Loaiza-Ganem and Cunningham,
    /// 2019). The continuous Bernoulli and the Gaussian are densities over grey pixels, and under a density black and white
    /// ones can be as likely as one likes. The discretised logistic is a probability of grey ones. (The weight `beta` of the KL divergence makes no difference: it changes what is
    /// learnt, not the model whose likelihood this is.)
    fn check_images(&self, binarised: bool) -> Result<()> {
        match (self.likelihood, binarised) {
            (Likelihood::Bernoulli, true) => Ok(()),
            (Likelihood::Bernoulli, false) => Err(refuse(
                "likelihood=bernoulli is a probability of black and white pixels, and this model learns from grey ones, of which \
                 it is none: ask about black and white images (--binarised), or train with binarise=true or \
                 likelihood=discretised-logistic.",
            )),
            (_, false) => Ok(()),
            (Likelihood::DiscretisedLogistic, true) => Err(refuse(
                "likelihood=discretised-logistic says how likely each of 256 grey values is: train with likelihood=bernoulli, or ask \
                 about grey images of a model with binarise=false.",
            )),
            (Likelihood::ContinuousBernoulli | Likelihood::Gaussian, true) => Err(refuse(
                "likelihood=continuous-bernoulli and gaussian are densities of grey pixels, which say nothing of black and white \
                 ones: train with likelihood=bernoulli, or ask about grey images of a model with binarise=false.",
            )),
        }
    }

    fn log_weights(
        &self,
        batch: u64,
        round: u64,
        images: Tensor<2>,
        labels: &[u8],
        samples: usize,
    ) -> Tensor<2> {
        let [n, _] = images.dims();
        let images = self.seen(images, Shard::all(n), EVALUATION | batch);
        let (digits, model) = (self.digits(labels), self.learner.shown());
        let mut pass = Pass::eval();
        let posterior = model.encode(images.clone(), digits.clone(), &mut pass);
        let index = EVALUATION | (batch << 16) | round;
        let noise = noise(
            &self.device,
            self.seed,
            Purpose::Importance,
            index,
            Shard::all(n * samples),
            self.latent_dim,
        );
        self.log_weights(&model, posterior, images, digits, noise, &mut pass)
            .0
    }
}

impl Family for AutoencoderTraining {
    fn boxed(&self) -> Box<dyn Family> {
        Box::new(self.clone())
    }

    fn losses(&self) -> &'static [&'static str] {
        self.loss_names()
    }

    fn networks(&self) -> Vec<TrainedNetwork<'_>> {
        self.learner.networks(self.learner.model.summary())
    }

    fn networks_mut(&mut self) -> Vec<TrainedNetworkMut<'_>> {
        self.learner.networks_mut()
    }

    fn step<'a>(&'a mut self, at: StepContext<'a>) -> Pending<'a, StepTensors> {
        Box::pin(self.update(at))
    }

    fn evaluate(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        self.evaluated(batch, images, labels)
    }

    fn bound(
        &self,
        batch: u64,
        images: Tensor<2>,
        labels: &[u8],
        samples: usize,
    ) -> Option<Tensor<2>> {
        self.bounded(batch, images, labels, samples)
    }

    fn total(&self, means: &mut [f64]) {
        if let (AutoencoderObjective::Elbo, [loss, recon, kl]) = (self.objective, means) {
            *loss = *recon + self.beta * *kl;
        }
    }

    fn sample<'a>(&'a self, seed: u64, labels: &'a [u8]) -> Pending<'a, Tensor<2>> {
        let z = sample_noise(&self.device, seed, labels.len(), self.latent_dim);
        ready(self.decoded(z, labels))
    }

    fn decode(&self, z: Tensor<2>, labels: &[u8]) -> Option<Tensor<2>> {
        Some(self.decoded(z, labels))
    }

    fn encoder(&self) -> Option<&dyn Encoder> {
        Some(self)
    }

    fn likelihood(&self) -> Option<&dyn ImageLikelihood> {
        (self.objective != AutoencoderObjective::Reconstruction).then_some(self as _)
    }

    fn image_code(&self) -> Option<Pending<'_, Rc<dyn Code>>> {
        let model = self.learner.shown();
        let pixels = Pixels::of(self.likelihood)?;
        Some(Box::pin(async move {
            let code: Rc<dyn Code> = Rc::new(BitsBack::of(&model, pixels).await?);
            Ok(code)
        }))
    }

    fn image_networks(&self) -> Vec<(&'static str, Network)> {
        vec![("encoder", self.learner.model.encoder.clone())]
    }

    fn signals(
        &self,
        image: Option<Tensor<2>>,
        z: Option<Tensor<2>>,
        labels: &[u8],
    ) -> Vec<Signals> {
        let (model, digits) = (self.learner.shown(), self.digits(labels));
        let mut networks = Vec::new();
        let mut latent = z;
        if let Some(image) = image {
            let (signals, features) = of_network("encoder", &model.encoder, image, digits.clone());
            networks.push(signals);
            let heads = [
                ("mean", Some(&model.mean)),
                ("logvar", model.logvar.as_ref()),
            ];
            for (name, head) in heads
                .into_iter()
                .filter_map(|(name, head)| Some((name, head?)))
            {
                let y = through(head, features.clone());
                networks.push(signal_of_head(name, y.clone()));
                latent.get_or_insert(y);
            }
        }
        if let Some(latent) = latent {
            networks.push(of_network("decoder", &model.decoder, latent, digits).0);
        }
        networks
    }
}
