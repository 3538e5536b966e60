use bucketproof_conformance::scenario::field_path::FieldPath;
use serde_json::{Value, json};

fn find(path: &str, root: &Value) -> Option<String> {
    FieldPath::parse(path).unwrap().find_or_zero(root)
}

#[test]
fn members_and_entries_are_found() {
    let root = json!({ "ETag": "e", "Contents": [{ "Key": "a" }, { "Key": "b" }], "Metadata": { "a.b": "x" }, "n": 3, "t": true });
    for (path, found) in [
        ("ETag", "e"),
        ("Contents[0].Key", "a"),
        ("Contents[-1].Key", "b"),
        ("Contents.#", "2"),
        ("Missing.#", "0"),
        ("Metadata.\"a.b\"", "x"),
        ("n", "3"),
        ("t", "true"),
        ("Metadata", r#"{"a.b":"x"}"#),
    ] {
        assert_eq!(find(path, &root).as_deref(), Some(found), "{path}");
    }
    for path in [
        "Missing",
        "Contents[2].Key",
        "Contents[-3]",
        "ETag.x",
        "Contents.Key",
    ] {
        assert_eq!(find(path, &root), None, "{path}");
    }
}

#[test]
fn a_list_of_one_may_look_like_its_entry() {
    assert_eq!(
        find("[1].id", &json!([{ "id": 1 }, { "id": 2 }])).as_deref(),
        Some("2")
    );
    let root = json!({ "Rules": { "ID": "a" }, "Grants": [{ "Permission": "READ" }] });
    assert_eq!(find("Rules[0].ID", &root).as_deref(), Some("a"));
    assert_eq!(find("Rules[1].ID", &root), None);
    assert_eq!(find("Rules.#", &root).as_deref(), Some("1"));
    assert_eq!(find("Grants.Permission", &root).as_deref(), Some("READ"));
}

#[test]
fn what_is_no_path_is_refused() {
    for path in [
        "", ".", "a.", ".a", "a..b", "a.[0]", "a[", "a[x]", "a.#.b", "a[0]b", "\"a",
    ] {
        assert!(FieldPath::parse(path).is_err(), "{path}");
    }
}

#[test]
fn dollars_are_parts_of_the_answer() {
    assert_eq!(FieldPath::parse("$status").unwrap().meta(), Some("status"));
    assert_eq!(
        FieldPath::parse("$header.ETag")
            .unwrap()
            .header()
            .as_deref(),
        Some("etag")
    );
    assert_eq!(FieldPath::parse("ETag").unwrap().meta(), None);
}
