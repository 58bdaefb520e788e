//! Images as texts: each block of 2 by 2 pixels is one of 16 symbols, and they are read row by row.

use crate::dataset::PIXELS;
use crate::kernels::dense::product;
use burn::tensor::{Tensor, TensorData};

/// Blocks of a row, and rows of blocks.
pub const SIDE: usize = 14;
/// Blocks of an image.
pub const PLACES: usize = SIDE * SIDE;
/// Black and white blocks that there are.
pub const SYMBOLS: usize = 16;
/// What stands where there is no block: before the first, and above the first row.
pub const NOTHING: usize = SYMBOLS;
/// Pixels of an image's row.
const WIDTH: usize = 2 * SIDE;

/// Black and white images `[n, 784]` to their symbols, `[n, 196]`.
pub fn symbols_of(images: Tensor<2>) -> Tensor<2> {
    let [n, _] = images.dims();
    let blocks = images
        .reshape([n, SIDE, 2, SIDE, 2])
        .permute([0, 1, 3, 2, 4])
        .reshape([n * PLACES, 4]);
    let worth = TensorData::new(vec![1.0f32, 2.0, 4.0, 8.0], [4, 1]);
    let worth = Tensor::from_data(worth, &blocks.device());
    product(blocks, worth).reshape([n, PLACES])
}

/// What each place is told, `[n, 2 * 196]`, from symbols `[n, 196]`: the symbols before the places, then those above them.
pub fn neighbours(symbols: Tensor<2>) -> Tensor<2> {
    let [n, _] = symbols.dims();
    let shifted = |by: usize| {
        let nothing = Tensor::full([n, by], NOTHING as f32, &symbols.device());
        [nothing, symbols.clone().narrow(1, 0, PLACES - by)]
    };
    let parts = [shifted(1), shifted(SIDE)];
    Tensor::cat(parts.into_iter().flatten().collect(), 1)
}

/// Where the four pixels of a block are in an image, in the order of a symbol's bits.
pub fn pixels_of(place: usize) -> [usize; 4] {
    let first = place / SIDE * 2 * WIDTH + place % SIDE * 2;
    [first, first + 1, first + WIDTH, first + WIDTH + 1]
}

/// The 196 symbols of an image, 784 pixels black or white: what [`symbols_of`] says of it, off the device.
pub fn text_of(white: &[bool]) -> Vec<u8> {
    let symbol = |place| {
        let bits = pixels_of(place).into_iter().enumerate();
        bits.map(|(bit, pixel)| u8::from(white[pixel]) << bit).sum()
    };
    (0..PLACES).map(symbol).collect()
}

/// The image of 196 symbols, 784 values 0 or 1.
pub fn image_of(symbols: &[u8]) -> Vec<f32> {
    let mut image = vec![0.0; PIXELS];
    for (place, symbol) in symbols.iter().enumerate() {
        for (bit, pixel) in pixels_of(place).into_iter().enumerate() {
            image[pixel] = f32::from(symbol >> bit & 1);
        }
    }
    image
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Device;

    #[test]
    fn an_image_is_its_symbols_and_each_is_told_its_neighbours() {
        let written: Vec<u8> = (0..PLACES).map(|at| (at * 7 % 16) as u8).collect();
        let image = image_of(&written);
        // The second block of the second row of blocks: the pixels of rows 2 and 3, columns 2 and 3.
        assert_eq!(pixels_of(SIDE + 1), [58, 59, 86, 87]);
        let image = Tensor::<2>::from_data(TensorData::new(image, [1, PIXELS]), &Device::flex());
        let symbols = symbols_of(image);
        let values = |x: Tensor<2>| -> Vec<f32> { x.into_data().try_to_vec().unwrap() };
        let expected: Vec<f32> = written.iter().map(|&symbol| symbol.into()).collect();
        assert_eq!(values(symbols.clone()), expected);
        let told = values(neighbours(symbols));
        for place in 0..PLACES {
            let at = |back: usize| {
                place
                    .checked_sub(back)
                    .map_or(16.0, |place| expected[place])
            };
            assert_eq!(told[place], at(1), "before {place}");
            assert_eq!(told[PLACES + place], at(SIDE), "above {place}");
        }
    }
}
