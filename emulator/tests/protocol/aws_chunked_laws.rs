//! The aws-chunked decoder against the encoder, and against anything.

use bucketproof::protocol::aws_chunked::{ChunkError, Decoder, Mode};
use bucketproof::protocol::checksum::{Algorithm, Hasher};
use bytes::Bytes;
use proptest::prelude::*;

use super::aws_chunked::{SEED, declare, decode_in, signed};
use super::chunk_encoder::{encode, seed};

#[derive(Debug, Clone, Copy)]
enum Framing {
    Signed,
    SignedTrailer,
    UnsignedTrailer,
}

fn framing() -> impl Strategy<Value = Framing> {
    prop_oneof![
        Just(Framing::Signed),
        Just(Framing::SignedTrailer),
        Just(Framing::UnsignedTrailer)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever the chunk sizes and however the wire splits them, the data comes back.
    #[test]
    fn round_trip(
        framing in framing(),
        length in 0_usize..60_000,
        sizes in prop::collection::vec(8_192_usize..20_000, 0..4),
        cuts in prop::collection::vec(1_usize..9_000, 1..40),
    ) {
        let data: Vec<u8> = (0..length).map(|index| (index * 31 % 251) as u8).collect();
        let mut hasher = Hasher::new(Algorithm::Crc64Nvme);
        hasher.update(&data);
        let checksum = hasher.finalize();
        let value = checksum.base64();
        let trailer = Some((Algorithm::Crc64Nvme.header(), value.as_str()));
        let seed = seed(SEED);
        let (body, mode, trailing) = match framing {
            Framing::Signed => (encode(&data, &sizes, Some(&seed), None), signed(), false),
            Framing::SignedTrailer => {
                let mode = Mode::SignedTrailer(Box::new(seed.clone()));
                (encode(&data, &sizes, Some(&seed), trailer), mode, true)
            }
            Framing::UnsignedTrailer => {
                (encode(&data, &sizes, None, trailer), Mode::UnsignedTrailer, true)
            }
        };
        let declared = trailing.then_some(Algorithm::Crc64Nvme);
        let mut decoder = Decoder::new(mode, declare(length as u64, declared));
        let mut rest = Bytes::from(body);
        let mut decoded = Vec::new();
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let piece = rest.split_to((*cut).min(rest.len()));
            for slice in decoder.push(piece).unwrap() {
                decoded.extend_from_slice(&slice);
            }
        }
        let trailers = decoder.finish().unwrap();
        prop_assert_eq!(decoded, data);
        prop_assert_eq!(trailers.checksum().unwrap(), trailing.then_some(checksum));
    }

    /// One changed byte of signed data is noticed.
    #[test]
    fn changed_data_is_noticed(length in 1_usize..3_000, at in 0_usize..3_000) {
        let data = vec![7; length];
        let mut body = encode(&data, &[], Some(&seed(SEED)), None);
        let start = body.windows(2).position(|pair| pair == b"\r\n").unwrap() + 2;
        body[start + at % length] ^= 1;
        let result = decode_in(signed(), declare(length as u64, None), &body, 512);
        prop_assert!(matches!(result, Err(ChunkError::SignatureMismatch(_))));
    }

    /// No input makes the decoder panic, or hand out more than was declared.
    #[test]
    fn any_bytes(body in prop::collection::vec(any::<u8>(), 0..300), length in 0_u64..100) {
        if let Ok((data, _)) = decode_in(Mode::UnsignedTrailer, declare(length, None), &body, 11) {
            prop_assert_eq!(data.len() as u64, length);
        }
    }
}
