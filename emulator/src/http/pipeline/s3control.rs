//! The walk of a request for S3 Control: as S3's, without a bucket.

use std::sync::Arc;

use super::Exchange;
use crate::auth::authenticate::{Expected, authenticate};
use crate::base::Failure;
use crate::http::respond::RequestIds;
use crate::protocol::json::Object;
use crate::protocol::query_form::Form;
use crate::protocol::request::Head;
use crate::services::reply::Reply;
use crate::services::s3::body::RequestBody;
use crate::services::s3::target::Target;
use crate::services::service::Service;
use crate::services::{s3, s3control};

impl Exchange {
    pub(super) async fn s3control(
        &mut self,
        head: &Head,
        body: &RequestBody,
        ids: &RequestIds,
    ) -> Result<Reply, Failure> {
        let row = s3control::table::locate(head)?;
        self.begin(row)?;
        self.wait().await;
        let stack = Arc::clone(&self.stack);
        let expected = Expected {
            service: Service::S3Control.prefix(),
            region: None,
            virtual_host_bucket: None,
            body: None,
        };
        let caller = authenticate(&stack.world, &stack.auth.keyring, head, expected)
            .map_err(|error| s3::errors::authentication(&error))?;
        self.note_caller(&caller);
        s3control::preconditions(head, &caller)?;
        body.protect(&caller.integrity, head)?;
        let (target, form, json) = (Target::default(), Form::default(), Object::default());
        self.run(row, head, &target, &form, &json, body, &caller, ids)
            .await
    }
}
