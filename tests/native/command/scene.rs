//! `playground scene`: a hole that was painted in the page.

use super::inputs::{own, saved};
use super::{Folder, error_line, errors, playground, text};
use serde_json::Value;

#[test]
fn a_hole_is_read_as_the_page_says_it() {
    let folder = Folder::new("mask");
    let (weights, data) = (saved(&folder), own(&folder, 30));
    let played = |scene: &str, more: &[&str]| {
        let arguments = [
            "scene",
            scene,
            "--weights",
            text(&weights),
            "--data",
            text(&data),
            "--json",
        ];
        playground(&[&arguments, more].concat())
    };
    let few = ["--option", "steps=2", "--option", "restarts=1"];
    let found = |more: &[&str]| -> Value {
        let output = played("repair", &[&few, more].concat());
        assert!(output.status.success(), "{}", errors(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    // Ten by ten pixels in the middle, as the page's own test has them.
    let rows = [
        "0000000".repeat(9),
        "007fe00".repeat(10),
        "0000000".repeat(9),
    ];
    let mask = rows.concat();
    let square = found(&[]);
    assert!(square["squared_error_hole"].as_f64().unwrap() > 0.0);
    assert_eq!(found(&["--mask", &mask]), square);
    let upper = ["fffffff".repeat(14), "0000000".repeat(14)].concat();
    assert_ne!(found(&["--mask", &upper]), square);

    for wrong in ["", "007fe00", &mask.replace('7', "g"), &"é".repeat(98)] {
        let error = error_line(&[
            "scene",
            "repair",
            "--weights",
            text(&weights),
            "--mask",
            wrong,
        ]);
        assert!(
            error.contains("--mask must be 196 hexadecimal digits"),
            "{error}"
        );
    }
    let output = played("denoise", &["--mask", &mask]);
    assert!(
        errors(&output).contains("has no hole"),
        "{}",
        errors(&output)
    );
}
