//! Images as a PNG.

use generative_playground::dataset::PIXELS;
use image::{GrayImage, ImageFormat, Luma};

/// Pixels between two digits, and around all.
const GAP: u32 = 2;

/// A PNG of images `[n * 784]`, 0 to 1, in as square a grid as holds them.
pub fn grid(images: &[f32]) -> image::ImageResult<Vec<u8>> {
    let count = images.len() / PIXELS;
    table(images, (count as f64).sqrt().ceil() as usize)
}

/// The same with so many columns.
pub fn table(images: &[f32], columns: usize) -> image::ImageResult<Vec<u8>> {
    let columns = columns.max(1) as u32;
    let rows = ((images.len() / PIXELS) as u32).div_ceil(columns);
    let side = |n: u32| n * (28 + GAP) + GAP;
    let mut picture = GrayImage::from_pixel(side(columns), side(rows), Luma([48]));
    for (index, pixels) in images.chunks_exact(PIXELS).enumerate() {
        let (left, top) = (side(index as u32 % columns), side(index as u32 / columns));
        for (at, &value) in pixels.iter().enumerate() {
            let (x, y) = (at as u32 % 28, at as u32 / 28);
            picture.put_pixel(
                left + x,
                top + y,
                Luma([(value.clamp(0.0, 1.0) * 255.0).round() as u8]),
            );
        }
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_holds_every_image_in_order() {
        let mut images = vec![0.0; 5 * PIXELS];
        images[4 * PIXELS + 29] = 1.0; // the fifth image's pixel (1, 1)
        let picture = image::load_from_memory(&grid(&images).unwrap())
            .unwrap()
            .to_luma8();
        assert_eq!(picture.dimensions(), (3 * 30 + 2, 2 * 30 + 2));
        assert_eq!(picture.get_pixel(30 + 2 + 1, 30 + 2 + 1).0, [255]);
        assert_eq!(picture.pixels().filter(|pixel| pixel.0 == [255]).count(), 1);
    }
}
