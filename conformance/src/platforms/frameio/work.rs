//! What happens to a file after the API has answered: its original is looked at, and a proxy is made and kept here.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{
    Account,
    diagnosis::Diagnosis,
    files::{File, Status},
};
use crate::platforms::CallError;

/// How much of the original the proxy is made of, in bytes.
const SAMPLE_BYTES: u64 = 1024;

/// Registers the original of a file and makes its proxy.
pub async fn register(account: Arc<Account>, id: String) {
    if let Some(file) = account.files.get(&id)
        && let Err(diagnosis) = try_register(&account, &file).await
    {
        account.change(&id, |file| file.diagnosis = Some(diagnosis));
    }
}

async fn try_register(account: &Account, file: &File) -> Result<(), Diagnosis> {
    let refused = |error: CallError| Diagnosis::of(&error);
    let Some(location) = account.settings.storage_locations.get(&file.location) else {
        return Ok(());
    };
    let head = account
        .back_end
        .head(location, &file.key)
        .await
        .map_err(refused)?;
    account.change(&file.id, |file| {
        file.status = Status::Uploaded;
        file.size_bytes = Some(head.size_bytes);
        file.media_type.clone_from(&head.media_type);
    });
    if let Some(algorithm) = head
        .encryption
        .filter(|algorithm| algorithm.starts_with("aws:kms"))
    {
        return Err(Diagnosis::sse_kms(&algorithm));
    }
    let sample = if head.size_bytes == 0 {
        bytes::Bytes::new()
    } else {
        let last = head.size_bytes.min(SAMPLE_BYTES) - 1;
        account
            .back_end
            .range(location, &file.key, 0, last)
            .await
            .map_err(refused)?
    };
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&sample));
    account.change(&file.id, |file| {
        file.proxy = Some(format!("proxy of {} bytes, {digest}\n", head.size_bytes).into());
        file.status = Status::Transcoded;
    });
    Ok(())
}

/// Completes a local upload when all its parts have arrived.
pub async fn follow_upload(account: &Account, file: &File) -> Result<bool, CallError> {
    let (Some(upload), Some(location)) = (
        &file.upload,
        account.settings.storage_locations.get(&file.location),
    ) else {
        return Ok(false);
    };
    let parts = account
        .back_end
        .parts(location, &file.key, &upload.id)
        .await?;
    let arrived_bytes: u64 = parts.iter().map(|part| part.size_bytes).sum();
    if arrived_bytes < upload.size_bytes {
        return Ok(false);
    }
    account
        .back_end
        .complete(location, &file.key, &upload.id, &parts)
        .await?;
    account.change(&file.id, |file| file.upload = None);
    Ok(true)
}
