//! Documents as trees, for those that are kept and given back rather than understood.

use quick_xml::events::Event;
use quick_xml::reader::Reader;
use serde::{Deserialize, Serialize};

use super::{MAX_DOCUMENT_BYTES, XmlError, check_shape};

/// An element: its local name, its own text, and what stands in it. Attributes are not kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// Local name.
    pub name: String,
    /// Its text, unescaped; blanks between elements are none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Its elements, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Element>,
}

impl Element {
    /// An element without content.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// The same element with one more in it.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.children.push(Self {
            name: name.to_owned(),
            text: text.to_owned(),
            children: Vec::new(),
        });
        self
    }

    /// The elements of that name in this one.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first of them.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first of them.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }
}

/// Reads a document whose root element has the local name `root`.
///
/// # Errors
/// As [`super::read`].
pub fn read_tree(bytes: &[u8], root: &str) -> Result<Element, XmlError> {
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(XmlError::TooLarge {
            size_bytes: bytes.len(),
        });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| XmlError::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    check_shape(text, root)?;
    build(text)
}

/// The shape was checked: there is one root, tags match, depth is bounded, entities are known.
fn build(text: &str) -> Result<Element, XmlError> {
    let syntax = |error: &dyn std::fmt::Display| XmlError::Syntax(error.to_string());
    let mut reader = Reader::from_str(text);
    // The first one stands for the document.
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().map_err(|error| syntax(&error))? {
            Event::Start(tag) => open.push(Element::new(tag.local_name().as_ref())),
            Event::Empty(tag) => push(&mut open, Element::new(tag.local_name().as_ref())),
            Event::End(_) => {
                let mut done = open.pop().unwrap_or_default();
                if done.text.trim().is_empty() && !done.children.is_empty() {
                    done.text.clear();
                }
                push(&mut open, done);
            }
            Event::Text(content) => append(&mut open, &content),
            Event::CData(content) => append(&mut open, &content),
            Event::GeneralRef(name) => {
                let resolved = name.resolve_char_ref().map_err(|error| syntax(&error))?;
                match resolved {
                    Some(character) => append(&mut open, character.encode_utf8(&mut [0; 4])),
                    None => append(&mut open, named(&name)),
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    let document = open.pop().unwrap_or_default();
    document.children.into_iter().next().ok_or(XmlError::Empty)
}

fn named(name: &str) -> &'static str {
    match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "apos" => "'",
        _ => "\"",
    }
}

fn append(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn push(open: &mut [Element], done: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_have_names_texts_and_order() {
        let text = "<?xml version=\"1.0\"?><a xmlns=\"x\"> <b>1 &lt; 2 &#65;<![CDATA[&]]></b>\n <x:c xmlns:x=\"y\"/><b> </b></a>";
        let tree = read_tree(text.as_bytes(), "a").unwrap();
        assert_eq!(tree.text, "");
        let names: Vec<&str> = tree.children.iter().map(|child| &*child.name).collect();
        assert_eq!(names, ["b", "c", "b"]);
        assert_eq!(tree.text_of("b"), Some("1 < 2 A&"));
        assert_eq!(tree.all("b").count(), 2);
        assert_eq!(tree.children[2].text, " ");
    }

    #[test]
    fn what_the_guard_refuses_is_refused() {
        for text in ["", "<b/>", "<a>", "<a/><a/>", "<a>&x;</a>"] {
            assert!(read_tree(text.as_bytes(), "a").is_err(), "{text}");
        }
    }
}
