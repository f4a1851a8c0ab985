//! Paths of the guest's: they lead through a tree of their own, whose root is the directory that is served.

use crate::callbacks::failure::CallbackError;

/// The path below the root, without `.` and `..`; `.` for the root itself.
///
/// # Errors
///
/// `Access denied: <path>` if it leads above the root or has a NUL in it.
pub(crate) fn below_root(path: &str) -> Result<String, CallbackError> {
    if path.contains('\0') {
        return Err(denied(path));
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                if segments.pop().is_none() {
                    return Err(denied(path));
                }
            }
            segment => segments.push(segment),
        }
    }
    if segments.is_empty() {
        return Ok(".".to_owned());
    }
    Ok(segments.join("/"))
}

/// The refusal of a path that leads outside of the root (client.md, A.6).
pub(crate) fn denied(path: &str) -> CallbackError {
    CallbackError::named("NotAllowedError", format!("Access denied: {path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_above_the_root() {
        let below = |path: &str| below_root(path).map_err(|error| error.message);
        for (path, expected) in [
            ("/", "."),
            ("", "."),
            ("//a//b/", "a/b"),
            ("/a/./b/../c", "a/c"),
            ("/a/..", "."),
            ("a", "a"),
        ] {
            assert_eq!(below(path), Ok(expected.to_owned()), "{path}");
        }
        for path in ["..", "/..", "/a/../../a", "/a\0b"] {
            assert_eq!(below(path), Err(format!("Access denied: {path}")));
        }
    }
}
