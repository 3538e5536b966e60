//! How a document looks: which elements stand where, how often, and what their text may be.

use crate::protocol::xml::{Element, Writer};

/// What an element holds.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Any text.
    Text,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A whole number.
    Number,
    /// Elements.
    Group(&'static [Field]),
}

/// How often an element stands in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Occurs {
    Once,
    AtMostOnce,
    Often,
    AtLeastOnce,
}

/// An element of a document.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    name: &'static str,
    occurs: Occurs,
    shape: Shape,
}

impl Field {
    const fn new(name: &'static str, occurs: Occurs, shape: Shape) -> Self {
        Self {
            name,
            occurs,
            shape,
        }
    }

    /// Exactly once.
    pub const fn one(name: &'static str, shape: Shape) -> Self {
        Self::new(name, Occurs::Once, shape)
    }

    /// Once or not at all.
    pub const fn maybe(name: &'static str, shape: Shape) -> Self {
        Self::new(name, Occurs::AtMostOnce, shape)
    }

    /// Any number of times.
    pub const fn many(name: &'static str, shape: Shape) -> Self {
        Self::new(name, Occurs::Often, shape)
    }

    /// Once or more.
    pub const fn some(name: &'static str, shape: Shape) -> Self {
        Self::new(name, Occurs::AtLeastOnce, shape)
    }
}

/// `Key` and `Value`.
pub const TAG: Shape = Shape::Group(&[
    Field::one("Key", Shape::Text),
    Field::one("Value", Shape::Text),
]);

/// The same element with its content in the order of the fields; `None` when it does not fit them.
pub fn arrange(element: &Element, fields: &[Field]) -> Option<Element> {
    let is_known = |child: &Element| fields.iter().any(|field| field.name == child.name);
    if !element.text.trim().is_empty() || !element.children.iter().all(is_known) {
        return None;
    }
    let mut arranged = Element::new(element.name.clone());
    for field in fields {
        let found: Vec<&Element> = element.all(field.name).collect();
        let fits = match field.occurs {
            Occurs::Once => found.len() == 1,
            Occurs::AtMostOnce => found.len() <= 1,
            Occurs::Often => true,
            Occurs::AtLeastOnce => !found.is_empty(),
        };
        if !fits {
            return None;
        }
        for child in found {
            arranged.children.push(fit(child, field.shape)?);
        }
    }
    Some(arranged)
}

fn fit(element: &Element, shape: Shape) -> Option<Element> {
    let leaf = |fits: bool| (fits && element.children.is_empty()).then(|| element.clone());
    match shape {
        Shape::Text => leaf(true),
        Shape::OneOf(texts) => leaf(texts.contains(&element.text.as_str())),
        Shape::Number => leaf(element.text.parse::<i64>().is_ok()),
        Shape::Group(fields) => arrange(element, fields),
    }
}

/// Writes an arranged element's content.
pub fn write(xml: &mut Writer, element: &Element, fields: &[Field]) {
    for field in fields {
        for child in element.all(field.name) {
            xml.open(field.name);
            match field.shape {
                Shape::Group(fields) => write(xml, child, fields),
                Shape::Text | Shape::OneOf(_) | Shape::Number => {
                    xml.text(&child.text);
                }
            }
            xml.close();
        }
    }
}
