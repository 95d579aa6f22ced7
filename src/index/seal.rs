//! Sealed JSON: a small file that carries its own checksum, so that no byte of it changes unnoticed.
//!
//! The file is the object as this program prints it, with the BLAKE3 sum of all the rest as its last value. Checking
//! means sealing what was read once more: white space counts too.

use serde_json::{Map, Value};

const CHECKSUM: &str = "checksum";

/// A JSON object.
pub(crate) type Object = Map<String, Value>;

/// What a file of sealed JSON turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sealed {
    /// As it was written.
    Whole(Object),
    /// JSON, but not as it was written.
    Altered(Object),
    /// No JSON object at all.
    Unreadable(String),
}

/// The bytes of a file that holds `object`, sealed. An older seal in it is replaced.
pub(crate) fn seal(mut object: Object) -> Vec<u8> {
    object.shift_remove(CHECKSUM);
    let sum = blake3::hash(&printed(&object)).to_hex().to_string();
    object.insert(CHECKSUM.to_owned(), sum.into());
    let mut bytes = printed(&object);
    bytes.push(b'\n');
    bytes
}

/// Reads a sealed file.
pub(crate) fn unseal(bytes: &[u8]) -> Sealed {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::Object(mut object)) => {
            let whole = seal(object.clone()) == bytes;
            object.shift_remove(CHECKSUM);
            if whole { Sealed::Whole(object) } else { Sealed::Altered(object) }
        }
        Ok(_) => Sealed::Unreadable("it is no JSON object".to_owned()),
        Err(error) if bytes.is_empty() => Sealed::Unreadable(format!("it is empty ({error})")),
        Err(error) => Sealed::Unreadable(format!("it is no valid JSON ({error})")),
    }
}

impl Sealed {
    /// The object when it is as it was written, else what is wrong with it.
    pub(crate) fn whole(self) -> Result<Object, String> {
        match self {
            Self::Whole(object) => Ok(object),
            Self::Altered(_) => Err("it is not as it was written: its checksum does not fit".to_owned()),
            Self::Unreadable(reason) => Err(reason),
        }
    }

    /// The object, altered or not.
    pub(crate) fn readable(self) -> Option<Object> {
        match self {
            Self::Whole(object) | Self::Altered(object) => Some(object),
            Self::Unreadable(_) => None,
        }
    }
}

fn printed(object: &Object) -> Vec<u8> {
    // An object of strings as keys always prints.
    serde_json::to_vec_pretty(object).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object() -> Object {
        json!({ "format": 3, "chain": "abc", "nested": { "ä": [1, 2, null] } }).as_object().unwrap().clone()
    }

    #[test]
    fn what_was_sealed_comes_back() {
        let bytes = seal(object());
        assert_eq!(unseal(&bytes), Sealed::Whole(object()));
        assert_eq!(seal(object()), bytes);
    }

    #[test]
    fn every_change_of_a_byte_is_noticed() {
        let bytes = seal(object());
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1 << bit;
                assert!(unseal(&damaged).whole().is_err(), "byte {at}, bit {bit}");
            }
            assert!(unseal(&bytes[..at]).whole().is_err(), "cut at {at}");
        }
    }
}
