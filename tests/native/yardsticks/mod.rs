//! What samples are measured by: metrics of sets of points, and measurements of models.

mod measurements;
mod points;
mod real_images;
