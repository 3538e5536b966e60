//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html>

use serde_json::{Value, json};

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::kms::page::Page;
use crate::services::kms::record::{KeyRecord, KeyState};
use crate::services::kms::{errors, request};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::key_layout::KeyPrefix;
use crate::storage::{Scan, records};

/// ListKeys.
#[derive(Debug)]
pub struct ListKeys;

impl Operation for ListKeys {
    const ROW: Row = Row::named(Service::Kms, "ListKeys", "kms:ListKeys", erase::<Self>());
    type Input = Page;
    type Output = Value;

    fn parse(call: &Call<'_>) -> Result<Page, Failure> {
        Page::read(call, 100, 1000)
    }

    fn asks(_: &Call<'_>, _: &Page) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, page: Page) -> Result<Value, Failure> {
        let prefix = KeyPrefix::kms_keys(&call.authority.identity().account, call.region);
        let scan = Scan::prefix(&prefix, usize::MAX);
        let stored = call.world.metadata.scan(scan);
        let mut entries = Vec::new();
        for (_, stored) in stored.map_err(|_| errors::internal())? {
            let key: KeyRecord = records::decode(&stored).map_err(|_| errors::internal())?;
            if key.state(call.now) != KeyState::Gone {
                let entry = json!({ "KeyId": key.id, "KeyArn": key.arn() });
                entries.push((key.id, entry));
            }
        }
        Ok(page.answer("Keys", entries))
    }

    fn reply(_: &Call<'_>, answer: Value) -> Result<Reply, Failure> {
        Ok(request::reply(&answer))
    }
}
