//! How keys are named.

use super::*;

const ACCOUNT: &str = "111122223333";
const ID: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

fn parse(text: &str) -> Result<Name, String> {
    Name::parse(ACCOUNT, "eu-central-1", text).map_err(|fault| fault.to_string())
}

#[test]
fn four_forms_name_a_key() {
    let key = Ok(Name::Key {
        account: ACCOUNT.to_owned(),
        id: ID.to_owned(),
    });
    assert_eq!(parse(ID), key);
    assert_eq!(
        parse(&format!("arn:aws:kms:eu-central-1:{ACCOUNT}:key/{ID}")),
        key
    );
    let alias = Ok(Name::Alias {
        account: ACCOUNT.to_owned(),
        name: "alias/media".to_owned(),
    });
    assert_eq!(parse("alias/media"), alias);
    assert_eq!(
        parse(&format!("arn:aws:kms:eu-central-1:{ACCOUNT}:alias/media")),
        alias
    );
}

#[test]
fn an_arn_speaks_of_its_own_account() {
    let name = parse(&format!("arn:aws:kms:eu-central-1:444455556666:key/{ID}")).unwrap();
    assert_eq!(name.account(), "444455556666");
}

#[test]
fn other_texts_are_refused_in_the_words_of_kms() {
    for (text, message) in [
        ("fake-key-id", "Invalid keyId 'fake-key-id'"),
        (
            "134f2428cec14b25a1ae9048164dba47",
            "Invalid keyId '134f2428cec14b25a1ae9048164dba47'",
        ),
        ("mrk-fake-key-id", "Invalid keyId 'mrk-fake-key-id'"),
        ("alias/", "Invalid keyId 'alias/'"),
        (
            "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "Invalid arn us-east-1",
        ),
    ] {
        assert_eq!(parse(text), Err(message.to_owned()), "{text}");
    }
    for text in [
        "arn:aws:kms:eu-central-1:111122223333:key/alias/media",
        "arn:aws:kms:eu-central-1:111122223333:1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:s3:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-central-1:1:alias/media",
    ] {
        assert_eq!(parse(text), Err(format!("Invalid arn {text}")));
    }
}
