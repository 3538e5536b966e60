//! The client's side of aws-chunked, written from its documentation: what the decoder must undo.

use bucketproof::protocol::body::{ChunkSeed, EMPTY_SHA256};
use bucketproof::protocol::sigv4::SigningKey;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::support::{ACCESS_KEY_ID, SECRET};

/// The seed of the S3 documentation's chunked examples, with the signature given.
pub fn seed(signature: &str) -> ChunkSeed {
    ChunkSeed {
        access_key_id: ACCESS_KEY_ID.to_owned(),
        signature: signature.to_owned(),
        key: SigningKey::derive(SECRET, "20130524", "us-east-1", "s3"),
        scope: "20130524/us-east-1/s3/aws4_request".to_owned(),
        timestamp: "20130524T000000Z".to_owned(),
        canonical_request: "PUT\n…".to_owned(),
    }
}

/// Frames `data` in chunks of the sizes given (the last takes the rest), then the zero chunk.
/// With a seed every chunk is signed; the trailer is signed if there is a seed.
pub fn encode(
    data: &[u8],
    sizes: &[usize],
    seed: Option<&ChunkSeed>,
    trailer: Option<(&str, &str)>,
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut previous = seed.map(|seed| seed.signature.clone()).unwrap_or_default();
    for chunk in split(data, sizes) {
        out.extend(format!("{:x}", chunk.len()).bytes());
        if let Some(seed) = seed {
            previous = chunk_signature(seed, &previous, chunk);
            out.extend(format!(";chunk-signature={previous}").bytes());
        }
        out.extend(b"\r\n");
        out.extend(chunk);
        if !chunk.is_empty() {
            out.extend(b"\r\n");
        }
    }
    if let Some((name, value)) = trailer {
        out.extend(format!("{name}:{value}\r\n").bytes());
        if let Some(seed) = seed {
            let signature = trailer_signature(seed, &previous, &format!("{name}:{value}\n"));
            out.extend(format!("x-amz-trailer-signature:{signature}\r\n").bytes());
        }
    }
    out.extend(b"\r\n");
    out
}

/// The chunks, ending with the empty one.
fn split<'a>(mut data: &'a [u8], sizes: &[usize]) -> Vec<&'a [u8]> {
    let mut chunks = Vec::new();
    for size in sizes {
        let (chunk, rest) = data.split_at((*size).min(data.len()));
        chunks.push(chunk);
        data = rest;
    }
    chunks.push(data);
    chunks.retain(|chunk| !chunk.is_empty());
    chunks.push(&[]);
    chunks
}

pub fn chunk_signature(seed: &ChunkSeed, previous: &str, chunk: &[u8]) -> String {
    let hash = HEXLOWER.encode(&Sha256::digest(chunk));
    let lines = [
        "AWS4-HMAC-SHA256-PAYLOAD",
        &seed.timestamp,
        &seed.scope,
        previous,
        EMPTY_SHA256,
    ];
    seed.key
        .sign_hex(format!("{}\n{hash}", lines.join("\n")).as_bytes())
}

pub fn trailer_signature(seed: &ChunkSeed, previous: &str, lines: &str) -> String {
    let hash = HEXLOWER.encode(&Sha256::digest(lines));
    let head = [
        "AWS4-HMAC-SHA256-TRAILER",
        &seed.timestamp,
        &seed.scope,
        previous,
    ];
    seed.key
        .sign_hex(format!("{}\n{hash}", head.join("\n")).as_bytes())
}
