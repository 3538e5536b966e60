use super::*;

#[test]
fn names_are_alike_up_to_two_letters() {
    assert!(alike("s3:GetObject", "s3:getobjects"));
    assert!(alike("s3:GetObejct", "s3:GetObject"));
    assert!(!alike("s3:GetObject", "s3:PutObject1"));
    assert!(!alike("kms", "sts"));
}

#[test]
fn a_resource_pattern_that_missed_is_completed() {
    let object = "arn:aws:s3:::photos/in/a.jpg";
    assert!(resources("arn:aws:s3:::photos", object).contains(&"arn:aws:s3:::photos/*".to_owned()));
    assert!(
        resources("arn:aws:s3:::photos/", object).contains(&"arn:aws:s3:::photos/*".to_owned())
    );
    let bucket = "arn:aws:s3:::photos";
    assert!(resources("arn:aws:s3:::photos/*", bucket).contains(&bucket.to_owned()));
    let regional = "arn:aws:s3:us-east-1:111122223333:photos/*";
    assert!(resources(regional, object).contains(&"arn:aws:s3:::photos/*".to_owned()));
}

#[test]
fn a_resource_pattern_is_spelt_as_the_resource() {
    let object = "arn:aws:s3:::photos/In/a.jpg";
    assert!(
        resources("arn:aws:s3:::photos/in/*", object)
            .contains(&"arn:aws:s3:::photos/In/*".to_owned())
    );
    assert!(
        resources("arn:aws:s3:::fotos/*", object).contains(&"arn:aws:s3:::photos/*".to_owned())
    );
    assert!(resources("arn:aws:s3:::photos/In/b.jpg", object).contains(&object.to_owned()));
}
