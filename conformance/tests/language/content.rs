use bucketproof_conformance::client::content::Content;
use proptest::prelude::*;

fn whole(content: &Content) -> Vec<u8> {
    content.part(0, content.length_bytes()).to_vec()
}

#[test]
fn zeros_are_zeros_and_bytes_are_bytes() {
    assert_eq!(whole(&Content::Zeros(100_000)), vec![0; 100_000]);
    assert_eq!(whole(&Content::Bytes("abc".into())), b"abc");
    assert_eq!(
        Content::Bytes("abc".into()).sha256(),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    assert_eq!(whole(&Content::empty()), b"");
}

#[test]
fn random_bytes_depend_on_the_seed_only() {
    let random = |seed| {
        whole(&Content::Random {
            length_bytes: 200_000,
            seed,
        })
    };
    assert_eq!(random(1), random(1));
    assert_ne!(random(1), random(2));
    let bytes = random(1);
    assert_ne!(bytes[..65_536], bytes[65_536..131_072], "chunks repeat");
}

proptest! {
    #[test]
    fn a_range_is_a_part_of_the_whole(length in 0u64..300_000, start in 0u64..300_000, size in 0u64..300_000) {
        let content = Content::Random { length_bytes: length, seed: 9 };
        let all = whole(&content);
        prop_assert_eq!(all.len() as u64, length);
        let start_index = (start.min(length)) as usize;
        let end = (start.min(length) + size.min(length - start.min(length))) as usize;
        let part = content.part(start, size);
        prop_assert_eq!(part.as_ref(), &all[start_index..end]);
    }
}
