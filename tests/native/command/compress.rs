//! Images into a file by saved weights, and out of it to the very bytes.

use super::weights::{exported, small, trainer};
use super::{Folder, error_line, playground, text};
use generative_playground::checkpoint;
use generative_playground::dataset::idx::write_images;
use serde_json::json;
use std::fs;

fn call<'a>(command: &'a str, weights: &'a str, from: &'a str, to: &'a str) -> [&'a str; 7] {
    [command, "--weights", weights, "--in", from, "--out", to]
}

#[test]
fn what_is_compressed_is_decompressed_to_the_very_bytes_and_by_the_same_weights_alone() {
    let folder = Folder::new("compress");
    let data = folder.data().join("t10k-images-idx3-ubyte");
    let saved = |name: &str, seed: u64| {
        let settings = small(
            "vae",
            json!({ "hidden_dim": 8, "latent_dim": 2, "seed": seed }),
        );
        let bytes = pollster::block_on(checkpoint::save(&trainer(settings))).unwrap();
        fs::write(folder.path(name), bytes).unwrap();
        folder.path(name)
    };
    let (ours, others) = (saved("ours", 0), saved("others", 1));
    let (packed, back) = (folder.path("packed"), folder.path("back.idx"));
    let output = playground(&call("compress", text(&ours), text(&data), text(&packed)));
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("bits a pixel"), "{said}");
    let output = playground(&call("decompress", text(&ours), text(&packed), text(&back)));
    assert!(output.status.success(), "{output:?}");
    assert!(fs::read(&back).unwrap() == fs::read(&data).unwrap());

    let nothing = folder.path("nothing");
    let error = |command, weights, from| error_line(&call(command, weights, from, text(&nothing)));
    let said = error("decompress", text(&others), text(&packed));
    assert!(said.contains("other weights"), "{said}");
    let whole = fs::read(&packed).unwrap();
    fs::write(&packed, &whole[..whole.len() - 9]).unwrap();
    let said = error("decompress", text(&ours), text(&packed));
    assert!(said.contains("cut short"), "{said}");
    let said = error("decompress", text(&ours), text(&data));
    assert!(said.contains("no file of packed images"), "{said}");
    let missing = folder.path("missing");
    let said = error("compress", text(&ours), text(&missing));
    assert!(said.contains("cannot be read"), "{said}");

    // Grey images, and what they are made of on request.
    let grey: Vec<u8> = (0..2 * 784).map(|at| (at % 251) as u8).collect();
    let white: Vec<u8> = grey
        .iter()
        .map(|&pixel| if pixel < 128 { 0 } else { 255 })
        .collect();
    fs::write(folder.path("grey"), write_images(&grey)).unwrap();
    let grey = folder.path("grey");
    let said = error("compress", text(&ours), text(&grey));
    assert!(
        said.contains("251 grey values") && said.contains("--binarise"),
        "{said}"
    );
    let asked = call("compress", text(&ours), text(&grey), text(&packed));
    assert!(
        playground(&[&asked[..], &["--binarise"]].concat())
            .status
            .success()
    );
    let output = playground(&call("decompress", text(&ours), text(&packed), text(&back)));
    assert!(output.status.success() && fs::read(&back).unwrap() == write_images(&white));
    assert!(!folder.names().contains(&"nothing".into()));

    // Weights alone do as well as a saved run.
    let settings = small("vae", json!({ "hidden_dim": 8, "latent_dim": 2 }));
    fs::write(folder.path("weights"), exported(&trainer(settings))).unwrap();
    let weights = folder.path("weights");
    let output = playground(&call(
        "decompress",
        text(&weights),
        text(&packed),
        text(&back),
    ));
    assert!(output.status.success(), "{output:?}");
}
