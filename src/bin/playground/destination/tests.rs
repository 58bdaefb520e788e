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
