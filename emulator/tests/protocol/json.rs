//! AWS JSON members.

use bucketproof::protocol::json::{JsonError, MAX_BODY_BYTES, Object};

fn object() -> Object {
    let text = r#"{"KeyId":"k","Limit":5,"Enabled":true,"Blob":"aGk=","Null":null,"Half":0.5,
        "Tags":[{"TagKey":"a"},{"TagKey":"b"}],"Ops":["Encrypt","Decrypt"],
        "Context":{"z":"1","a":"2"}}"#;
    Object::parse(text.as_bytes()).unwrap()
}

fn wrong<T>(name: &str, expected: &'static str) -> Result<T, JsonError> {
    Err(JsonError::WrongType {
        name: name.to_owned(),
        expected,
    })
}

#[test]
fn members_of_each_type() {
    let object = object();
    assert_eq!(object.required_string("KeyId"), Ok("k"));
    assert_eq!(object.integer("Limit"), Ok(Some(5)));
    assert_eq!(object.boolean("Enabled"), Ok(Some(true)));
    assert_eq!(object.blob("Blob"), Ok(Some(b"hi".to_vec())));
    assert_eq!(object.strings("Ops"), Ok(Some(vec!["Encrypt", "Decrypt"])));
    assert_eq!(object.list("Ops").unwrap().map(<[_]>::len), Some(2));
    let tags = object.objects("Tags").unwrap().unwrap();
    assert_eq!(tags[1].string("TagKey"), Ok(Some("b")));
    let mut context = object.string_map("Context").unwrap().unwrap();
    context.sort_unstable();
    assert_eq!(context, [("a", "2"), ("z", "1")]);
    let nested = object.object("Context").unwrap().unwrap();
    assert_eq!(nested.string("z"), Ok(Some("1")));
}

#[test]
fn absent_and_null_are_the_same() {
    let object = object();
    for name in ["Null", "Nothing"] {
        assert_eq!(object.string(name), Ok(None));
        assert_eq!(object.get(name), None);
        assert_eq!(object.blob(name), Ok(None));
        let missing = JsonError::Missing {
            name: name.to_owned(),
        };
        assert_eq!(object.required_string(name), Err(missing));
    }
    assert!(object.names().all(|name| name != "Null"));
    assert_eq!(object.names().count(), 8);
}

#[test]
fn wrong_types_are_named() {
    let object = object();
    assert_eq!(object.string("Limit"), wrong("Limit", "a string"));
    assert_eq!(object.integer("Half"), wrong("Half", "an integer"));
    assert_eq!(object.boolean("KeyId"), wrong("KeyId", "a boolean"));
    assert_eq!(object.list("KeyId"), wrong("KeyId", "a list"));
    assert_eq!(object.strings("Tags"), wrong("Tags", "a list of strings"));
    assert_eq!(object.object("Tags"), wrong("Tags", "an object"));
    assert_eq!(object.objects("Ops"), wrong("Ops", "a list of objects"));
    let mixed = Object::parse(br#"{"m":{"a":1}}"#).unwrap();
    assert_eq!(mixed.string_map("m"), wrong("m", "a map of strings"));
    let not_base64 = JsonError::NotBase64 {
        name: "KeyId".to_owned(),
    };
    assert_eq!(object.blob("KeyId"), Err(not_base64));
}

#[test]
fn bodies_that_are_refused() {
    assert_eq!(Object::parse(b" "), Ok(Object::default()));
    for body in ["[]", "1", "\"x\"", "null"] {
        assert_eq!(
            Object::parse(body.as_bytes()),
            Err(JsonError::NotAnObject),
            "{body}"
        );
    }
    for body in ["{", "{}x", "{'a':1}", "\u{1}"] {
        assert!(
            matches!(Object::parse(body.as_bytes()), Err(JsonError::Syntax(_))),
            "{body}"
        );
    }
    assert!(matches!(Object::parse(b"\xff"), Err(JsonError::Syntax(_))));
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(200), "]".repeat(200));
    assert!(matches!(
        Object::parse(deep.as_bytes()),
        Err(JsonError::Syntax(_))
    ));
    let size_bytes = MAX_BODY_BYTES + 1;
    let large = vec![b' '; size_bytes];
    assert_eq!(
        Object::parse(&large),
        Err(JsonError::TooLarge { size_bytes })
    );
}
