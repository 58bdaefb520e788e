//! What a generative model is good for, with numbers: pictures repaired, cleaned, enlarged, put together from few measurements,
//! packed into files, and images found that do not belong, each beside a method that needs no model.
//!
//! A scene is a file here with a [`Scene`] and a line in [`SCENES`]; the command, `pg.scene` and the page's room go over that
//! list. Most scenes ask the same: which image is it of which only so much is known? [`Recovery`](recovery::Recovery) answers it
//! by the model, which [`Descent`] on its latent makes possible for everything that decodes, and by plain methods (`plain/`).

mod anomaly;
mod compress;
mod denoise;
mod descent;
mod enlarge;
mod latents;
mod measure;
mod measures;
mod operator;
mod options;
mod outcome;
mod plain;
mod recovery;
mod repair;
mod scene;
mod search;

pub use descent::{Descent, Rule};
pub use measures::{auroc, psnr, squared_error};
pub use operator::{Measured, Operator};
pub use options::{OptionInfo, Options};
pub use outcome::{Answer, Numbers, Outcome};
pub use plain::{bicubic, lasso, median};
pub use scene::{Progress, Request, Scene, SceneInfo, Subject, Work};

use crate::dataset::MnistDataset;
use crate::error::{Error, ErrorCode, Result};
use crate::training::Trainer;

/// Every scene, in the order in which they are listed.
pub const SCENES: &[&dyn Scene] = &[
    &repair::Repair,
    &denoise::Denoise,
    &enlarge::Enlarge,
    &measure::Measure,
    &compress::Compress,
    &anomaly::Anomaly,
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
    let options = Options::new(info, &request.options)?;
    scene.begin(Subject::new(request, options, trainer, dataset)?)
}

fn refused(why: String) -> Error {
    Error::new(ErrorCode::BadInput, why)
}
