//! A transformer's training as a family.

use super::training::TransformerTraining;
use crate::compress::Code;
use crate::compress::blocks::Blocks;
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::model::transformer::symbols::{neighbours, symbols_of};
use crate::training::families::{
    Attention, Autoregressive, Continuation, Continued, Family, ImageLikelihood, Pending,
    StepContext, TrainedNetwork, TrainedNetworkMut,
};
use crate::training::introspection::{Signals, of_network};
use crate::training::likelihood::refuse;
use crate::training::step::StepTensors;
use burn::tensor::{Tensor, TensorData};
use std::rc::Rc;

impl Family for TransformerTraining {
    fn boxed(&self) -> Box<dyn Family> {
        Box::new(self.clone())
    }

    fn losses(&self) -> &'static [&'static str] {
        &Self::LOSSES
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

    fn sample<'a>(&'a self, seed: u64, labels: &'a [u8]) -> Pending<'a, Tensor<2>> {
        Box::pin(async move {
            let images = TensorData::new(self.drawn(seed, labels).await?, [labels.len(), PIXELS]);
            Ok(Tensor::from_data(images, &self.device))
        })
    }

    fn likelihood(&self) -> Option<&dyn ImageLikelihood> {
        Some(self)
    }

    fn image_code(&self) -> Option<Pending<'_, Rc<dyn Code>>> {
        Some(Box::pin(async move {
            let code: Rc<dyn Code> = Rc::new(Blocks::of(&self.learner.shown()).await?);
            Ok(code)
        }))
    }

    fn autoregressive(&self) -> Option<&dyn Autoregressive> {
        Some(self)
    }

    fn signals(
        &self,
        image: Option<Tensor<2>>,
        _z: Option<Tensor<2>>,
        labels: &[u8],
    ) -> Vec<Signals> {
        let Some(image) = image else {
            return Vec::new();
        };
        let model = self.learner.shown();
        let told = neighbours(symbols_of(image.greater_elem(0.5).float()));
        let (embedding, mut x) = of_network("embedding", &model.embedding, told, None);
        let mut networks = vec![embedding];
        let digits = self.told.digits(labels.iter().copied());
        if let (Some(label), Some(digits)) = (&model.label, digits) {
            let (signals, told) = of_network("label", label, digits, None);
            networks.push(signals);
            let [_, width] = told.dims();
            let [_, values] = x.dims();
            let everywhere = told
                .reshape([1, width, 1])
                .expand([1, width, values / width]);
            x = x + everywhere.reshape([1, values]);
        }
        networks.push(of_network("transformer", &model.transformer, x, None).0);
        networks
    }
}

impl ImageLikelihood for TransformerTraining {
    fn check_images(&self, binarised: bool) -> Result<()> {
        if binarised {
            return Ok(());
        }
        Err(refuse(
            "A transformer says how likely black and white images are: ask for binarised ones.",
        ))
    }

    fn is_exact(&self) -> bool {
        true
    }

    fn log_weights(
        &self,
        batch: u64,
        _round: u64,
        images: Tensor<2>,
        labels: &[u8],
        samples: usize,
    ) -> Tensor<2> {
        let nats = self.evaluated(batch, images, labels).transpose();
        nats.neg().expand([labels.len(), samples])
    }
}

impl Autoregressive for TransformerTraining {
    fn surprise(&self, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        self.surprises(images, labels)
    }

    fn attention<'a>(&'a self, white: &'a [bool], label: u8) -> Pending<'a, Attention> {
        Box::pin(self.looks(white, label))
    }

    fn continue_image(&self, asked: Continuation) -> Pending<'_, Continued> {
        Box::pin(self.continued(asked))
    }
}
