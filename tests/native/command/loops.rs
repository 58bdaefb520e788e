//! What becomes of models that learn from one another's samples.

use super::{Folder, playground, text};
use crate::mnist_directory;
use std::fs;

const LOOPS: &str = r#"
[train]
preset = "vae"
epochs = 20
set = { data.limit = 2000, hidden_dim = 128, latent_dim = 8, lr = 0.003 }

[judge]
count = 500

[[variant]]
name = "replace"
loop = { generations = 3, mode = "replace" }

[[variant]]
name = "accumulate"
loop = { generations = 3, mode = "accumulate" }
"#;

/// Coverage of generations 0 to 3, seeds 0, 1 and 2: replaced 0.120, 0.062, 0.038, 0.018; 0.138, 0.066, 0.036, 0.020; 0.142, 0.078,
/// 0.046, 0.022. Accumulated 0.120, 0.148, 0.160, 0.152; 0.138, 0.168, 0.156, 0.134; 0.142, 0.148, 0.172, 0.164.
#[test]
fn replacing_real_images_by_samples_loses_coverage_and_accumulating_keeps_it() {
    let folder = Folder::new("loops");
    let (file, out) = (folder.path("loops.toml"), folder.path("out"));
    fs::write(&file, LOOPS).unwrap();
    let data = mnist_directory();
    let arguments = ["experiment", text(&file), "--data", text(&data)];
    let output = playground(&[&arguments[..], &["--out", text(&out)]].concat());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let table = fs::read_to_string(out.join("results.csv")).unwrap();
    let mut rows = table
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>());
    let head = rows.next().unwrap();
    let column = |name| head.iter().position(|known| *known == name).unwrap();
    let (generation, coverage) = (column("generation"), column("coverage"));
    let mut found = [Vec::new(), Vec::new()];
    for row in rows {
        let of = &mut found[usize::from(row[0] == "accumulate")];
        assert_eq!(row[generation], of.len().to_string());
        of.push(row[coverage].parse::<f64>().unwrap());
    }
    println!("coverage by generation: {found:?}");
    let [replace, accumulate] = found;
    assert_eq!((replace.len(), accumulate.len()), (4, 4));
    assert_eq!(
        replace[0], accumulate[0],
        "the first learns from real images"
    );
    assert!(replace[3] < 0.3 * replace[0], "{replace:?}");
    assert!(accumulate[3] > 0.7 * accumulate[0], "{accumulate:?}");
}
