//! Doubts about labels: a small classifier, trained on the spot and asked about images that it has not learnt from
//! ([`LabelCheck`]), and confident learning ([`suspects`]), which says how much of its disagreement is the labels' fault.

mod joint;
mod network;
mod training;

pub use joint::{most_likely, off_diagonal, suspects};
pub use network::CLASSES;
pub use training::{Judged, LabelCheck};
