use super::*;

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!(
        "playground-destination-{name}-{}",
        std::process::id()
    ));
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_cannot_be_written_to_is_refused_with_the_reason() {
    let folder = folder("refused");
    fs::write(folder.join("file"), "").unwrap();
    for (name, says) in [
        ("", "is a folder"),
        ("missing/run", "there is no folder"),
        ("file/run", "is no folder"),
        ("new/", "is a folder"),
    ] {
        let path = PathBuf::from(format!("{}/{name}", folder.display()));
        let error = Destination::check("--save", &path).unwrap_err().to_string();
        assert!(
            error.contains(says) && error.contains("--save"),
            "{name}: {error}"
        );
    }
    let error = Destination::check("--out", Path::new(""))
        .unwrap_err()
        .to_string();
    assert!(error.contains("--out is empty"), "{error}");
    assert_eq!(names(&folder), ["file"]);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_file_is_replaced_whole_and_alone() {
    let folder = folder("whole");
    let destination = Destination::check("--save", &folder.join("run")).unwrap();
    assert!(
        names(&folder).is_empty(),
        "nothing is made before there is something to write"
    );
    for text in ["first", "2nd"] {
        destination.write(text.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(folder.join("run")).unwrap(), text);
    }
    assert_eq!(names(&folder), ["run"]);
    fs::remove_dir_all(&folder).unwrap();
    destination.write(b"no folder any more").unwrap_err();
}

#[cfg(unix)]
#[test]
fn links_are_followed_even_to_what_is_not_there_yet() {
    let folder = folder("links");
    fs::create_dir(folder.join("disk")).unwrap();
    std::os::unix::fs::symlink("disk/run", folder.join("inner")).unwrap();
    std::os::unix::fs::symlink(folder.join("inner"), folder.join("outer")).unwrap();
    let outer = Destination::check("--save", &folder.join("outer")).unwrap();
    outer.write(b"weights").unwrap();
    assert_eq!(fs::read(folder.join("disk/run")).unwrap(), b"weights");
    assert!(folder.join("outer").is_symlink() && folder.join("inner").is_symlink());
    assert_eq!(names(&folder.join("disk")), ["run"]);
    assert!(outer.is_same(&Destination::check("--log", &folder.join("disk/run")).unwrap()));
    assert!(!outer.is_same(&Destination::check("--log", &folder.join("disk/log")).unwrap()));
    fs::remove_dir_all(folder).unwrap();
}

/// Of those that write at once each is whole, the last one stays, and none fails.
#[test]
fn many_may_write_the_same_file() {
    let folder = folder("many");
    let path = folder.join("run");
    // Left by a process that was killed.
    fs::write(folder.join("run.part"), "half").unwrap();
    std::thread::scope(|scope| {
        for writer in 0..4_u8 {
            let path = &path;
            scope.spawn(move || {
                for round in 0..40 {
                    let destination = Destination::check("--save", path).unwrap();
                    let size = 1_000 * (1 + usize::from(writer)) + round;
                    destination.write(&vec![writer; size]).unwrap();
                    let read = fs::read(path).unwrap();
                    assert!(read.len() / 1_000 == 1 + usize::from(read[0]));
                    assert!(read.iter().all(|byte| *byte == read[0]));
                }
            });
        }
    });
    assert_eq!(names(&folder), ["run"]);
    fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn a_ring_of_links_is_refused_and_kept() {
    let folder = folder("ring");
    let (one, two) = (folder.join("one"), folder.join("two"));
    std::os::unix::fs::symlink(&two, &one).unwrap();
    std::os::unix::fs::symlink(&one, &two).unwrap();
    let error = Destination::check("--save", &one).unwrap_err().to_string();
    assert!(error.contains("cannot be written to"), "{error}");
    assert!(one.is_symlink() && two.is_symlink());
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_is_read_is_not_written_over() {
    let folder = folder("inputs");
    let (weights, data) = (folder.join("weights"), folder.join("data"));
    fs::create_dir(&data).unwrap();
    fs::write(&weights, "").unwrap();
    for name in [
        "train-images-idx3-ubyte",
        "Runes-labels.idx1-ubyte.gz",
        "vae.safetensors",
    ] {
        fs::write(data.join(name), "").unwrap();
    }
    let files = [("--weights", weights.as_path())];
    let inputs = Inputs {
        files: &files,
        data: Some(&data),
    };
    let table = [
        ("weights", Some("--weights")),
        ("data/../weights", Some("--weights")),
        ("other", None),
        ("data/train-images-idx3-ubyte", Some("--data")),
        ("data/Runes-labels.idx1-ubyte.gz", Some("--data")),
        ("data/t10k-images-idx3-ubyte", None),
        ("data/vae.safetensors", None),
    ];
    for (name, says) in table {
        let destination = Destination::check("--out", &folder.join(name)).unwrap();
        let refused = inputs.are_apart_from("--out", &destination);
        let error = refused.err().map(|error| error.to_string());
        assert_eq!(error.is_some(), says.is_some(), "{name}: {error:?}");
        if let (Some(error), Some(says)) = (error, says) {
            assert!(error.contains("--out") && error.contains(says), "{error}");
        }
    }
    fs::remove_dir_all(folder).unwrap();
}
