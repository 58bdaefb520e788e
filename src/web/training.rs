//! Training, alone and with other workers.

use super::Engine;
use super::peers::Peers;
use super::values::{JsResult, to_js, to_js_error};
use crate::error::{Error, ErrorCode};
use crate::message::{DetailReport, TrainReport};
use crate::training::{Part, Replica};
use js_sys::{Float32Array, Function, Reflect, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// How many training images, from the front, must be added before `n` more steps can be taken.
    ///
    /// # Errors
    /// `not-loaded`.
    #[wasm_bindgen(js_name = imagesNeeded)]
    pub fn images_needed(&mut self, n: u32) -> JsResult<usize> {
        Ok(self
            .session
            .trainer()
            .map_err(to_js_error)?
            .0
            .images_needed(n.into()))
    }

    /// Takes `n` steps. Resolves to `{step, epoch, losses, meanLosses, history, events, gradients}`.
    ///
    /// # Errors
    /// `not-loaded`, `no-data`, `not-finite`, `device-lost`, `bad-input`.
    pub async fn train(&mut self, n: u32) -> JsResult<JsValue> {
        self.train_as(&Replica::alone(), n).await
    }

    /// The same as number `rank` of `world` workers that hold the same model and take the same steps, each on its share of
    /// every batch. `exchange` is as [`Peers`] describes it.
    ///
    /// # Errors
    /// Those of `train`; `replica-lost`.
    #[wasm_bindgen(js_name = trainShared)]
    pub async fn train_shared(
        &mut self,
        n: u32,
        rank: usize,
        world: usize,
        exchange: Function,
    ) -> JsResult<JsValue> {
        let replica =
            Replica::new(rank, world, Rc::new(Peers { rank, exchange })).map_err(to_js_error)?;
        self.train_as(&replica, n).await
    }

    /// One step that updates `"both"` networks, the `"discriminator"` or the `"generator"`. Resolves to `{step, epoch, part,
    /// losses, gradients, images, labels}` and, where the model has them, `mean`, `logvar`, `z`, `rebuilt`, `fakes`,
    /// `realScores`, `fakeScores`.
    ///
    /// # Errors
    /// `not-loaded`, `no-data`, `not-finite`, `device-lost`, `bad-input`.
    pub async fn step(&mut self, part: &str) -> JsResult<JsValue> {
        let part: Part = part.parse().map_err(to_js_error)?;
        let (trainer, dataset) = self.session.trainer().map_err(to_js_error)?;
        let detail = trainer
            .step_in_detail(dataset, part)
            .await
            .map_err(to_js_error)?;
        let report = to_js(&DetailReport::from(&detail))?;
        let latents = detail.latents.as_ref();
        let arrays = [
            ("images", Some(&detail.images)),
            ("mean", latents.map(|[mean, ..]| mean)),
            ("logvar", latents.map(|[_, logvar, _]| logvar)),
            ("z", latents.map(|[.., z]| z)),
            ("rebuilt", detail.rebuilt.as_ref()),
            ("fakes", detail.fakes.as_ref()),
            ("realScores", detail.real_scores.as_ref()),
            ("fakeScores", detail.fake_scores.as_ref()),
        ];
        for (name, values) in arrays {
            if let Some(values) = values {
                Reflect::set(
                    &report,
                    &name.into(),
                    &Float32Array::from(values.as_slice()),
                )?;
            }
        }
        let labels = Uint8Array::from(detail.labels.as_slice());
        Reflect::set(&report, &"labels".into(), &labels)?;
        Ok(report)
    }
}

impl Engine {
    async fn train_as(&mut self, replica: &Replica, n: u32) -> JsResult<JsValue> {
        let (trainer, dataset) = self.session.trainer().map_err(to_js_error)?;
        let mut history = Vec::with_capacity(n as usize);
        trainer
            .train_as(replica, dataset, n.into(), |metrics| history.push(metrics))
            .await
            .map_err(to_js_error)?;
        let report = TrainReport::new(history, trainer.take_events(), trainer.take_gradients())
            .ok_or_else(|| {
                to_js_error(Error::new(
                    ErrorCode::BadInput,
                    "train needs at least one step.",
                ))
            })?;
        to_js(&report)
    }
}
