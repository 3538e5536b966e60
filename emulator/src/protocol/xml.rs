//! XML in and out: a guarded reader, and a writer that escapes as S3 does.
//!
//! This is the only module that names `quick_xml`. Its deserializer alone would take any root
//! element and ignore what follows it, so a first pass checks the document's shape.

mod tree;
mod writer;

pub use tree::{Element, read_tree};
pub use writer::{S3_NAMESPACE, Writer};

use quick_xml::events::Event;
use quick_xml::reader::Reader;
use serde::de::DeserializeOwned;

/// The largest document read, in bytes: ten thousand parts with checksums stay well below.
pub const MAX_DOCUMENT_BYTES: usize = 8 * 1024 * 1024;
/// The deepest nesting read; the deepest S3 document (replication) has eight levels.
pub const MAX_DEPTH: usize = 32;

/// A document that is refused. S3 answers each of them with `MalformedXML`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// Longer than [`MAX_DOCUMENT_BYTES`].
    #[error("document of {size_bytes} bytes is too large")]
    TooLarge { size_bytes: usize },
    /// S3 takes UTF-8 only.
    #[error("document is not UTF-8")]
    NotUtf8,
    /// Blank, or nothing but a prolog.
    #[error("document has no element")]
    Empty,
    /// Another document than the operation takes.
    #[error("root element is `{found}`, expected `{expected}`")]
    WrongRoot { expected: String, found: String },
    /// Deeper than [`MAX_DEPTH`].
    #[error("elements are nested too deeply")]
    TooDeep,
    /// `<!DOCTYPE …>`: it could define entities.
    #[error("document type declarations are refused")]
    DocumentType,
    /// None of XML's own five.
    #[error("entity `{name}` is unknown")]
    UnknownEntity { name: String },
    /// Text, references or a second element beside the root.
    #[error("text outside the root element")]
    OutsideRoot,
    /// Tags that do not match, broken attributes or references.
    #[error("not well formed: {0}")]
    Syntax(String),
    /// Well formed, but not what the value is made of.
    #[error("unexpected content: {0}")]
    Content(String),
}

/// Reads a document whose root element has the local name `root` into a value.
///
/// # Errors
/// [`XmlError`]: size, encoding, shape (root, trailing data, depth, entities), or content that
/// does not fit `T`.
pub fn read<T: DeserializeOwned>(bytes: &[u8], root: &str) -> Result<T, XmlError> {
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(XmlError::TooLarge {
            size_bytes: bytes.len(),
        });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| XmlError::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    check_shape(text, root)?;
    quick_xml::de::from_str(text).map_err(|error| XmlError::Content(error.to_string()))
}

/// One pass over the events: exactly one root of the right name, nothing but blanks, comments and
/// processing instructions around it, no document type, no entity but the five of XML itself.
fn check_shape(text: &str, root: &str) -> Result<(), XmlError> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    let mut seen_root = false;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| XmlError::Syntax(error.to_string()))?;
        match event {
            Event::Start(ref tag) | Event::Empty(ref tag) => {
                if depth == 0 {
                    check_root(tag.local_name().as_ref(), root, seen_root)?;
                    seen_root = true;
                }
                check_attributes(tag)?;
                if matches!(event, Event::Start(_)) {
                    depth += 1;
                }
                if depth > MAX_DEPTH {
                    return Err(XmlError::TooDeep);
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(content) => {
                if depth == 0 && !content.bytes().all(|byte| byte.is_ascii_whitespace()) {
                    return Err(XmlError::OutsideRoot);
                }
            }
            Event::CData(_) if depth == 0 => return Err(XmlError::OutsideRoot),
            Event::GeneralRef(ref name) => check_entity(name, depth)?,
            Event::DocType(_) => return Err(XmlError::DocumentType),
            Event::Eof if depth > 0 => return Err(XmlError::Syntax("unclosed element".to_owned())),
            Event::Eof if !seen_root => return Err(XmlError::Empty),
            Event::Eof => return Ok(()),
            Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn check_root(found: &str, expected: &str, seen_root: bool) -> Result<(), XmlError> {
    if seen_root {
        return Err(XmlError::OutsideRoot);
    }
    if found != expected {
        let (expected, found) = (expected.to_owned(), found.to_owned());
        return Err(XmlError::WrongRoot { expected, found });
    }
    Ok(())
}

/// Reads every attribute once: duplicates, missing quotes and unknown entities are refused.
fn check_attributes(tag: &quick_xml::events::BytesStart<'_>) -> Result<(), XmlError> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| XmlError::Syntax(error.to_string()))?;
        quick_xml::escape::unescape(&attribute.value)
            .map_err(|error| XmlError::Syntax(error.to_string()))?;
    }
    Ok(())
}

/// `&lt;` and its four fellows, and character references; nothing else, and nothing at the top.
fn check_entity(name: &quick_xml::events::BytesRef<'_>, depth: usize) -> Result<(), XmlError> {
    if depth == 0 {
        return Err(XmlError::OutsideRoot);
    }
    let is_character = match name.resolve_char_ref() {
        Ok(character) => character.is_some(),
        Err(error) => return Err(XmlError::Syntax(error.to_string())),
    };
    let name: &str = name.as_ref();
    if is_character || ["lt", "gt", "amp", "apos", "quot"].contains(&name) {
        return Ok(());
    }
    Err(XmlError::UnknownEntity {
        name: name.to_owned(),
    })
}
