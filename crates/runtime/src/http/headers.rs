//! Header lists of the guest, in the form they have on the wire.

use deno_core::v8;
use isolate_protocol::limits::MAX_FRAME;

use crate::host::HostError;

/// Headers of one request or response.
const MAX_HEADERS: u32 = 10_000;

/// Reads an array of `[name, value]` pairs: names in lower case and sorted, values of one name joined by `, `, except
/// those of `set-cookie`, which stay apart (the Fetch standard's "sort and combine").
///
/// The guest can get hold of the array and make it say anything.
pub(crate) fn read(
    scope: &mut v8::PinScope<'_, '_>,
    list: v8::Local<'_, v8::Value>,
) -> Result<Vec<(String, String)>, HostError> {
    let unreadable = || type_error("The headers can not be read".to_owned());
    let list = v8::Local::<v8::Array>::try_from(list).map_err(|_| unreadable())?;
    if list.length() > MAX_HEADERS {
        return Err(type_error(format!(
            "There are {} headers; a message may have {MAX_HEADERS}",
            list.length()
        )));
    }
    let mut headers = Vec::new();
    let mut size = 0_usize;
    for index in 0..list.length() {
        v8::scope!(let scope, scope);
        let (name, value) = pair(scope, list, index).ok_or_else(unreadable)?;
        size = size
            .saturating_add(name.length())
            .saturating_add(value.length());
        // Before the texts are copied: a thousand names may be one long string.
        if size > MAX_FRAME {
            return Err(type_error(format!(
                "The headers have more than {MAX_FRAME} bytes, which is the limit of a message"
            )));
        }
        let mut name = name.to_rust_string_lossy(scope);
        name.make_ascii_lowercase();
        headers.push((name, value.to_rust_string_lossy(scope)));
    }
    Ok(sort_and_combine(headers))
}

fn pair<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    list: v8::Local<'_, v8::Array>,
    index: u32,
) -> Option<(v8::Local<'s, v8::String>, v8::Local<'s, v8::String>)> {
    let pair = v8::Local::<v8::Array>::try_from(list.get_index(scope, index)?).ok()?;
    let name = pair.get_index(scope, 0)?.to_string(scope)?;
    let value = pair.get_index(scope, 1)?.to_string(scope)?;
    Some((name, value))
}

fn type_error(message: String) -> HostError {
    HostError {
        name: Some("TypeError".to_owned()),
        ..HostError::new(message)
    }
}

fn sort_and_combine(mut headers: Vec<(String, String)>) -> Vec<(String, String)> {
    // Stable: values of one name stay in their order.
    headers.sort_by(|a, b| a.0.cmp(&b.0));
    headers.dedup_by(|next, kept| {
        let same = next.0 == kept.0 && next.0 != "set-cookie";
        if same {
            kept.1.push_str(", ");
            kept.1.push_str(&next.1);
        }
        same
    });
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_values_joined_except_cookies() {
        let list = [
            ("x-b", "1"),
            ("set-cookie", "a=1"),
            ("x-a", "2"),
            ("x-b", "3"),
            ("set-cookie", "b=2"),
        ];
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let expected = [
            ("set-cookie", "a=1"),
            ("set-cookie", "b=2"),
            ("x-a", "2"),
            ("x-b", "1, 3"),
        ];
        assert_eq!(
            sort_and_combine(list.map(owned).into()),
            expected.map(owned)
        );
    }
}
