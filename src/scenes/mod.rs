//! What a generative model is good for, with numbers: pictures repaired, cleaned, enlarged, put together from few measurements,
//! packed into files, and images found that do not belong, each beside a method that needs no model.
//!
//! A scene is a file here with a [`Scene`] and a line in [`SCENES`]; the command, `pg.scene` and the page's room go over that
//! list. Most scenes ask the same: which image is it of which only so much is known? [`Recovery`](recovery::Recovery) answers it
//! by the model, in one of the [`ways`] that models have ([`Descent`] on the latent for everything that decodes), and by plain methods
//! (`plain/`).

mod anomaly;
mod beliefs;
mod compress;
mod counterfactual;
mod denoise;
mod descent;
mod enlarge;
mod evidence;
#[cfg(not(target_family = "wasm"))]
mod judging;
mod latents;
mod measure;
mod measures;
mod operator;
mod options;
mod outcome;
mod plain;
mod recovery;
mod repair;
mod scarce;
mod scene;
mod search;
mod smaller;
mod ways;

pub use descent::{Descent, Rule};
#[cfg(not(target_family = "wasm"))]
pub use judging::judge;
pub use measures::{auroc, psnr, squared_error};
pub use operator::{Measured, Operator};
pub use options::{OptionInfo, Options};
pub use outcome::{Answer, Numbers, Outcome};
pub use plain::{bicubic, lasso, median};
pub use scene::{Judge, Progress, Request, Scene, SceneInfo, Subject, Work};

use crate::checkpoint::load_classifier;
use crate::dataset::MnistDataset;
use crate::error::{Error, ErrorCode, Result};
use crate::model::Classifier;
use crate::training::Trainer;
use burn::tensor::Device;

/// Every scene, in the order in which they are listed.
pub const SCENES: &[&dyn Scene] = &[
    &repair::Repair,
    &denoise::Denoise,
    &enlarge::Enlarge,
    &measure::Measure,
    &compress::Compress,
    &anomaly::Anomaly,
    &counterfactual::Counterfactual,
    &smaller::Smaller,
    &scarce::Scarce,
];

/// The scene of this name.
///
/// # Errors
/// `bad-input`, listing the known ones.
pub fn scene(name: &str) -> Result<&'static dyn Scene> {
    let known = SCENES.iter().copied();
    known
        .clone()
        .find(|scene| scene.info().name == name)
        .ok_or_else(|| {
            let names: Vec<_> = known.map(|scene| scene.info().name).collect();
            let names = names.join(", ");
            refused(format!(
                "There is no scene \"{name}\". The scenes are: {names}."
            ))
        })
}

/// Begins a scene with the model as it is; what it needs of the model is copied, so that training may go on.
///
/// # Errors
/// `bad-input` when there is no such scene, the model cannot do what it needs, or images cannot be used; `bad-setting` when an
/// option is unknown or out of range; `no-data` when test images are missing.
pub fn begin(
    name: &str,
    request: Request,
    trainer: &Trainer,
    dataset: &MnistDataset,
) -> Result<Box<dyn Work>> {
    let scene = scene(name)?;
    let info = scene.info();
    if !info.fits(trainer.capabilities()) {
        return Err(refused(format!(
            "The scene {name} cannot be played with this model: it needs one that {}.",
            info.needed
        )));
    }
    if !(request.mask.is_empty() || scene.takes_mask()) {
        let with_hole = SCENES.iter().filter(|scene| scene.takes_mask());
        let with_hole: Vec<_> = with_hole.map(|scene| scene.info().name).collect();
        let with_hole = with_hole.join(", ");
        return Err(refused(format!(
            "The scene {name} has no hole: give a mask to {with_hole} alone."
        )));
    }
    let options = Options::new(info, &request.options)?;
    let classifier = match scene.judge() {
        Judge::Classifier => Some(frozen_classifier(&request.classifier, trainer.device())?),
        Judge::Nobody | Judge::Yardsticks => None,
    };
    let subject = Subject::new(scene, request, options, trainer, dataset)?;
    scene.begin(Subject {
        classifier,
        ..subject
    })
}

/// The frozen classifier of a file, or the one that the program has.
fn frozen_classifier(file: &[u8], device: &Device) -> Result<Classifier> {
    #[cfg(not(target_family = "wasm"))]
    let file = match file {
        [] => yardsticks::Classifier::SHIPPED,
        file => file,
    };
    load_classifier(file, device)
}

fn refused(why: String) -> Error {
    Error::new(ErrorCode::BadInput, why)
}
