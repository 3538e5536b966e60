//! Certificates that come with published keys: AWS uses no key whose certificate is of another one.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde_json::Value;

use super::Material;

/// DER's tag of a whole number.
const INTEGER: u8 = 2;
/// What stands before a point of which both coordinates follow.
const UNCOMPRESSED: u8 = 4;

/// Whether a key's first certificate is there and is not of the key.
///
/// A certificate has the key's numbers in its own encoding, so a certificate of the key has just these bytes in it.
pub(super) fn contradicts(key: &Value, material: &Material) -> bool {
    let chain = key.get("x5c").and_then(Value::as_array);
    let Some(first) = chain.and_then(|chain| chain.first()) else {
        return false;
    };
    let certificate = first.as_str().and_then(|text| {
        let bytes = BASE64.decode(text.as_bytes());
        bytes.ok()
    });
    match (certificate, encoded(material)) {
        (Some(certificate), Some(key)) => !contains(&certificate, &key),
        _ => true,
    }
}

/// The numbers of a key as a certificate encodes them.
fn encoded(material: &Material) -> Option<Vec<u8>> {
    let decode = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).ok();
    match material {
        Material::Rsa { modulus, exponent } => {
            let mut key = integer(&decode(modulus)?);
            key.extend(integer(&decode(exponent)?));
            Some(key)
        }
        Material::Ec { x, y, .. } => {
            let mut key = vec![UNCOMPRESSED];
            key.extend(decode(x)?);
            key.extend(decode(y)?);
            Some(key)
        }
        Material::Unusable => None,
    }
}

/// A positive whole number in DER.
fn integer(bytes: &[u8]) -> Vec<u8> {
    let first = bytes.iter().position(|byte| *byte != 0);
    let digits = first.map_or(&[][..], |first| &bytes[first..]);
    let padded = digits.first().is_none_or(|byte| *byte >= 0x80);
    let length = digits.len() + usize::from(padded);
    let mut der = vec![INTEGER];
    let big_endian = length.to_be_bytes();
    let significant: Vec<u8> = big_endian.iter().copied().skip_while(|b| *b == 0).collect();
    match (length, u8::try_from(significant.len())) {
        (0..0x80, _) => der.extend(&significant),
        (_, Ok(count)) => {
            der.push(0x80 | count);
            der.extend(&significant);
        }
        (_, Err(_)) => {}
    }
    if padded {
        der.push(0);
    }
    der.extend(digits);
    der
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_encoded_as_in_certificates() {
        assert_eq!(integer(&[1, 0, 1]), [2, 3, 1, 0, 1]);
        assert_eq!(integer(&[0x80]), [2, 2, 0, 0x80]);
        assert_eq!(integer(&[0, 5]), [2, 1, 5]);
        let long = integer(&[0xff; 256]);
        assert_eq!(long[..5], [2, 0x82, 1, 1, 0]);
        assert_eq!(long.len(), 4 + 257);
        let middle = integer(&[0x7f; 200]);
        assert_eq!(middle[..3], [2, 0x81, 200]);
    }
}
