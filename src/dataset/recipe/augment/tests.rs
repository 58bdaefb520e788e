use super::super::scipy::{compare, image};
use super::*;
use crate::dataset::PIXELS;
use crate::random::stream;
use serde_json::json;

/// Half a unit of the fixture's last digit, and what coordinates of single precision leave.
const TOLERANCE: f64 = 2e-5;

fn warped(change: impl FnOnce(&mut Warp)) -> Vec<f32> {
    let mut warp = Warp::default();
    change(&mut warp);
    let mut image = image();
    warp.apply(&mut image);
    image
}

fn augment(text: &str) -> Box<dyn Step> {
    let step = make(&json!(text), &Recipe::default());
    step.unwrap().unwrap()
}

#[test]
fn every_change_is_scipys() {
    let rotate = |warp: &mut Warp| rotate::rotate(warp, 25.0);
    let scale = |warp: &mut Warp| scale::scale(warp, 1.15);
    let shear = |warp: &mut Warp| shear::shear(warp, -12.0);
    let crop = |warp: &mut Warp| crop::crop(warp, 3.0, 1.0, 2.0);
    compare("rotate", &warped(rotate), TOLERANCE);
    compare("scale", &warped(scale), TOLERANCE);
    compare("shear", &warped(shear), TOLERANCE);
    compare("crop", &warped(crop), TOLERANCE);
    let all = warped(|warp| {
        rotate(warp);
        scale(warp);
        shear(warp);
        shift::shift(warp, 2.0, -1.0);
        crop(warp);
    });
    compare("all", &all, TOLERANCE);
}

#[test]
fn displacements_are_noise_that_scipys_gaussian_has_smoothed() {
    use cpu_kernels::image::{Field, WAVES, waves};
    let cosines = elastic::smoothed_cosines(1.5);
    let field = |first: usize| -> Field {
        let amplitude = |at: usize| (((first + at) as f64) * 1.7 + 0.5).sin() as f32;
        let row = |row: usize| std::array::from_fn(|column| amplitude(row * WAVES + column));
        waves(&std::array::from_fn(row), &cosines)
    };
    let fields = [field(0), field(WAVES * WAVES)];
    compare("field", &fields[0], 1e-4);
    let elastic = warped(|warp| {
        rotate::rotate(warp, 25.0);
        warp.fields = Some(Box::new(fields));
    });
    compare("elastic", &elastic, 1e-3);
}

#[test]
fn displacements_have_the_standard_deviation_that_is_asked_for() {
    let elastic = (elastic::TRANSFORM.make)(2.0);
    let n = 2_000;
    let mut sum = 0.0;
    for draw in 0..n {
        let mut warp = Warp::default();
        elastic.draw(&mut warp, &mut stream(1, Purpose::Augment, draw));
        let fields = warp.fields.unwrap();
        sum += fields
            .iter()
            .flatten()
            .map(|&x| f64::from(x * x))
            .sum::<f64>();
    }
    let deviation = (sum / (n as f64 * 2.0 * PIXELS as f64)).sqrt();
    // A field is as good as some twelve independent numbers.
    let error = 5.0 * 2.0 / (2.0 * 12.0 * 2.0 * n as f64).sqrt();
    assert!((deviation - 2.0).abs() < error, "{deviation}");
}

#[test]
fn a_shift_moves_every_pixel_to_the_last_bit_and_leaves_black_behind() {
    for (down, right) in [(-2, -2), (0, 0), (2, -1), (-1, 1), (14, -14)] {
        let before = image();
        let moved = warped(|warp| shift::shift(warp, f64::from(right), f64::from(down)));
        for (at, &found) in moved.iter().enumerate() {
            let row = (at / 28) as i32 - down;
            let column = (at % 28) as i32 - right;
            let inside = (0..28).contains(&row) && (0..28).contains(&column);
            let expected = if inside {
                before[(row * 28 + column) as usize]
            } else {
                0.0
            };
            assert_eq!(
                found.to_bits(),
                expected.to_bits(),
                "pixel {at}, {down} down, {right} right"
            );
        }
    }
}

#[test]
fn the_largest_amounts_leave_a_picture_and_the_smallest_the_image() {
    for info in TRANSFORMS {
        let named = format!("{}:N (", info.amount.name);
        let range = format!("0 to {})", info.amount.most);
        let told = INFO.form.split_once(&named).expect(info.amount.name).1;
        assert!(
            told.split_once(')')
                .unwrap()
                .0
                .ends_with(range.trim_end_matches(')'))
        );

        let (most, before) = (
            augment(&format!("{}:{}", info.amount.name, info.amount.most)),
            image(),
        );
        let mut changed = 0;
        for draw in 0..50 {
            let mut image = before.clone();
            most.apply(&mut image, &mut stream(2, Purpose::Augment, draw));
            assert!(image.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
            changed += usize::from(image != before);
            let mut again = before.clone();
            most.apply(&mut again, &mut stream(2, Purpose::Augment, draw));
            assert_eq!(image, again);
        }
        assert!(
            changed > 40,
            "{}: {changed} of 50 images changed",
            info.amount.name
        );
        if !info.amount.whole {
            let least = augment(&format!("{}:1e-9", info.amount.name));
            let mut image = before.clone();
            least.apply(&mut image, &mut stream(2, Purpose::Augment, 0));
            let largest = image.iter().zip(&before).map(|(a, b)| (a - b).abs());
            assert!(largest.fold(0.0, f32::max) < 1e-4, "{}", info.amount.name);
        }
    }
}

#[test]
fn amounts_are_as_they_were_asked_for() {
    // A bright middle, found again by its centre of mass: it moves by at most the shift, each distance as likely.
    let mut dot = vec![0.0; PIXELS];
    dot[13 * 28 + 13] = 1.0;
    let step = augment("shift:2");
    let mut counts = [0; 5];
    for draw in 0..5_000 {
        let mut image = dot.clone();
        step.apply(&mut image, &mut stream(0, Purpose::Augment, draw));
        let at = image.iter().position(|&pixel| pixel == 1.0).unwrap();
        counts[at % 28 - 11] += 1;
    }
    // Five standard errors of 1,000.
    let error = 5.0 * (5_000.0f64 * 0.2 * 0.8).sqrt();
    assert!(
        counts
            .iter()
            .all(|&count| (f64::from(count) - 1_000.0).abs() < error),
        "{counts:?}"
    );
}
