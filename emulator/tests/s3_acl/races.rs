//! Changes at the same time.

use super::fixture::{House, OWNER, grants};

/// Either the ACL is there and the owner is not enforced, or the owner is enforced and the ACL was refused: no grant waits
/// behind the setting for the day when ACLs come back.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_acl_and_its_end_at_the_same_time() {
    let house = House::with("ObjectWriter").await;
    let owner = &house.owner;
    let controls = |ownership: &str| {
        let document = format!(
            "<OwnershipControls><Rule><ObjectOwnership>{ownership}</ObjectOwnership></Rule></OwnershipControls>"
        );
        async move {
            owner
                .send("PUT", "/media?ownershipControls", &[], document)
                .await
        }
    };
    let (mut enforced_first, mut acl_first) = (0, 0);
    for _ in 0..40 {
        let (acl, enforced) = tokio::join!(
            house.set_acl(owner, "/media", "log-delivery-write"),
            controls("BucketOwnerEnforced")
        );
        match (acl.status, enforced.status) {
            (200, 400) => {
                enforced.expect_error(400, "InvalidBucketAclWithObjectOwnership");
                acl_first += 1;
            }
            (400 | 409, 200) => {
                controls("ObjectWriter").await.expect(200);
                let shown = owner.send("GET", "/media?acl", &[], "").await.expect(200);
                assert_eq!(grants(&shown), [format!("{OWNER} FULL_CONTROL")]);
                enforced_first += 1;
            }
            other => panic!("{other:?}"),
        }
        house.set_acl(owner, "/media", "private").await.expect(200);
    }
    assert_eq!(acl_first + enforced_first, 40);
}
