//! XML as JSON; the one place that names `quick_xml`.

use quick_xml::{Reader, events::Event};
use serde_json::{Map, Value};

/// A parsed element: its name, and its content as JSON.
#[derive(Debug)]
pub struct Element {
    /// Its name without a prefix.
    pub name: String,
    /// Text, or an object of its children.
    pub value: Value,
}

/// How children become lists.
#[derive(Clone, Copy, Debug)]
pub struct Lists {
    /// Children that may repeat: their name in XML and the member's name.
    pub flat: &'static [(&'static str, &'static str)],
    /// Elements that hold a list: their name in XML, the name of an entry, the member's name.
    pub wrapped: &'static [(&'static str, &'static str, &'static str)],
}

/// Parses a document's root element.
///
/// Children that repeat become a list; so do the children of an element that all are called `member` or `entry`.
pub fn parse(text: &str, lists: Lists) -> Option<Element> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                let value = content(&mut reader, &name, lists, 0)?;
                return Some(Element { name, value });
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

const MAX_DEPTH: usize = 64;

fn content(reader: &mut Reader<&[u8]>, name: &str, lists: Lists, depth: usize) -> Option<Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    let mut text = String::new();
    let mut children: Vec<(String, Value)> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let child = start.local_name().as_ref().to_owned();
                let value = content(reader, &child, lists, depth + 1)?;
                children.push((child, value));
            }
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(entity) => text.push_str(&reference(&entity)),
            Event::End(_) => break,
            Event::Eof => return None,
            _ => {}
        }
    }
    if children.is_empty() {
        return Some(match wrapper(name, lists) {
            Some(_) if text.trim().is_empty() => Value::Array(Vec::new()),
            _ => Value::String(text),
        });
    }
    Some(collect(name, children, lists))
}

fn wrapper(name: &str, lists: Lists) -> Option<&'static str> {
    lists
        .wrapped
        .iter()
        .find(|(wire, _, _)| *wire == name)
        .map(|(_, entry, _)| *entry)
}

fn collect(name: &str, children: Vec<(String, Value)>, lists: Lists) -> Value {
    let entry = wrapper(name, lists);
    let is_list = |child: &str| entry == Some(child) || child == "member" || child == "entry";
    if children.iter().all(|(child, _)| is_list(child)) {
        return Value::Array(children.into_iter().map(|(_, value)| value).collect());
    }
    let mut members = Map::new();
    for (child, value) in children {
        let flat = lists
            .flat
            .iter()
            .find(|(wire, _)| *wire == child)
            .map(|(_, member)| *member);
        let wrapped = lists
            .wrapped
            .iter()
            .find(|(wire, _, _)| *wire == child)
            .map(|(_, _, member)| *member);
        let member = flat.or(wrapped).unwrap_or(&child).to_owned();
        match members.get_mut(&member) {
            Some(Value::Array(items)) if wrapped.is_none() => items.push(value),
            Some(single) => *single = Value::Array(vec![single.take(), value]),
            None if flat.is_some() => {
                members.insert(member, Value::Array(vec![value]));
            }
            None => {
                members.insert(member, value);
            }
        }
    }
    Value::Object(members)
}

fn reference(entity: &str) -> String {
    match entity {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        other => other
            .strip_prefix("#x")
            .map(|hex| u32::from_str_radix(hex, 16))
            .or_else(|| other.strip_prefix('#').map(str::parse))
            .and_then(Result::ok)
            .and_then(char::from_u32)
            .map_or_else(|| format!("&{other};"), String::from),
    }
}
