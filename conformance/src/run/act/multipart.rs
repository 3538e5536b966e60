//! Uploads in parts.

use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::json;

use super::aws;
use crate::{
    client::{Answer, ClientOptions, content::Content, sdk},
    run::{
        stage::{Stage, Trouble, content},
        step::Performed,
    },
    scenario::{
        action::{Finish, Multipart, Service},
        datum::{Datum, DatumKind},
        problem::Position,
        step::Step,
        template::{Names, Template},
    },
};

/// The members that CreateMultipartUpload shares with the calls after it.
const SHARED: [&str; 6] = [
    "Bucket",
    "Key",
    "RequestPayer",
    "ExpectedBucketOwner",
    "SSECustomerAlgorithm",
    "SSECustomerKey",
];

/// Creates an upload, sends its parts, and ends it. The first refused call is the answer.
///
/// # Errors
/// [`Trouble`] when a call cannot be built.
pub async fn upload(
    stage: &Stage<'_>,
    step: &Step,
    multipart: &Multipart,
    names: &Names,
) -> Result<Performed, Trouble> {
    let body = step
        .body
        .as_ref()
        .map_or_else(|| Ok(Content::empty()), |body| content(body, names))?;
    let sent_sha256 = super::sent(stage, step, Some(&body));
    let options = stage.client_options(step, names)?;
    let upload = Upload {
        stage,
        multipart,
        names,
        options,
        body,
    };
    let answer = upload.run().await?;
    Ok(Performed {
        answer,
        sent_sha256,
        ..Performed::default()
    })
}

struct Upload<'a, 'b> {
    stage: &'a Stage<'b>,
    multipart: &'a Multipart,
    names: &'a Names,
    options: ClientOptions,
    body: Content,
}

/// A part that was taken, or the answer that refused it.
type PartResult = Result<(i32, String), Box<Answer>>;

impl Upload<'_, '_> {
    async fn run(&self) -> Result<Answer, Trouble> {
        let created = self
            .call("CreateMultipartUpload", self.multipart.with.clone(), None)
            .await?;
        let upload_id = created
            .fields
            .get("UploadId")
            .and_then(|id| id.as_str())
            .map(str::to_owned);
        let (true, Some(upload_id)) = (created.is_success(), upload_id) else {
            return Ok(created);
        };
        let parts = match self.parts(&upload_id).await? {
            Ok(parts) => parts,
            Err(refused) => return Ok(*refused),
        };
        let mut answer = match self.multipart.finish {
            Finish::Leave => created,
            Finish::Abort => {
                self.call("AbortMultipartUpload", self.members(&upload_id, []), None)
                    .await?
            }
            Finish::Complete => {
                let listed = parts
                    .iter()
                    .map(|(number, etag)| part_datum(self.at(), *number, etag))
                    .collect();
                let list = Datum {
                    at: self.at(),
                    kind: DatumKind::List(listed),
                };
                let completed = table(self.at(), vec![("Parts", list)]);
                let with = self.members(&upload_id, [("MultipartUpload", completed)]);
                self.call("CompleteMultipartUpload", with, None).await?
            }
        };
        if answer.fields.is_null() {
            answer.fields = json!({});
        }
        if let Some(members) = answer.fields.as_object_mut() {
            let listed: Vec<_> = parts
                .iter()
                .map(|(number, etag)| json!({ "PartNumber": number, "ETag": etag }))
                .collect();
            members.insert("UploadId".to_owned(), upload_id.into());
            members.insert("Parts".to_owned(), listed.into());
        }
        Ok(answer)
    }

    fn at(&self) -> Position {
        self.multipart.at
    }

    async fn parts(
        &self,
        upload_id: &str,
    ) -> Result<Result<Vec<(i32, String)>, Box<Answer>>, Trouble> {
        let length_bytes = self.body.length_bytes();
        let part_bytes = self.multipart.part_bytes;
        // Even an empty body is one part.
        let count = length_bytes.div_ceil(part_bytes).max(1);
        let concurrency = usize::try_from(self.multipart.concurrency).unwrap_or(1);
        let work = (0..count).map(|index| async move {
            let number = i32::try_from(index + 1).unwrap_or(i32::MAX);
            self.part(upload_id, number, index * part_bytes).await
        });
        let results: Vec<PartResult> = stream::iter(work)
            .buffered(concurrency)
            .try_collect()
            .await?;
        Ok(results.into_iter().collect())
    }

    async fn part(&self, upload_id: &str, number: i32, start: u64) -> Result<PartResult, Trouble> {
        let body = Content::Bytes(self.body.part(start, self.multipart.part_bytes));
        let number_datum = Datum {
            at: self.at(),
            kind: DatumKind::Integer(i64::from(number)),
        };
        let answer = self
            .call(
                "UploadPart",
                self.members(upload_id, [("PartNumber", number_datum)]),
                Some(body),
            )
            .await?;
        let etag = answer
            .fields
            .get("ETag")
            .and_then(|etag| etag.as_str())
            .map(str::to_owned);
        Ok(match (answer.is_success(), etag) {
            (true, Some(etag)) => Ok((number, etag)),
            _ => Err(Box::new(answer)),
        })
    }

    /// The shared members of the first call, the upload's id, and more.
    fn members<const N: usize>(&self, upload_id: &str, more: [(&str, Datum); N]) -> Datum {
        let mut entries = match &self.multipart.with.kind {
            DatumKind::Table(entries) => entries
                .iter()
                .filter(|(name, _, _)| SHARED.contains(&name.as_str()))
                .cloned()
                .collect(),
            _ => Vec::new(),
        };
        let at = self.at();
        entries.push(("UploadId".to_owned(), at, text(at, upload_id)));
        entries.extend(
            more.into_iter()
                .map(|(name, value)| (name.to_owned(), at, value)),
        );
        Datum {
            at,
            kind: DatumKind::Table(entries),
        }
    }

    async fn call(
        &self,
        operation: &'static str,
        with: Datum,
        body: Option<Content>,
    ) -> Result<Answer, Trouble> {
        let row = sdk::find(Service::S3, operation)
            .ok_or_else(|| Trouble::Value(format!("there is no operation `{operation}`")))?;
        aws::call(self.stage, row, &with, &self.options, self.names, body).await
    }
}

fn text(at: Position, value: &str) -> Datum {
    let file = std::path::Path::new("");
    Datum {
        at,
        kind: DatumKind::Text(Template::literal(value, file.into(), at)),
    }
}

fn table(at: Position, entries: Vec<(&str, Datum)>) -> Datum {
    let entries = entries
        .into_iter()
        .map(|(name, value)| (name.to_owned(), at, value))
        .collect();
    Datum {
        at,
        kind: DatumKind::Table(entries),
    }
}

fn part_datum(at: Position, number: i32, etag: &str) -> Datum {
    let number = Datum {
        at,
        kind: DatumKind::Integer(i64::from(number)),
    };
    table(at, vec![("PartNumber", number), ("ETag", text(at, etag))])
}
