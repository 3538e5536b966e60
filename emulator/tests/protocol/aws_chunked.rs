//! The aws-chunked decoder: documented vectors, every refusal, and the round trip.

use bucketproof::protocol::aws_chunked::{
    ChunkError, Declaration, DeclarationError, Decoder, MAX_LINE_BYTES, Mode, Trailers,
};
use bucketproof::protocol::body::ChunkSeed;
use bucketproof::protocol::checksum::{Algorithm, Hasher};
use bytes::Bytes;

use super::chunk_encoder::{chunk_signature, encode, seed, trailer_signature};
use super::support::head;

/// The request signature of the documented chunked upload.
pub(super) const SEED: &str = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
/// The request signature of the documented upload with a trailer.
const TRAILER_SEED: &str = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
const CRC: &str = "x-amz-checksum-crc32";

pub(super) fn signed() -> Mode {
    Mode::Signed(Box::new(seed(SEED)))
}

fn signed_trailer() -> Mode {
    Mode::SignedTrailer(Box::new(seed(TRAILER_SEED)))
}

pub(super) fn declare(decoded_length_bytes: u64, trailer: Option<Algorithm>) -> Declaration {
    Declaration {
        decoded_length_bytes,
        trailer,
    }
}

/// Decodes a body that comes in pieces of `piece_bytes`.
pub(super) fn decode_in(
    mode: Mode,
    declaration: Declaration,
    body: &[u8],
    piece_bytes: usize,
) -> Result<(Vec<u8>, Trailers), ChunkError> {
    let mut decoder = Decoder::new(mode, declaration);
    let mut data = Vec::new();
    let body = Bytes::copy_from_slice(body);
    for start in (0..body.len()).step_by(piece_bytes) {
        let piece = body.slice(start..body.len().min(start + piece_bytes));
        for slice in decoder.push(piece)? {
            data.extend_from_slice(&slice);
        }
    }
    Ok((data, decoder.finish()?))
}

/// Decodes whole and byte by byte: both must say the same.
fn decode(mode: Mode, declaration: Declaration, body: &[u8]) -> Result<Vec<u8>, ChunkError> {
    let whole = decode_in(mode.clone(), declaration, body, body.len().max(1));
    let bytewise = decode_in(mode, declaration, body, 1);
    assert_eq!(whole, bytewise);
    whole.map(|(data, _)| data)
}

/// Decodes an unsigned body of five bytes, without a trailer.
fn five(body: &str) -> Result<Vec<u8>, ChunkError> {
    decode(Mode::UnsignedTrailer, declare(5, None), body.as_bytes())
}

/// As [`five`], with a CRC-32 trailer declared.
fn five_crc(body: &str) -> Result<Vec<u8>, ChunkError> {
    decode(
        Mode::UnsignedTrailer,
        declare(5, Some(Algorithm::Crc32)),
        body.as_bytes(),
    )
}

#[test]
fn documented_chunks() {
    let body = encode(&[b'a'; 66_560], &[65_536], Some(&seed(SEED)), None);
    let text = String::from_utf8(body.clone()).unwrap();
    for signature in [
        "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n",
        "400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n",
        "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n",
    ] {
        assert!(text.contains(signature), "{signature}");
    }
    assert_eq!(body.len(), 66_824);
    let decoded = decode_in(signed(), declare(66_560, None), &body, 1000)
        .unwrap()
        .0;
    assert_eq!(decoded, [b'a'; 66_560]);
}

#[test]
fn documented_trailer() {
    let trailer = Some(("x-amz-checksum-crc32c", "sOO8/Q=="));
    let body = encode(
        &[b'a'; 66_560],
        &[65_536],
        Some(&seed(TRAILER_SEED)),
        trailer,
    );
    let text = String::from_utf8(body.clone()).unwrap();
    for signature in [
        "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
        "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
        "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
        "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
    ] {
        assert!(
            text.contains(signature),
            "{signature}\n{}",
            &text[text.len() - 300..]
        );
    }
    let declaration = declare(66_560, Some(Algorithm::Crc32c));
    let (data, trailers) = decode_in(signed_trailer(), declaration, &body, 4096).unwrap();
    assert_eq!(trailers.get("X-Amz-Checksum-Crc32c"), Some("sOO8/Q=="));
    assert_eq!(trailers.get(CRC), None);
    let mut hasher = Hasher::new(Algorithm::Crc32c);
    hasher.update(&data);
    assert_eq!(trailers.checksum().unwrap(), Some(hasher.finalize()));
}

#[test]
fn data_is_not_copied() {
    let body = Bytes::from_static(b"5\r\nhello\r\n0\r\n\r\n");
    let mut decoder = Decoder::new(Mode::UnsignedTrailer, declare(5, None));
    let data = decoder.push(body.clone()).unwrap();
    assert_eq!(data.len(), 1);
    assert_eq!(data[0].as_ptr(), body[3..].as_ptr());
    assert_eq!(decoder.finish(), Ok(Trailers::default()));
}

#[test]
fn accepted_framings() {
    for body in [
        "5\r\nhello\r\n0\r\n\r\n",
        " 5 \r\nhello\r\n00\r\n\r\n",
        "5;ignored=1\r\nhello\r\n0;x\r\n\r\n",
        // S3 ignores what follows the end.
        "5\r\nhello\r\n0\r\n\r\n\r\njunk",
    ] {
        assert_eq!(five(body).as_deref(), Ok(b"hello".as_slice()), "{body:?}");
    }
    for body in [
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
        "5\r\nhello\r\n0\r\nX-Amz-Checksum-Crc32 : NhCmhg== \r\n\r\n",
        // The blank line may be missing after a trailer line.
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n",
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\nbonus: x\r\n",
    ] {
        assert_eq!(
            five_crc(body).as_deref(),
            Ok(b"hello".as_slice()),
            "{body:?}"
        );
    }
}

#[test]
fn a_repeated_trailer_counts_where_it_is_last() {
    let body = b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\
                 x-amz-checksum-crc32:NhCmhg==\r\n\r\n";
    let declaration = declare(5, Some(Algorithm::Crc32));
    let (_, trailers) = decode_in(Mode::UnsignedTrailer, declaration, body, 7).unwrap();
    assert_eq!(trailers.get(CRC), Some("NhCmhg=="));
}

#[test]
fn truncated_bodies() {
    let whole = "5\r\nhello\r\n0\r\n\r\n";
    for end in 0..whole.len() {
        assert_eq!(five(&whole[..end]), Err(ChunkError::Truncated), "{end}");
    }
    let whole = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n";
    for end in 0..whole.len() {
        assert_eq!(five_crc(&whole[..end]), Err(ChunkError::Truncated), "{end}");
    }
}

#[test]
fn malformed_lines_and_headers() {
    for body in [
        "5\nhello\n0\n\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhelloX\r\n0\r\n\r\n",
    ] {
        assert_eq!(five(body), Err(ChunkError::MalformedLine), "{body:?}");
    }
    for body in [
        "\r\n",
        "-5\r\nhello\r\n",
        "+5\r\nhello\r\n",
        "g\r\n",
        ";x\r\n",
        "5\rhello\r\n",
        "10000000000000000\r\n",
        "\u{e9}\r\n",
    ] {
        assert_eq!(five(body), Err(ChunkError::MalformedHeader), "{body:?}");
    }
    let long = format!("5;{}\r\nhello\r\n0\r\n\r\n", "x".repeat(MAX_LINE_BYTES));
    assert_eq!(five(&long), Err(ChunkError::MalformedLine));
}

#[test]
fn wrong_lengths() {
    let mismatch = |provided_bytes| {
        Err(ChunkError::LengthMismatch {
            expected_bytes: 5,
            provided_bytes,
        })
    };
    assert_eq!(five("4\r\nhell\r\n0\r\n\r\n"), mismatch(4));
    assert_eq!(five("a\r\nhellohello\r\n0\r\n\r\n"), mismatch(10));
    // The first empty chunk ends the data.
    assert_eq!(
        five("4\r\nhell\r\n0\r\n\r\n1\r\no\r\n0\r\n\r\n"),
        mismatch(4)
    );
}

#[test]
fn bytes_beyond_the_declared_length_are_not_handed_out() {
    let mut decoder = Decoder::new(Mode::UnsignedTrailer, declare(5, None));
    let data = decoder.push(Bytes::from_static(b"a\r\nhello")).unwrap();
    assert_eq!(data.concat(), b"hello");
    assert!(
        decoder
            .push(Bytes::from_static(b"hello\r\n0\r\n\r\n"))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn small_chunks_are_refused_unless_last() {
    let data = [b'x'; 8 * 1024];
    let body = encode(&data, &[1024, 4096], Some(&seed(SEED)), None);
    assert_eq!(
        decode(signed(), declare(8 * 1024, None), &body),
        Err(ChunkError::ChunkTooSmall {
            chunk: 2,
            size_bytes: 1024
        })
    );
    let data = [b'x'; 39 * 1024];
    let body = encode(&data, &[15 * 1024, 8 * 1024], Some(&seed(SEED)), None);
    assert!(decode_in(signed(), declare(39 * 1024, None), &body, 999).is_ok());
}

#[test]
fn wrong_trailers() {
    let malformed = Err(ChunkError::MalformedTrailer);
    // Declared and not sent, or sent after the end.
    assert_eq!(five_crc("5\r\nhello\r\n0\r\n\r\n"), malformed);
    assert_eq!(
        five_crc("5\r\nhello\r\n0\r\n\r\nx-amz-checksum-crc32:NhCmhg==\r\n"),
        malformed
    );
    for line in [
        "x-amz-checksum-crc32c:NhCmhg==",
        "bonus: trailer",
        "x-amz-checksum-crc32",
        "\u{e9}",
    ] {
        let body = format!("5\r\nhello\r\n0\r\n{line}\r\n\r\n");
        assert_eq!(five_crc(&body), malformed, "{line}");
    }
    // Sent and not declared, or beside the declared one.
    assert_eq!(
        five("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"),
        malformed
    );
    let extra = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\nbonus: 1\r\n";
    assert_eq!(five_crc(extra), malformed);
    // Too long in all.
    let lines = format!("{CRC}:{}\r\n", "A".repeat(2000)).repeat(10);
    assert_eq!(
        five_crc(&format!("5\r\nhello\r\n0\r\n{lines}\r\n")),
        malformed
    );
    // The signed mode without a trailer takes none.
    let seed = seed(SEED);
    let body = encode(b"hello", &[], Some(&seed), Some((CRC, "NhCmhg==")));
    assert_eq!(
        decode(signed(), declare(5, Some(Algorithm::Crc32)), &body),
        malformed
    );
}

fn one_chunk(parameters: impl Fn(&str) -> String) -> Vec<u8> {
    let seed = seed(SEED);
    let first = chunk_signature(&seed, SEED, b"hello");
    let last = chunk_signature(&seed, &first, b"");
    format!(
        "5{}\r\nhello\r\n0;chunk-signature={last}\r\n\r\n",
        parameters(&first)
    )
    .into_bytes()
}

fn decode_one(parameters: impl Fn(&str) -> String) -> Result<Vec<u8>, ChunkError> {
    decode(signed(), declare(5, None), &one_chunk(parameters))
}

#[test]
fn chunk_parameters() {
    assert!(decode_one(|signature| format!(" ; chunk-signature = {signature} ")).is_ok());
    for missing in ["", ";", ";extra", ";extra=1;more"] {
        assert_eq!(
            decode_one(|_| missing.to_owned()),
            Err(ChunkError::MissingSignature { chunk: 1 }),
            "{missing}"
        );
    }
    assert_eq!(
        decode_one(|signature| format!(";chunk-signature={signature};extra=1")),
        Err(ChunkError::MalformedHeader)
    );
    let before = decode_one(|signature| format!(";extra=1;chunk-signature={signature}"));
    assert!(matches!(before, Err(ChunkError::SignatureMismatch(_))));
}

#[test]
fn a_wrong_chunk_signature_prints_what_was_signed() {
    let body = one_chunk(|_| ";chunk-signature=00".to_owned());
    match decode(signed(), declare(5, None), &body).unwrap_err() {
        ChunkError::SignatureMismatch(mismatch) => {
            assert_eq!(mismatch.signature_provided, "00");
            assert_eq!(mismatch.canonical_request.as_deref(), Some("PUT\n…"));
            assert!(
                mismatch
                    .string_to_sign
                    .starts_with("AWS4-HMAC-SHA256-PAYLOAD\n20130524T")
            );
            assert!(mismatch.string_to_sign.contains(SEED));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn failed_stays_failed() {
    let mut decoder = Decoder::new(Mode::UnsignedTrailer, declare(5, None));
    assert_eq!(
        decoder.push(Bytes::from_static(b"x\r\n")),
        Err(ChunkError::MalformedHeader)
    );
    assert_eq!(
        decoder.push(Bytes::from_static(b"5\r\n")),
        Err(ChunkError::MalformedHeader)
    );
    assert_eq!(decoder.finish(), Err(ChunkError::MalformedHeader));
}

/// `hello` with a signed trailer whose end is made by the test.
fn signed_trailer_body(end: impl Fn(&ChunkSeed, &str) -> String) -> Vec<u8> {
    let seed = seed(TRAILER_SEED);
    let first = chunk_signature(&seed, TRAILER_SEED, b"hello");
    let last = chunk_signature(&seed, &first, b"");
    let end = end(&seed, &last);
    format!("5;chunk-signature={first}\r\nhello\r\n0;chunk-signature={last}\r\n{end}").into_bytes()
}

fn decode_signed_trailer(
    trailer: Option<Algorithm>,
    end: impl Fn(&ChunkSeed, &str) -> String,
) -> Result<Vec<u8>, ChunkError> {
    decode(
        signed_trailer(),
        declare(5, trailer),
        &signed_trailer_body(end),
    )
}

#[test]
fn trailer_signatures() {
    let crc = Some(Algorithm::Crc32);
    let line = format!("{CRC}:NhCmhg==\n");
    let sign = |seed: &ChunkSeed, last: &str, lines: &str| {
        format!(
            "x-amz-trailer-signature:{}\r\n",
            trailer_signature(seed, last, lines)
        )
    };
    let sent = format!("{CRC}: NhCmhg==\r\n");
    let good = |seed: &ChunkSeed, last: &str| format!("{sent}{}\r\n", sign(seed, last, &line));
    assert!(decode_signed_trailer(crc, good).is_ok());
    // No line declared, none sent: S3 signs a lone line feed.
    let lone = |seed: &ChunkSeed, last: &str| sign(seed, last, "\n");
    assert_eq!(
        decode_signed_trailer(None, lone),
        Err(ChunkError::Truncated)
    );
    assert!(decode_signed_trailer(None, |s, l| format!("{}\r\n", lone(s, l))).is_ok());
    for end in ["", "\r\n"] {
        assert_eq!(
            decode_signed_trailer(crc, |_, _| format!("{sent}{end}")),
            Err(ChunkError::MissingTrailerSignature)
        );
    }
    let bad = decode_signed_trailer(crc, |seed, last| {
        format!("{sent}{}\r\n", sign(seed, last, line.trim_end()))
    });
    match bad.unwrap_err() {
        ChunkError::SignatureMismatch(mismatch) => {
            assert!(
                mismatch
                    .string_to_sign
                    .starts_with("AWS4-HMAC-SHA256-TRAILER\n")
            );
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(
        decode_signed_trailer(crc, |seed, last| format!(
            "{sent}{}{sent}\r\n",
            sign(seed, last, &line)
        )),
        Err(ChunkError::MalformedTrailer)
    );
}

#[test]
fn declarations() {
    let of = |headers: &[(&str, &str)]| Declaration::from_head(&head("PUT", "/", headers));
    let length = ("x-amz-decoded-content-length", "66560");
    assert_eq!(of(&[length]), Ok(declare(66_560, None)));
    for value in ["", "-1", "+1", "1.0", "x", "99999999999999999999"] {
        assert_eq!(
            of(&[("x-amz-decoded-content-length", value)]),
            Err(DeclarationError::MissingDecodedLength),
            "{value}"
        );
    }
    assert_eq!(of(&[]), Err(DeclarationError::MissingDecodedLength));
    let trailer = |value| of(&[length, ("x-amz-trailer", value)]);
    for value in [
        CRC,
        "x-amz-checksum-crc32,",
        "x-amz-checksum-crc32,,",
        "x-amz-checksum-crc32, ",
    ] {
        assert_eq!(
            trailer(value),
            Ok(declare(66_560, Some(Algorithm::Crc32))),
            "{value:?}"
        );
    }
    for value in [
        "",
        ",x-amz-checksum-crc32",
        "x-amz-checksum-crc32, ,",
        "x-amz-checksum-bad",
        "content-md5",
        "x-amz-content-sha256",
        "x-amz-checksum-crc32, x-amz-foo",
    ] {
        let error = DeclarationError::UnsupportedTrailer {
            value: value.to_owned(),
        };
        assert_eq!(trailer(value), Err(error), "{value:?}");
    }
    for value in [
        "x-amz-checksum-crc32, x-amz-checksum-sha256",
        "x-amz-checksum-crc32,x-amz-checksum-crc32",
    ] {
        assert_eq!(
            trailer(value),
            Err(DeclarationError::MultipleTrailers),
            "{value:?}"
        );
    }
}
