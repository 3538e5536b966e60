//! Virtual MFA devices: proven by codes of the stack's own time.

use bucketproof::auth::{directory, mfa};
use bucketproof::base::Secret;
use data_encoding::BASE64;

use super::fixture::{ACCOUNT, Iam, elements};

const JOE: (&str, &str) = ("UserName", "joe");

/// A device, and what its codes are made of.
async fn device(iam: &Iam, name: &str) -> (String, Secret) {
    let made = iam
        .ok("CreateVirtualMFADevice", &[("VirtualMFADeviceName", name)])
        .await;
    let seed = made.element("Base32StringSeed").unwrap();
    let seed = BASE64.decode(seed.as_bytes()).unwrap();
    let seed = String::from_utf8(seed).unwrap();
    assert_eq!(seed.len(), 64);
    (made.element("SerialNumber").unwrap(), Secret::new(seed))
}

/// The code that a device shows `steps` steps from now.
fn code(iam: &Iam, seed: &Secret, steps: i64) -> String {
    let now = iam.emulator.stack().world.clock.now();
    mfa::code(seed, now.plus_seconds(steps * mfa::STEP_SECONDS)).unwrap()
}

async fn enable(iam: &Iam, serial: &str, first: &str, second: &str) -> u16 {
    let proof = [
        JOE,
        ("SerialNumber", serial),
        ("AuthenticationCode1", first),
        ("AuthenticationCode2", second),
    ];
    iam.call("EnableMFADevice", &proof).await.status
}

#[tokio::test]
async fn a_device_is_made_enabled_and_deleted() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[JOE]).await;
    let (serial, seed) = device(&iam, "phone").await;
    assert_eq!(serial, format!("arn:aws:iam::{ACCOUNT}:mfa/phone"));
    let taken = [("VirtualMFADeviceName", "PHONE")];
    iam.call("CreateVirtualMFADevice", &taken)
        .await
        .expect_error(409, "EntityAlreadyExists");
    let (now, next) = (code(&iam, &seed, 0), code(&iam, &seed, 1));
    assert_eq!(enable(&iam, &serial, &next, &now).await, 403);
    assert_eq!(enable(&iam, &serial, &now, &now).await, 403);
    let old = (code(&iam, &seed, -20), code(&iam, &seed, -19));
    assert_eq!(enable(&iam, &serial, &old.0, &old.1).await, 403);
    assert_eq!(enable(&iam, &serial, &now, &next).await, 200);
    assert_eq!(enable(&iam, &serial, &now, &next).await, 409);
    let listed = iam.ok("ListMFADevices", &[JOE]).await;
    assert_eq!(
        elements(&listed, "SerialNumber"),
        std::slice::from_ref(&serial)
    );
    assert!(listed.element("EnableDate").is_some());
    let read = iam.ok("GetMFADevice", &[("SerialNumber", &serial)]).await;
    assert_eq!(read.element("UserName").as_deref(), Some("joe"));
    let refused = iam.call("DeleteUser", &[JOE]).await;
    refused.expect_error(409, "DeleteConflict");
    let of_device = [("SerialNumber", &*serial)];
    iam.call("DeleteVirtualMFADevice", &of_device)
        .await
        .expect_error(409, "DeleteConflict");
    iam.ok("DeactivateMFADevice", &[JOE, of_device[0]]).await;
    iam.call("DeactivateMFADevice", &[JOE, of_device[0]])
        .await
        .expect_error(404, "NoSuchEntity");
    iam.ok("DeleteVirtualMFADevice", &of_device).await;
    iam.ok("DeleteUser", &[JOE]).await;
}

#[tokio::test]
async fn devices_are_listed_by_use() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[JOE]).await;
    let (used, seed) = device(&iam, "used").await;
    let (spare, _) = device(&iam, "spare").await;
    let (now, next) = (code(&iam, &seed, 0), code(&iam, &seed, 1));
    assert_eq!(enable(&iam, &used, &now, &next).await, 200);
    for (status, expected) in [
        ("Assigned", vec![used.clone()]),
        ("Unassigned", vec![spare.clone()]),
        ("Any", vec![spare.clone(), used.clone()]),
    ] {
        let status = [("AssignmentStatus", status)];
        let listed = iam.ok("ListVirtualMFADevices", &status).await;
        assert_eq!(elements(&listed, "SerialNumber"), expected, "{status:?}");
        // Seeds are shown once.
        assert_eq!(listed.element("Base32StringSeed"), None);
    }
    let tag = [
        ("SerialNumber", &*spare),
        ("Tags.member.1.Key", "k"),
        ("Tags.member.1.Value", "v"),
    ];
    iam.ok("TagMFADevice", &tag).await;
    let tags = iam.ok("ListMFADeviceTags", &tag[..1]).await;
    assert_eq!(elements(&tags, "Key"), ["k"]);
    let summary = iam.ok("GetAccountSummary", &[]).await.text();
    for (name, number) in [("MFADevices", 2), ("MFADevicesInUse", 1)] {
        let entry = format!("<key>{name}</key><value>{number}</value>");
        assert!(summary.contains(&entry), "{summary}");
    }
}

#[tokio::test]
async fn codes_count_for_their_user_and_their_time() {
    let iam = Iam::start().await;
    for name in ["joe", "ann"] {
        iam.ok("CreateUser", &[("UserName", name)]).await;
    }
    let (serial, seed) = device(&iam, "phone").await;
    let (now, next) = (code(&iam, &seed, 0), code(&iam, &seed, 1));
    let world = &iam.emulator.stack().world;
    let user = |name| directory::user(world, ACCOUNT, name).unwrap().unwrap();
    let verify = |name, code: &str| {
        mfa::verify(world, &user(name), &serial, code, world.clock.now()).unwrap()
    };
    assert!(!verify("joe", &now), "the device is not enabled");
    assert_eq!(enable(&iam, &serial, &now, &next).await, 200);
    let now = code(&iam, &seed, 0);
    assert!(verify("joe", &now));
    assert!(!verify("ann", &now), "it is joe's");
    world.clock.advance(600).unwrap();
    assert!(!verify("joe", &now), "its time is over");
    assert!(verify("joe", &code(&iam, &seed, 0)));
}
