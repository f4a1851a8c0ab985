//! Names of modules: POSIX paths, entry filenames and resolved specifiers (runtime.md 2.2 and 3.2).

/// The absolute name of an entry module.
///
/// # Errors
///
/// The text of section 2.2 for a name that leads above the root.
pub(crate) fn entry_filename(name: &str) -> Result<String, String> {
    if name.is_empty() {
        return Ok("/index.js".to_owned());
    }
    if name == ".." || name.starts_with("../") {
        return Err(format!(
            "Invalid entry filename \"{name}\": cannot use \"../\" at the start. Use an absolute path like \
             \"/app.js\" or a relative path like \"./app.js\"."
        ));
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in name.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.pop().is_none() => {
                return Err(format!(
                    "Invalid entry filename \"{name}\": path resolves above root directory."
                ));
            }
            ".." => {}
            segment => segments.push(segment),
        }
    }
    if name.ends_with('/') || segments.is_empty() {
        segments.push("index.js");
    }
    Ok(format!("/{}", segments.join("/")))
}

/// The cache key of a specifier: relative ones are joined with the importer's directory, others stand for themselves.
pub(crate) fn key(specifier: &str, resolve_dir: &str) -> String {
    if specifier.starts_with('.') {
        join(resolve_dir, specifier)
    } else {
        specifier.to_owned()
    }
}

/// `normalize(base + "/" + path)` by POSIX rules; never leads above an absolute root.
pub(crate) fn join(base: &str, path: &str) -> String {
    let absolute = base.starts_with('/');
    let mut segments: Vec<&str> = Vec::new();
    for segment in base.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." => match segments.last() {
                Some(&"..") | None if !absolute => segments.push(".."),
                _ => {
                    segments.pop();
                }
            },
            segment => segments.push(segment),
        }
    }
    let joined = segments.join("/");
    match (absolute, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// The directory part of a path.
pub(crate) fn dirname(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) => "/",
        Some(slash) => path.get(..slash).unwrap_or("/"),
        None => ".",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entry_filenames_are_absolute() {
        for (given, expected) in [
            ("", "/index.js"),
            ("app.js", "/app.js"),
            ("./app.js", "/app.js"),
            ("/app.js", "/app.js"),
            ("foo/bar.ts", "/foo/bar.ts"),
            ("/", "/index.js"),
            ("./", "/index.js"),
            ("dir/", "/dir/index.js"),
            ("/a//b/./c.js", "/a/b/c.js"),
            ("/a/../b.js", "/b.js"),
        ] {
            assert_eq!(
                entry_filename(given).as_deref(),
                Ok(expected),
                "entry filename {given:?}"
            );
        }
        assert!(
            entry_filename("../app.js")
                .is_err_and(|text| text.contains("cannot use \"../\" at the start"))
        );
        assert!(
            entry_filename("/a/../../b.js")
                .is_err_and(|text| text.contains("above root directory"))
        );
    }

    #[test]
    fn relative_specifiers_are_joined() {
        assert_eq!(key("./a.js", "/src"), "/src/a.js");
        assert_eq!(key("../a.js", "/src/lib"), "/src/a.js");
        assert_eq!(key("../../../a.js", "/src"), "/a.js");
        assert_eq!(key("react", "/src"), "react");
        assert_eq!(key("/abs/x.js", "/src"), "/abs/x.js");
        assert_eq!(dirname("/a.js"), "/");
        assert_eq!(dirname("/a/b.js"), "/a");
    }
}
