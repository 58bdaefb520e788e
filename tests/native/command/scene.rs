//! `playground scene`: how many images it takes, and a hole that was painted in the page.

use super::inputs::{own, saved};
use super::{Folder, error_line, errors, playground, text};
use serde_json::Value;
use std::path::Path;
use std::process::Output;

/// What the command says of a scene.
fn played(scene: &str, weights: &Path, data: &Path, more: &[&str]) -> Output {
    let (weights, data) = (text(weights), text(data));
    let arguments = [
        "scene",
        scene,
        "--weights",
        weights,
        "--data",
        data,
        "--json",
    ];
    playground(&[&arguments, more].concat())
}

/// `judge` and `likelihood` do the same: the data of one's own are few.
#[test]
fn scenes_are_played_with_the_images_that_there_are() {
    let folder = Folder::new("few");
    let (weights, data) = (saved(&folder), own(&folder, 30));
    for (scene, more) in [
        (
            "repair",
            &["--option", "steps=1", "--option", "restarts=1"][..],
        ),
        ("compress", &[]),
        ("compress", &["--count", "2"]),
        ("compress", &["--count", "500"]),
    ] {
        let output = played(scene, &weights, &data, more);
        let said = errors(&output);
        assert!(output.status.success(), "{said}");
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let asked = more == ["--count", "2"];
        // Whole numbers, for programs that tell these from others.
        assert_eq!(found["count"].as_u64(), Some(if asked { 2 } else { 3 }));
        assert_eq!(found["seed"].as_u64(), Some(0));
        assert_eq!(
            !said.contains("3 test images: there are no more"),
            asked,
            "{said}"
        );
    }
}

#[test]
fn a_hole_is_read_as_the_page_says_it() {
    let folder = Folder::new("mask");
    let (weights, data) = (saved(&folder), own(&folder, 30));
    let few = ["--option", "steps=2", "--option", "restarts=1"];
    let found = |more: &[&str]| -> Value {
        let output = played("repair", &weights, &data, &[&few, more].concat());
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
    let output = played("denoise", &weights, &data, &["--mask", &mask]);
    assert!(
        errors(&output).contains("has no hole"),
        "{}",
        errors(&output)
    );
}
