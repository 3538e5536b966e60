//! XML in and out.

use bucketproof::protocol::xml::{
    MAX_DEPTH, MAX_DOCUMENT_BYTES, S3_NAMESPACE, Writer, XmlError, read,
};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "PascalCase")]
struct Delete {
    #[serde(default)]
    object: Vec<Object>,
    quiet: Option<bool>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "PascalCase")]
struct Object {
    key: String,
    version_id: Option<String>,
}

fn read_delete(text: &str) -> Result<Delete, XmlError> {
    read(text.as_bytes(), "Delete")
}

fn key(text: &str) -> Object {
    Object {
        key: text.to_owned(),
        version_id: None,
    }
}

#[test]
fn a_document_with_namespace_comments_and_interleaved_lists() {
    let text = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c -->\n\
        <Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
        <Object><Key>a &amp; &#x62;&lt;</Key></Object><Quiet>true</Quiet>\
        <Object><Key><![CDATA[<c>]]></Key><VersionId>v</VersionId></Object><Unknown/></Delete>\n <?pi?>";
    assert_eq!(
        read_delete(text),
        Ok(Delete {
            object: vec![
                key("a & b<"),
                Object {
                    key: "<c>".to_owned(),
                    version_id: Some("v".to_owned())
                }
            ],
            quiet: Some(true),
        })
    );
}

#[test]
fn prefixed_names_and_attributes() {
    #[derive(Debug, Deserialize)]
    struct Grantee {
        #[serde(rename = "@type")]
        kind: String,
        #[serde(rename = "ID")]
        id: String,
    }
    let text = "<s3:Grantee xmlns:s3=\"s\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
                xsi:type=\"CanonicalUser\"><s3:ID>abc</s3:ID></s3:Grantee>";
    let grantee: Grantee = read(text.as_bytes(), "Grantee").unwrap();
    assert_eq!(
        (grantee.kind.as_str(), grantee.id.as_str()),
        ("CanonicalUser", "abc")
    );
}

#[test]
fn shapes_that_are_refused() {
    let wrong_root = XmlError::WrongRoot {
        expected: "Delete".into(),
        found: "Tagging".into(),
    };
    assert_eq!(read_delete("<Tagging/>"), Err(wrong_root));
    for text in ["", "  ", "<?xml version=\"1.0\"?>", "<!-- only -->"] {
        assert_eq!(read_delete(text), Err(XmlError::Empty), "{text}");
    }
    for text in [
        "<Delete/>x",
        "x<Delete/>",
        "<Delete/><Delete/>",
        "<Delete/>&amp;",
        "<Delete/><![CDATA[x]]>",
    ] {
        assert_eq!(read_delete(text), Err(XmlError::OutsideRoot), "{text}");
    }
    for text in [
        "<!DOCTYPE Delete><Delete/>",
        "<!DOCTYPE d [<!ENTITY a \"b\">]><Delete>&a;</Delete>",
    ] {
        assert_eq!(read_delete(text), Err(XmlError::DocumentType), "{text}");
    }
    let entity = XmlError::UnknownEntity {
        name: "nbsp".to_owned(),
    };
    assert_eq!(read_delete("<Delete>&nbsp;</Delete>"), Err(entity));
    for text in [
        "<Delete>",
        "<Delete></Deletes>",
        "<Delete",
        "</Delete>",
        "<Delete a=1/>",
        "<Delete a='1' a='2'/>",
        "<Delete a='&x;'/>",
        "<Delete>&#x110000;</Delete>",
        "<Delete>&broken</Delete>",
    ] {
        assert!(
            matches!(read_delete(text), Err(XmlError::Syntax(_))),
            "{text}"
        );
    }
    let missing_key = "<Delete><Object/></Delete>";
    assert!(matches!(
        read_delete(missing_key),
        Err(XmlError::Content(_))
    ));
    let not_a_boolean = "<Delete><Quiet>maybe</Quiet></Delete>";
    assert!(matches!(
        read_delete(not_a_boolean),
        Err(XmlError::Content(_))
    ));
    assert_eq!(
        read::<Delete>(b"<Delete>\xff</Delete>", "Delete"),
        Err(XmlError::NotUtf8)
    );
}

#[test]
fn limits() {
    let nested = |depth: usize| {
        format!(
            "<Delete>{}{}</Delete>",
            "<a>".repeat(depth - 1),
            "</a>".repeat(depth - 1)
        )
    };
    assert!(read_delete(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(read_delete(&nested(MAX_DEPTH + 1)), Err(XmlError::TooDeep));
    let size_bytes = MAX_DOCUMENT_BYTES + 1;
    let large = vec![b' '; size_bytes];
    assert_eq!(
        read::<Delete>(&large, "Delete"),
        Err(XmlError::TooLarge { size_bytes })
    );
}

#[test]
fn a_written_document() {
    let mut writer = Writer::new();
    writer
        .open_in("ListBucketResult", S3_NAMESPACE)
        .text_element("Name", "b")
        .text_element("Prefix", "")
        .optional_element("Delimiter", None::<&str>)
        .optional_element("Marker", Some("m"))
        .open("Contents")
        .text_element(String::from("ETag"), "\"e\"")
        .close()
        .open("Owner")
        .close();
    assert_eq!(
        writer.finish(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name>\
         <Prefix></Prefix><Marker>m</Marker><Contents><ETag>&quot;e&quot;</ETag></Contents>\
         <Owner/></ListBucketResult>"
    );
}

#[test]
fn escapes() {
    let mut writer = Writer::without_declaration();
    writer
        .open("a")
        .attr("b", "<\"'&>\n\t")
        .text("<\"'&>\r\n\t\u{1}\u{7f}é");
    assert_eq!(
        writer.finish(),
        "<a b=\"&lt;&quot;'&amp;&gt;&#xA;&#x9;\">&lt;&quot;'&amp;&gt;&#xD;\n\t&#x1;&#x7F;é</a>"
    );
}

#[test]
fn closing_too_often_changes_nothing() {
    let mut writer = Writer::without_declaration();
    writer.open("a").close().close();
    assert_eq!(writer.finish(), "<a/>");
    assert_eq!(Writer::without_declaration().finish(), "");
}

proptest! {
    /// Whatever the text, reading gives back what was written.
    #[test]
    fn text_and_attributes_round_trip(
        text in "[\u{1}-\u{d7ff}\u{e000}-\u{fffd}]{0,30}",
        attribute in "[\u{1}-\u{d7ff}]{0,10}",
    ) {
        #[derive(Debug, Deserialize)]
        struct Element {
            #[serde(rename = "@a")]
            attribute: String,
            #[serde(rename = "Text")]
            text: String,
        }
        let mut writer = Writer::new();
        writer.open("E").attr("a", &attribute).text_element("Text", &text);
        let element: Element = read(writer.finish().as_bytes(), "E").unwrap();
        prop_assert_eq!(element.attribute, attribute);
        prop_assert_eq!(element.text, text);
    }

    /// No input makes the reader panic.
    #[test]
    fn any_text(text in "[<>/&;a-c!\\[\\]\"'= ?-]{0,40}") {
        let _ = read_delete(&text);
        let _ = read_delete(&format!("<Delete>{text}</Delete>"));
    }
}
