//! Writing documents element by element.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The namespace of every S3 document.
pub const S3_NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Builds a document. Elements close in the order they opened, so the result is well formed
/// whatever the caller does; text and attributes are escaped.
#[derive(Debug, Clone, Default)]
pub struct Writer {
    out: String,
    open: Vec<Cow<'static, str>>,
    /// The last start tag still lacks its `>`.
    in_tag: bool,
}

impl Writer {
    /// Starts with the XML declaration and a line break, as S3 does.
    pub fn new() -> Self {
        Self {
            out: DECLARATION.to_owned(),
            ..Self::default()
        }
    }

    /// Starts without the declaration (some S3 errors inside a 200 answer have none).
    pub fn without_declaration() -> Self {
        Self::default()
    }

    /// Opens an element. If nothing is put into it, it is written as `<Name/>`.
    pub fn open(&mut self, name: impl Into<Cow<'static, str>>) -> &mut Self {
        self.end_tag();
        let name = name.into();
        self.out.push('<');
        self.out.push_str(&name);
        self.open.push(name);
        self.in_tag = true;
        self
    }

    /// Opens an element in a default namespace.
    pub fn open_in(&mut self, name: impl Into<Cow<'static, str>>, namespace: &str) -> &mut Self {
        self.open(name).attr("xmlns", namespace)
    }

    /// Adds an attribute to the element just opened. Once the element has content there is no
    /// place for one, and the call changes nothing.
    pub fn attr(&mut self, name: &str, value: &str) -> &mut Self {
        debug_assert!(
            self.in_tag,
            "attribute `{name}` after the element's content"
        );
        if self.in_tag {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            push_escaped(&mut self.out, value, true);
            self.out.push('"');
        }
        self
    }

    /// Adds text to the element that is open.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.end_tag();
        push_escaped(&mut self.out, value, false);
        self
    }

    /// `<Name>value</Name>`; an empty value gives `<Name></Name>`.
    pub fn text_element(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl AsRef<str>,
    ) -> &mut Self {
        self.open(name).text(value.as_ref()).close()
    }

    /// As [`Self::text_element`] if there is a value, nothing otherwise.
    pub fn optional_element(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: Option<impl AsRef<str>>,
    ) -> &mut Self {
        match value {
            Some(value) => self.text_element(name, value),
            None => self,
        }
    }

    /// Closes the element opened last; with none open nothing happens.
    pub fn close(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            if self.in_tag {
                self.out.push_str("/>");
                self.in_tag = false;
            } else {
                self.out.push_str("</");
                self.out.push_str(&name);
                self.out.push('>');
            }
        }
        self
    }

    /// Closes what is still open and gives the document.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn end_tag(&mut self) {
        if self.in_tag {
            self.out.push('>');
            self.in_tag = false;
        }
    }
}

/// Escapes markup and quotes by name, and control characters by number. Tabs and line feeds stay
/// in text, where readers keep them; in attributes they would turn into spaces.
fn push_escaped(out: &mut String, value: &str, attribute: bool) {
    let special = |byte: &u8| {
        matches!(byte, b'&' | b'<' | b'>' | b'"' | 0..0x20 | 0x7f)
            && (attribute || !matches!(byte, b'\t' | b'\n'))
    };
    let mut rest = value;
    while let Some(at) = rest.as_bytes().iter().position(special) {
        // Every special byte is ASCII, so `at` is a character boundary.
        let (plain, tail) = rest.split_at(at);
        out.push_str(plain);
        match tail.as_bytes()[0] {
            b'&' => out.push_str("&amp;"),
            b'<' => out.push_str("&lt;"),
            b'>' => out.push_str("&gt;"),
            b'"' => out.push_str("&quot;"),
            control => {
                // Writing to a String cannot fail.
                let _ = write!(out, "&#x{control:X};");
            }
        }
        rest = &tail[1..];
    }
    out.push_str(rest);
}
