//! AWS Query parameters.

use bucketproof::protocol::Query;
use bucketproof::protocol::query_form::{Form, FormError, MAX_PARAMETERS};
use bucketproof::protocol::uri::{UriError, encode_query};
use proptest::prelude::*;

fn form(body: &str) -> Form {
    Form::parse(body.as_bytes()).unwrap()
}

fn name(text: &str) -> String {
    text.to_owned()
}

#[test]
fn plain_parameters() {
    let form = form(
        "Action=AssumeRole&DurationSeconds=900&Flag=TRUE&Off=false&Empty=&A+b=c%2Bd+e&Action=Other\n",
    );
    assert_eq!(form.get("Action"), Some("AssumeRole"));
    assert_eq!(form.get("A b"), Some("c+d e"));
    assert_eq!(form.integer("DurationSeconds"), Ok(Some(900)));
    assert_eq!(form.integer("None"), Ok(None));
    assert_eq!(form.boolean("Flag"), Ok(Some(true)));
    assert_eq!(form.boolean("Off"), Ok(Some(false)));
    assert_eq!(form.boolean("None"), Ok(None));
    assert_eq!(form.required("Empty"), Ok(""));
    assert_eq!(form.iter().count(), 6);
    let query = Query::parse("Action=GetCallerIdentity&Action=x").unwrap();
    assert_eq!(
        Form::from_query(&query).get("Action"),
        Some("GetCallerIdentity")
    );
}

#[test]
fn faults_name_the_parameter() {
    let form = form("N=1x&B=yes&T.member.1.N=x&T.member.1.Key=k");
    assert_eq!(
        form.required("Z"),
        Err(FormError::Missing { name: name("Z") })
    );
    assert_eq!(
        form.integer("N"),
        Err(FormError::NotAnInteger {
            name: name("N"),
            value: name("1x")
        })
    );
    assert_eq!(
        form.boolean("B"),
        Err(FormError::NotABoolean {
            name: name("B"),
            value: name("yes")
        })
    );
    let members = form.structures("T").unwrap();
    assert_eq!(
        members[0].required("Value"),
        Err(FormError::Missing {
            name: name("T.member.1.Value")
        })
    );
    assert_eq!(
        members[0].integer("N"),
        Err(FormError::NotAnInteger {
            name: name("T.member.1.N"),
            value: name("x")
        })
    );
}

#[test]
fn lists_are_ordered_by_number() {
    let form = form("L.member.10=j&L.member.2=b&L.member.1=a&L.member.2=z&LL.member.1=no&E=");
    assert_eq!(form.list("L"), Ok(vec!["a", "b", "j"]));
    assert_eq!(form.list("E"), Ok(vec![]));
    assert_eq!(form.list("None"), Ok(vec![]));
}

#[test]
fn structures_keep_their_fields() {
    let form = form(
        "Tags.member.2.Key=b&Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.1.Key=z\
         &Tags.member.2.Inner.Name=n",
    );
    let members = form.structures("Tags").unwrap();
    assert_eq!(members.len(), 2);
    assert_eq!(members[0].path(), "Tags.member.1");
    assert_eq!(members[0].get("Key"), Some("a"));
    assert_eq!(members[0].required("Value"), Ok("1"));
    assert_eq!(members[0].integer("Value"), Ok(Some(1)));
    assert_eq!(
        members[1].iter().collect::<Vec<_>>(),
        [("Inner.Name", "n"), ("Key", "b")]
    );
}

#[test]
fn members_need_a_number() {
    let bad = |text: &str| FormError::BadMember { name: name(text) };
    assert_eq!(form("L.member.x=1").list("L"), Err(bad("L.member.x")));
    assert_eq!(
        form("L.member.1.Key=1").list("L"),
        Err(bad("L.member.1.Key"))
    );
    assert_eq!(form("L.member.1=1").structures("L"), Err(bad("L.member.1")));
    assert_eq!(
        form("L.member.x.Key=1").structures("L"),
        Err(bad("L.member.x.Key"))
    );
}

#[test]
fn bodies_that_are_refused() {
    assert_eq!(Form::parse(b"a=\xff"), Err(FormError::NotUtf8));
    let broken = UriError::BadEscape { input: name("%4") };
    assert_eq!(Form::parse(b"a=%4"), Err(FormError::Encoding(broken)));
    let many = vec!["a=1"; MAX_PARAMETERS + 1].join("&");
    let count = MAX_PARAMETERS + 1;
    assert_eq!(
        Form::parse(many.as_bytes()),
        Err(FormError::TooManyParameters { count })
    );
}

proptest! {
    #[test]
    fn lists_round_trip(values in prop::collection::vec("[ -~\u{e0}-\u{ff}]{0,10}", 0..30)) {
        let body: Vec<String> = values
            .iter()
            .enumerate()
            .map(|(index, value)| format!("L.member.{}={}", index + 1, encode_query(value)))
            .collect();
        let form = Form::parse(body.join("&").as_bytes()).unwrap();
        prop_assert_eq!(form.list("L").unwrap(), values);
    }
}
