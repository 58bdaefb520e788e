//! Samples and the images that they are compared with.

use super::{code, engine, get, object};
use crate::{TEST, TRAIN};
use generative_playground::web::Engine;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// All images that the engine waits for: the first parts, over and over.
fn fill(engine: &mut Engine) {
    for (split, [images, labels], all) in [("train", TRAIN, 60_000), ("test", TEST, 10_000)] {
        let mut there = 0;
        while there < all {
            there = match engine.add_part(split, images, labels) {
                Ok(there) => there,
                // What is left is less than a part.
                Err(_) => {
                    let rest = all - there;
                    // Of an IDX file the header and its first values, with their number in the header.
                    let first = |file: &[u8], header: usize, value: usize| {
                        let mut part = file[..header + rest * value].to_vec();
                        part[4..8].copy_from_slice(&(rest as u32).to_be_bytes());
                        part
                    };
                    let (images, labels) = (first(images, 16, 784), first(labels, 8, 1));
                    engine.add_part(split, &images, &labels).unwrap()
                }
            };
        }
    }
}

/// Draws until all samples are there.
async fn rest(engine: &mut Engine) -> JsValue {
    loop {
        let drawn = engine.draw_measured(JsValue::UNDEFINED).await.unwrap();
        if !get(&drawn, "pixels").is_undefined() {
            return drawn;
        }
    }
}

#[wasm_bindgen_test]
async fn what_is_measured_comes_with_the_images_that_it_is_compared_with() {
    let mut engine = engine().await;
    let begun = |options: &str| object(&format!(r#"{{"begin": true{options}}}"#));
    let drawn = engine.draw_measured(JsValue::NULL).await;
    assert_eq!(code(&drawn.unwrap_err()), "bad-input");
    let drawn = engine.draw_measured(begun("")).await;
    assert_eq!(code(&drawn.unwrap_err()), "not-loaded");
    assert_eq!(code(&engine.measured_on(None).unwrap_err()), "bad-input");
    let settings = r#"{"hidden_dim": 16, "latent_dim": 2}"#;
    engine.load("cvae", object(settings)).unwrap();
    for refused in ["0", "0.5", "-1", "10001", r#""many""#] {
        let options = object(&format!(r#"{{"count": {refused}, "begin": true}}"#));
        let drawn = engine.draw_measured(options).await;
        assert_eq!(code(&drawn.unwrap_err()), "bad-input", "{refused}");
    }
    let options = || begun(r#", "count": 60, "seed": 1"#);
    let part = engine.draw_measured(options()).await.unwrap();
    assert!(get(&part, "pixels").is_undefined());
    // Of the model as it was.
    engine.load("vae", object(settings)).unwrap();
    let drawn = rest(&mut engine).await;
    let length = |of: &JsValue, key| get(&get(of, key), "length").as_f64().unwrap();
    assert_eq!(
        (length(&drawn, "pixels"), length(&drawn, "labels")),
        (60.0 * 784.0, 60.0)
    );
    assert_eq!(code(&engine.measured_on(None).unwrap_err()), "no-data");

    fill(&mut engine);
    engine.draw_measured(options()).await.unwrap();
    rest(&mut engine).await;
    let images = engine.measured_on(None).unwrap();
    for (key, expected) in [
        ("train", 60_000.0 * 784.0),
        ("test", 10_000.0 * 784.0),
        ("testLabels", 10_000.0),
    ] {
        assert_eq!(length(&images, key), expected, "{key}");
    }
    // Who has them already gets them no second time, and other images have another name.
    let id = get(&images, "id").as_string().unwrap();
    let again = engine.measured_on(Some(id.clone())).unwrap();
    assert!(get(&again, "train").is_undefined());
    let settings = r#"{"hidden_dim": 16, "latent_dim": 2, "data.limit": 30}"#;
    engine.load("vae", object(settings)).unwrap();
    engine.draw_measured(options()).await.unwrap();
    let drawn = rest(&mut engine).await;
    assert!(get(&drawn, "labels").is_undefined());
    let fewer = engine.measured_on(Some(id)).unwrap();
    assert_eq!(length(&fewer, "train"), 30.0 * 784.0);
    let [digits, labels] = [vec![0; 20 * 784], vec![1; 20]];
    engine.draw_measured(options()).await.unwrap();
    engine.set_data("mine", &digits, Some(labels)).unwrap();
    let drawn = engine.draw_measured(JsValue::UNDEFINED).await;
    assert_eq!(code(&drawn.unwrap_err()), "bad-input");
    assert_eq!(code(&engine.measured_on(None).unwrap_err()), "bad-input");
}
