//! The files that describe experiments: those of the documents are understood, and mistakes get one line that names the key.

use super::experiment::{arguments, write};
use super::{Folder, error_line, playground, text};
use std::fs;
use std::path::Path;

#[test]
fn the_documents_files_are_understood() {
    let folder = Folder::new("experiment-documents");
    let (data, out) = (folder.data(), folder.path("out"));
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/experiments");
    let mut found = 0;
    for entry in fs::read_dir(documents).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "toml") {
            continue;
        }
        let arguments = ["experiment", text(&path), "--data", text(&data)];
        let output = playground(&[&arguments[..], &["--out", text(&out), "--list"]].concat());
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let runs = String::from_utf8(output.stdout).unwrap();
        assert!(runs.lines().count() >= 8, "{runs}");
        found += 1;
    }
    assert_eq!(found, 3);
    assert!(!out.exists(), "to list runs writes nothing");
}

#[test]
fn mistakes_in_an_experiment_name_the_key() {
    let folder = Folder::new("experiment-mistakes");
    let out = folder.path("out");
    // Some hundred million combinations.
    let values = (1..=700).map(|value| value.to_string()).collect::<Vec<_>>();
    let values = values.join(",");
    let too_many = format!(
        "[train]\npreset = \"vae\"\nsteps = 2\n[grid]\nhidden_dim = [{values}]\nlatent_dim = [{values}]\nbatch_size = [{values}]"
    );
    let table: [(&str, &str); 22] = [
        ("seeds = [0\n", "line 1"),
        (
            "sedes = [0]\n[train]\npreset = \"vae\"",
            "line 1, `sedes = [0]`: unknown field `sedes`",
        ),
        (
            "seeds = [\"a\"]\n[train]\npreset = \"vae\"",
            "line 1, `seeds = [\"a\"]`",
        ),
        (
            "seeds = [-1]\n[train]\npreset = \"vae\"",
            "expected a whole number, 0 or more",
        ),
        ("", "line 1: missing field `train`"),
        (
            "[train]\npreset = \"vae\"\nsteps = 2\n[grid]\nlatent_dim = [3, 2, 3]",
            "\"latent_dim=3\" (vae), seed 0 and \"latent_dim=3\" (vae), seed 0 are the same run",
        ),
        (
            "[train]\npreset = \"vae\"\nsteps = 2\n[grid]\nlatent_dim = [3, 3.0]",
            "are the same run",
        ),
        (
            "[train]\npreset = [\"vae\", \"gan\", \"vae\"]\nsteps = 2",
            "are the same run",
        ),
        (&too_many, "has more than 10000 runs"),
        (
            "seeds = []\n[train]\npreset = \"vae\"",
            "seeds must have one number",
        ),
        (
            "seeds = [1, 1]\n[train]\npreset = \"vae\"",
            "seeds has 1 twice",
        ),
        (
            "[train]\npreset = \"vae\"",
            "train.steps or train.epochs is missing",
        ),
        (
            "[train]\npreset = \"vae\"\nsteps = 2\nepochs = 2",
            "steps and epochs are both given",
        ),
        ("[train]\npreset = \"vae\"\nsteps = 0", "steps must be 1"),
        ("[train]\npreset = 7\nsteps = 2", "preset must be a word"),
        (
            "[train]\npreset = \"vea\"\nsteps = 2",
            "The presets are: vae",
        ),
        (
            "[train]\npreset = \"vae\"\nsteps = 2\nset = { data.limt = 3 }",
            "data.limt",
        ),
        (
            "[train]\npreset = \"vae\"\nsteps = 2\nset = { seed = 3 }",
            "seeds = [0, 1]",
        ),
        (
            "[train]\npreset = \"vae\"\nsteps = 2\n[grid]\nlr = 3",
            "grid.lr must be a list",
        ),
        (
            "[train]\npreset = \"vae\"\nsteps = 2\n[judge]\ncount = 0",
            "judge.count must be 1",
        ),
        (
            "[train]\npreset = \"vae\"\nsteps = 2\n[loop]\ngenerations = 2\nmode = \"fresh\"",
            "loop.fresh is missing",
        ),
        (
            "[train]\npreset = \"vae\"\nsteps = 2\nset = { data.noise = 0.1 }\n[loop]\ngenerations = 2\nmode = \"replace\"",
            "data.noise changes images",
        ),
    ];
    for (grid, says) in table {
        let file = write(&folder, "grid.toml", grid);
        let error = error_line(&["experiment", &file, "--out", text(&out)]);
        assert!(
            error.contains("grid.toml") && error.contains(says),
            "{error} should say {says}"
        );
    }
    assert!(error_line(&["experiment", "none.toml", "--out", text(&out)]).contains("none.toml"));
    // A run that cannot be trained is told of, and the others are.
    let data = folder.data();
    let grid = "[train]\npreset = \"vae\"\nsteps = 2\n[judge]\ncount = 10\n[grid]\ndata.rare = [\"0:0,1:0,2:0,3:0,4:0,5:0,6:0,7:0,8:0,9:0\", \"\"]";
    let file = write(&folder, "grid.toml", grid);
    let output = playground(&arguments(&file, &data, &out));
    assert_eq!(output.status.code(), Some(1));
    let table = fs::read_to_string(out.join("results.csv")).unwrap();
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.contains("leaves no training image"), "{table}");
}

/// The project's own root has an `index.html`, for one.
#[test]
fn a_page_that_no_experiment_has_written_is_kept() {
    let folder = Folder::new("experiment-foreign");
    let (data, out) = (folder.data(), folder.path("site"));
    fs::create_dir(&out).unwrap();
    fs::write(out.join("index.html"), "a page").unwrap();
    let grid = "[train]\npreset = \"vae\"\nsteps = 1\nset = { hidden_dim = 4, batch_size = 64 }\n[judge]\ncount = 10";
    let file = write(&folder, "grid.toml", grid);
    let arguments = arguments(&file, &data, &out);
    let error = error_line(&arguments);
    assert!(error.contains("Name a folder of its own"), "{error}");
    assert_eq!(
        fs::read_to_string(out.join("index.html")).unwrap(),
        "a page"
    );
    assert_eq!(folder.names_in("site"), ["index.html"]);
    fs::remove_file(out.join("index.html")).unwrap();
    for _ in 0..2 {
        let output = playground(&arguments);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
