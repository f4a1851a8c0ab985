//! Header lists of the guest, in the form they have on the wire.

use deno_core::v8;

/// Reads an array of `[name, value]` pairs: names in lower case and sorted, values of one name joined by `, `, except
/// those of `set-cookie`, which stay apart (the Fetch standard's "sort and combine").
pub(crate) fn read(
    scope: &mut v8::PinScope<'_, '_>,
    list: v8::Local<'_, v8::Value>,
) -> Option<Vec<(String, String)>> {
    let list = v8::Local::<v8::Array>::try_from(list).ok()?;
    let mut headers = Vec::with_capacity(list.length() as usize);
    for index in 0..list.length() {
        v8::scope!(let scope, scope);
        let pair = v8::Local::<v8::Array>::try_from(list.get_index(scope, index)?).ok()?;
        let mut name = pair.get_index(scope, 0)?.to_rust_string_lossy(scope);
        name.make_ascii_lowercase();
        let value = pair.get_index(scope, 1)?.to_rust_string_lossy(scope);
        headers.push((name, value));
    }
    Some(sort_and_combine(headers))
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
