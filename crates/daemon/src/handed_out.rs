//! Finds the callbacks that a value hands to the runtime: functions, promise resolvers, iterator steps
//! (protocol.md 4.3 to 4.5).

use isolate_protocol::ext::{EXT_ASYNC_ITERATOR, EXT_CALLBACK, EXT_PROMISE};
use isolate_protocol::wire::TYPE_KEY;
use isolate_protocol::{Raw, Ref, Token};

/// The keys under which refs carry callback ids.
const ID_KEYS: [&str; 5] = [
    "callbackId",
    "__resolveCallbackId",
    "__nextCallbackId",
    "__returnCallbackId",
    "__throwCallbackId",
];

/// The ref maps that carry them.
const REF_NAMES: [&str; 3] = ["CallbackRef", "PromiseRef", "AsyncIteratorRef"];

/// A container whose content is being read.
struct Open {
    left: u64,
    map: bool,
    /// True once the map's `__type` has said so.
    is_ref: bool,
    key: Key,
    ids: [Option<u64>; ID_KEYS.len()],
}

/// What the next value of a map is.
#[derive(Clone, Copy)]
enum Key {
    Type,
    Id(usize),
    Other,
}

impl Key {
    fn of(token: &Token<'_>) -> Self {
        let Token::Str(key) = token else {
            return Self::Other;
        };
        if *key == TYPE_KEY.as_bytes() {
            return Self::Type;
        }
        let id = ID_KEYS.iter().position(|name| name.as_bytes() == *key);
        id.map_or(Self::Other, Self::Id)
    }
}

/// Calls `found` with every callback id in `value`, in whatever form it is there. One pass, without recursion; user
/// data that merely has such keys is not taken for a ref.
pub fn callback_ids(value: &Raw, mut found: impl FnMut(u64)) {
    let mut reader = value.reader();
    let mut open: Vec<Open> = Vec::new();
    while let Ok(token) = reader.next() {
        if let Some(container) = open.last_mut() {
            container.take(&token);
        }
        match token {
            Token::Array(_) | Token::Map(_) => open.push(Open::new(&token)),
            Token::Ext(kind @ (EXT_CALLBACK | EXT_PROMISE | EXT_ASYNC_ITERATOR), payload) => {
                ids_of_ext(kind, payload)
                    .into_iter()
                    .flatten()
                    .for_each(&mut found);
            }
            _ => {}
        }
        while let Some(container) = open.pop_if(|container| container.left == 0) {
            if container.is_ref {
                container.ids.into_iter().flatten().for_each(&mut found);
            }
        }
    }
}

fn ids_of_ext(kind: i8, payload: &[u8]) -> [Option<u64>; 3] {
    match Ref::from_ext(kind, payload) {
        Ok(Some(Ref::Callback(function))) => [Some(function.callback_id), None, None],
        Ok(Some(Ref::Promise(promise))) => [promise.resolve_callback_id, None, None],
        Ok(Some(Ref::AsyncIterator(iterator))) => [
            iterator.next_callback_id,
            iterator.return_callback_id,
            iterator.throw_callback_id,
        ],
        _ => [None; 3],
    }
}

impl Open {
    fn new(token: &Token<'_>) -> Self {
        Self {
            left: token.children(),
            map: matches!(token, Token::Map(_)),
            is_ref: false,
            key: Key::Other,
            ids: [None; ID_KEYS.len()],
        }
    }

    /// The next key or value of the container.
    fn take(&mut self, token: &Token<'_>) {
        let is_key = self.map && self.left.is_multiple_of(2);
        self.left -= 1;
        if is_key {
            self.key = Key::of(token);
            return;
        }
        match (self.key, token) {
            (Key::Type, Token::Str(name)) => {
                self.is_ref = REF_NAMES.iter().any(|known| known.as_bytes() == *name);
            }
            (Key::Id(index), token) => {
                if let Some(id) = self.ids.get_mut(index) {
                    *id = as_id(token);
                }
            }
            _ => {}
        }
    }
}

/// Ids may come as any number (protocol.md 1.5 says integers; JavaScript peers know only one kind).
fn as_id(token: &Token<'_>) -> Option<u64> {
    match *token {
        Token::Int(id) => u64::try_from(id).ok(),
        Token::Uint(id) => Some(id),
        Token::Float(id) if id >= 0.0 && id.fract() == 0.0 && id < 1e15 => Some(id as u64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use isolate_protocol::{Bytes, Form, Value};

    use super::*;

    fn ids(value: &Raw) -> Vec<u64> {
        let mut ids = Vec::new();
        callback_ids(value, |id| ids.push(id));
        ids.sort_unstable();
        ids
    }

    fn handles() -> Value {
        let function = Value::Callback {
            callback_id: 5,
            kind: None,
        };
        let promise = Value::Promise {
            promise_id: 1,
            resolve_callback_id: Some(6),
        };
        let iterator = Value::AsyncIterator {
            iterator_id: 2,
            next_callback_id: Some(7),
            return_callback_id: Some(8),
            throw_callback_id: Some(9),
        };
        let deep = Value::Map(vec![("deep".to_owned(), Value::Array(vec![iterator]))]);
        Value::Array(vec![function, Value::Int(3), promise, deep, Value::Nil])
    }

    #[test]
    fn ids_are_found_in_extensions_and_in_ref_maps() {
        for form in [Form::Native, Form::Marshalled, Form::Newest] {
            assert_eq!(ids(&handles().to_raw(form)), [5, 6, 7, 8, 9]);
        }
    }

    #[test]
    fn data_that_looks_like_a_ref_is_data() {
        let data = Raw::build(|writer| {
            writer.map(2);
            writer.str("callbackId");
            writer.int(5);
            writer.str("__type");
            writer.str("Other");
        });
        assert!(ids(&data).is_empty());
        let nested = Raw::build(|writer| {
            writer.map(2);
            writer.str("__type");
            writer.str("CallbackRef");
            writer.str("data");
            writer.map(1);
            writer.str("callbackId");
            writer.int(5);
        });
        assert!(ids(&nested).is_empty());
    }

    #[test]
    fn garbage_in_an_extension_is_survived() {
        for payload in [
            &[][..],
            &[0xc1],
            &[0x81],
            &[0x81, 0xa1],
            &[0xdd, 0xff, 0xff, 0xff, 0xff],
        ] {
            let value = Raw::build(|writer| {
                writer.array(2);
                writer.ext(EXT_CALLBACK, payload);
                writer.nil();
            });
            assert!(Raw::from_bytes(Bytes::copy_from_slice(value.as_bytes())).is_ok());
            assert!(ids(&value).is_empty());
        }
    }
}
