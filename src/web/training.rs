//! Training, alone and with other workers.

use super::Engine;
use super::files::outside;
use super::peers::{Exchange, Peers};
use super::values::{JsResult, count, plain, to_js, to_js_error, whole};
use crate::dataset::Share;
use crate::message::{DetailReport, TrainReport};
use crate::training::{Part, Replica};
use js_sys::{Float32Array, Reflect, Uint8Array, Uint32Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Steps of one call: it reports every one of them, so their number is what it takes of memory.
const MOST_STEPS: u64 = 10_000;

#[wasm_bindgen]
impl Engine {
    /// How many training images, from the front, must be added before `n` more steps can be taken.
    ///
    /// # Errors
    /// `not-loaded`, `bad-input`.
    #[wasm_bindgen(js_name = imagesNeeded)]
    pub fn images_needed(&mut self, n: JsValue) -> JsResult<usize> {
        let n = whole(&n, "number of steps", 0..=MOST_STEPS)?;
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        Ok(trainer.images_needed(n))
    }

    /// Takes `n` steps. Resolves to `{step, epoch, losses, meanLosses, history, events, gradients}`.
    ///
    /// # Errors
    /// `not-loaded`, `no-data`, `not-finite`, `device-lost`, `bad-input`. Where some steps were taken before it, and are kept,
    /// the error has a `report` on them, as `train` resolves to, without gradients.
    pub async fn train(&mut self, n: JsValue) -> JsResult<JsValue> {
        self.train_as(&Replica::alone(), &n).await
    }

    /// The same as number `rank` of `world` workers that hold the same model and take the same steps, each on its share of
    /// every batch.
    ///
    /// # Errors
    /// Those of `train`; `replica-lost`.
    #[wasm_bindgen(js_name = trainShared)]
    pub async fn train_shared(
        &mut self,
        n: JsValue,
        rank: JsValue,
        world: JsValue,
        exchange: Exchange,
    ) -> JsResult<JsValue> {
        let (rank, world) = (count(&rank, "rank")?, count(&world, "world")?);
        let replica =
            Replica::new(rank, world, Rc::new(Peers { rank, exchange })).map_err(to_js_error)?;
        self.train_as(&replica, &n).await
    }

    /// `{indices, images, labels}`: what number `rank` of `world` workers draws in the next `n` steps, for its `takeShare`.
    ///
    /// # Errors
    /// `not-loaded`, `no-data`, `bad-input`.
    pub fn share(&mut self, n: JsValue, rank: JsValue, world: JsValue) -> JsResult<JsValue> {
        let n = whole(&n, "number of steps", 1..=MOST_STEPS)?;
        let (rank, world) = (count(&rank, "rank")?, count(&world, "world")?);
        let (trainer, dataset) = self.session.trainer().map_err(to_js_error)?;
        let share = trainer
            .share(dataset, n, rank, world)
            .map_err(to_js_error)?;
        plain(&[
            (
                "indices",
                Uint32Array::from(share.indices.as_slice()).into(),
            ),
            ("images", Uint8Array::from(share.images.as_slice()).into()),
            ("labels", Uint8Array::from(share.labels.as_slice()).into()),
        ])
    }

    /// Has these training images, and no others, for the steps that `trainShared` takes next.
    ///
    /// # Errors
    /// `bad-input` where they do not belong together.
    #[wasm_bindgen(js_name = takeShare)]
    pub fn take_share(
        &mut self,
        indices: Vec<u32>,
        images: Vec<u8>,
        labels: Vec<u8>,
    ) -> JsResult<()> {
        let share = Share {
            indices,
            images,
            labels,
        };
        let train = &mut self.session.dataset.train;
        train.hold(share).map_err(to_js_error)
    }

    /// Helps with a run that another engine has saved, whose data that engine has: `takeShare` before each `trainShared`. `chosen`: what
    /// that engine's `chosen` answers.
    ///
    /// # Errors
    /// `bad-file`, `bad-input`.
    pub fn replicate(&mut self, file: JsValue, chosen: Option<Vec<u32>>) -> JsResult<()> {
        let replicated = self.session.replicate(&outside(&file)?, chosen);
        replicated.map(|_| ()).map_err(to_js_error)
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
    async fn train_as(&mut self, replica: &Replica, n: &JsValue) -> JsResult<JsValue> {
        let n = whole(n, "number of steps", 1..=MOST_STEPS)?;
        let (trainer, dataset) = self.session.trainer().map_err(to_js_error)?;
        let mut history = Vec::new();
        let outcome = trainer
            .train_as(replica, dataset, n, |metrics| history.push(metrics))
            .await;
        // What was noticed goes with the steps in which it was: where there are none, it waits for the next call.
        let events = match history.is_empty() {
            true => Vec::new(),
            false => trainer.take_events(),
        };
        let gradients = trainer.take_gradients();
        match outcome {
            Ok(()) => to_js(&TrainReport::new(history, events, gradients)),
            Err(error) => {
                let error = to_js_error(error);
                // Gradients are those of a call's last step, which was not reached.
                if let Some(report) = TrainReport::new(history, events, Vec::new()) {
                    Reflect::set(&error, &"report".into(), &to_js(&report)?)?;
                }
                Err(error)
            }
        }
    }
}
