use super::*;
use std::fs;

fn value(number: u32) -> Bytes {
    Bytes::from(format!("{number:01000}"))
}

fn fill(store: &SledMetadata, count: u32) {
    for number in 0..count {
        let commit = Commit::new().put(number.to_be_bytes(), value(number));
        store.commit(commit).unwrap();
    }
}

fn folders(root: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<String> = fs::read_dir(root)
        .unwrap()
        .map(|entry| name(entry).into_string().unwrap())
        .filter(|name| name != "lock")
        .collect();
    names.sort();
    names
}

fn all(store: &SledMetadata) -> Vec<(Bytes, Bytes)> {
    store.scan(Scan::all(usize::MAX)).unwrap()
}

fn put_marker(root: &Path, marker: Option<&[u8]>) {
    let db = open_engine(&root.join("records-1")).unwrap();
    let tree = db.open_tree(MARKER_TREE).unwrap();
    match marker {
        Some(marker) => tree.insert(MARKER_KEY, marker).unwrap(),
        None => tree.remove(MARKER_KEY).unwrap(),
    };
}

#[test]
fn wasted_space_comes_back_at_the_next_start() {
    let root = tempfile::tempdir().unwrap();
    let store = SledMetadata::open(root.path()).unwrap();
    fill(&store, 20_000);
    for number in (0..20_000_u32).filter(|number| number % 50 != 0) {
        let commit = Commit::new().delete(number.to_be_bytes());
        store.commit(commit).unwrap();
    }
    let records = all(&store);
    assert_eq!(records.len(), 400);
    store.db.flush().unwrap();
    let before = store.size_on_disk().unwrap();
    assert!(before > COMPACT_ABOVE_BYTES, "{before} bytes");
    drop(store);
    assert_eq!(folders(root.path()), ["records-1"]);

    let store = SledMetadata::open(root.path()).unwrap();
    assert_eq!(folders(root.path()), ["records-2"]);
    assert_eq!(all(&store), records);
    let after = store.size_on_disk().unwrap();
    assert!(after < before / 4, "{before} bytes became {after}");
    drop(store);

    let store = SledMetadata::open(root.path()).unwrap();
    assert_eq!(folders(root.path()), ["records-2"], "once is enough");
    assert_eq!(all(&store), records);
}

#[test]
fn a_store_without_waste_is_left_alone() {
    let root = tempfile::tempdir().unwrap();
    let store = SledMetadata::open(root.path()).unwrap();
    fill(&store, 20_000);
    drop(store);
    let store = SledMetadata::open(root.path()).unwrap();
    assert!(store.size_on_disk().unwrap() > COMPACT_ABOVE_BYTES);
    assert_eq!(folders(root.path()), ["records-1"]);
}

/// A crash before the rename leaves a draft beside the generation that counts; one after it leaves the
/// generation before.
#[test]
fn a_crash_during_compaction_costs_nothing() {
    let root = tempfile::tempdir().unwrap();
    let store = SledMetadata::open(root.path()).unwrap();
    fill(&store, 10);
    let records = all(&store);
    drop(store);

    let draft = open_engine(&root.path().join("draft")).unwrap();
    draft.insert("half", "a copy").unwrap();
    drop(draft);
    let store = SledMetadata::open(root.path()).unwrap();
    assert_eq!(folders(root.path()), ["records-1"]);
    assert_eq!(all(&store), records);
    drop(store);

    let old = open_engine(&root.path().join("records-1")).unwrap();
    copy_all(&old, &root.path().join("records-10")).unwrap();
    old.insert("only", "in the old generation").unwrap();
    drop(old);
    let store = SledMetadata::open(root.path()).unwrap();
    assert_eq!(folders(root.path()), ["records-10"]);
    assert_eq!(all(&store), records);
}

#[test]
fn other_formats_are_refused() {
    let root = tempfile::tempdir().unwrap();
    let shown = root.path().display().to_string();
    fill(&SledMetadata::open(root.path()).unwrap(), 1);
    let error = |marker: Option<&[u8]>| {
        put_marker(root.path(), marker);
        SledMetadata::open(root.path()).unwrap_err().to_string()
    };
    let newer = error(Some(&[0, 0, 0, 2]));
    let expected = "has storage format 2, this release reads up to 1";
    assert_eq!(newer, format!("`{shown}` {expected}"));
    for marker in [None, Some(&b"sled"[..2]), Some(&[0; 4])] {
        let expected = format!("`{shown}` does not hold records of this program");
        assert_eq!(error(marker), expected, "{marker:?}");
    }
    put_marker(root.path(), Some(&FORMAT.to_be_bytes()));
    assert_eq!(all(&SledMetadata::open(root.path()).unwrap()).len(), 1);
}

#[test]
fn a_temporary_store_leaves_no_folder() {
    let store = SledMetadata::temporary().unwrap();
    let Holder::Temporary { _folder: folder } = &store._folder else {
        panic!("a temporary store has a temporary folder");
    };
    let path = folder.path().to_owned();
    fill(&store, 10);
    assert!(path.exists());
    drop(store);
    assert!(!path.exists());
}
