//! The house has floors: a module imports only from the floors below its own, and siblings do not see each other.
//!
//! The rule is stated in `ARCHITECTURE.md`; this test keeps it true.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Lowest first. Modules in one row are siblings.
const FLOORS: &[&[&str]] = &[
    &["base"],
    &["protocol", "storage"],
    &["fault", "observe"],
    &["world"],
    &["auth"],
    &["services"],
    &["stack"],
    &["http", "background"],
    &["emulator"],
];

/// The written exceptions: file below `src`, and what it may import all the same.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "services/control/mod.rs",
        "http",
        "the control API shares its path prefix with the locator",
    ),
    (
        "services/control/mod.rs",
        "stack",
        "the control API steers the whole stack",
    ),
];

/// Crates that are named in one place only.
const GUARDED: &[(&str, &str)] = &[
    ("sled", "storage/"),
    ("quick_xml", "protocol/xml"),
    ("jsonwebtoken", "services/oidc/"),
    ("hyper_rustls", "services/oidc/"),
];

#[test]
fn no_floor_imports_a_higher_one() {
    let rank = ranks();
    let mut faults = Vec::new();
    for (file, text) in sources() {
        let module = module_of(&file);
        let Some(own) = rank.get(module) else {
            if file != "lib.rs" {
                faults.push(format!("{file}: `{module}` stands on no floor"));
            }
            continue;
        };
        for (line, imported) in imports(&text) {
            let Some(theirs) = rank.get(imported.as_str()) else {
                continue;
            };
            let excepted = EXCEPTIONS
                .iter()
                .any(|(path, module, _)| *path == file && *module == imported);
            if imported != module && theirs >= own && !excepted {
                faults.push(format!(
                    "{file}:{line}: `{module}` may not import `{imported}`"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn guarded_crates_are_named_in_one_place() {
    let mut faults = Vec::new();
    for (file, text) in sources() {
        for (krate, home) in GUARDED {
            let named = code_lines(&text).any(|(_, line)| line.contains(&format!("{krate}::")));
            if named && !file.starts_with(home) {
                faults.push(format!(
                    "{file}: `{krate}` may be named below `{home}` only"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_services_do_not_see_each_other() {
    // Written exceptions: S3 asks KMS for its callers; S3 Control manages what S3 keeps.
    const MAY: &[(&str, &str)] = &[("s3", "kms"), ("s3control", "s3")];
    const SERVICES: [&str; 5] = ["s3", "s3control", "sts", "iam", "kms"];
    let mut faults = Vec::new();
    for (file, text) in sources() {
        let Some(own) = SERVICES
            .iter()
            .find(|own| file.starts_with(&format!("services/{own}/")))
        else {
            continue;
        };
        for other in SERVICES
            .iter()
            .filter(|other| *other != own && !MAY.contains(&(*own, **other)))
        {
            // The catalogues share texts that the services share.
            let seen = code_lines(&text).find(|(_, line)| {
                line.contains(&format!("services::{other}::"))
                    && !line.contains(&format!("services::{other}::errors"))
            });
            if let Some((line, _)) = seen {
                faults.push(format!("{file}:{line}: `{own}` may not see `{other}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_walk_finds_an_upward_import() {
    let text = "use crate::base::Clock;\nuse crate::services::reply::Reply;\n// use crate::http::server;\n";
    let found: Vec<String> = imports(text)
        .into_iter()
        .map(|(_, module)| module)
        .collect();
    assert_eq!(found, ["base", "services"]);
    let rank = ranks();
    assert!(rank["services"] > rank["storage"]);
}

fn ranks() -> BTreeMap<&'static str, usize> {
    let numbered = FLOORS.iter().enumerate();
    numbered
        .flat_map(|(floor, modules)| modules.iter().map(move |module| (*module, floor)))
        .collect()
}

/// The modules that a file names by `crate::MODULE`, with their lines.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in code_lines(text) {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let module: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            found.push((number, module));
        }
    }
    found
}

fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line));
    numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn module_of(file: &str) -> &str {
    let first = file.split('/').next().unwrap_or(file);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// Every source file of the crate, by its path below `src`.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    assert!(
        files.len() > 50,
        "the walk found only {} files",
        files.len()
    );
    files
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
