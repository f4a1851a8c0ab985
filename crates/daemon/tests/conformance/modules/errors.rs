//! What is said when an import fails.

use super::Files;
use crate::support::Failures;

#[tokio::test]
async fn texts_of_failures() {
    let files = Files::new([
        ("/a.js", "import './b.js'"),
        ("/b.js", "import './c.js'"),
        ("/c.js", "import './gone.js'"),
        ("/named.js", "export const here = 1"),
        ("/wants.js", "import { Gone } from './named.js'; Gone"),
        ("/broken.js", "export const x = ;"),
        ("/via.js", "import './broken.js'"),
        (
            "/throws.js",
            "export default 1;\nfunction f() {\n  throw new TypeError('at work');\n}\nf()",
        ),
        (
            "/attributes.js",
            "import x from './data.json' with { type: 'json' }",
        ),
    ]);
    for index in 0..20 {
        files.put(
            &format!("/deep{index}.js"),
            &format!("import './deep{}.js'", index + 1),
        );
    }
    let guest = files.guest().await;
    let prefix = "Module instantiation failed: ";
    let mut failures = Failures::default();
    let hint = |name, specifier| {
        format!(
            "Hint: If '{name}' is a TypeScript type/interface, use `import type` to prevent it from being resolved \
             at runtime:\n  import type {{ {name} }} from '{specifier}';"
        )
    };
    let missing = |specifier, name| {
        format!("The requested module '{specifier}' does not provide an export named '{name}'")
    };
    for (code, expected) in [
        (
            "import './a.js'",
            format!(
                "{prefix}Cannot find ./gone.js\n\nImport chain:\n  /index.js\n    ->   /a.js\n    ->   /b.js\n    ->   /c.js\n    ->   /gone.js"
            ),
        ),
        (
            "import { Gone } from './named.js'; Gone",
            format!(
                "{prefix}{}\n\n{}",
                missing("./named.js", "Gone"),
                hint("Gone", "./named.js")
            ),
        ),
        (
            "import './wants.js'",
            format!(
                "{prefix}{}\n\nImport chain:\n  /index.js\n    ->   /wants.js\n\n{}",
                missing("./named.js", "Gone"),
                hint("Gone", "./named.js")
            ),
        ),
    ] {
        let error = guest.failure(code).await;
        failures.compare(code, &error.message, &expected);
        let name = if code.contains("Gone") || code.contains("wants") {
            "SyntaxError"
        } else {
            "Error"
        };
        failures.compare(code, error.name.as_deref().unwrap_or("-"), name);
    }
    let error = guest.failure("import './deep0.js'").await;
    let lines: Vec<&str> = error.message.lines().collect();
    failures.expect(
        lines.len() == 16 && lines[3] == "  ..." && lines[15] == "    ->   /deep20.js",
        || format!("a chain of 12 after `  ...`, ending with the failing module: {lines:#?}"),
    );
    let error = guest.failure("import './broken.js'").await;
    failures.expect(
        error.message.starts_with(&format!(
            "{prefix}Failed to compile module \"/broken.js\" (imported by \"/index.js\"):\n"
        )) && !error.message.contains("Import chain"),
        || error.message.clone(),
    );
    failures.compare(
        "its name",
        error.name.as_deref().unwrap_or("-"),
        "SyntaxError",
    );
    failures.expect(
        error
            .stack
            .as_deref()
            .unwrap_or_default()
            .contains("/broken.js:1:18"),
        || format!("{:?}", error.stack),
    );
    let error = guest.failure("import './via.js'").await;
    failures.expect(
        error.message.starts_with(&format!(
            "{prefix}Failed to compile module \"/broken.js\" (imported by \"/via.js\"):\n"
        )) && error
            .message
            .ends_with("\n\nImport chain:\n  /index.js\n    -> /via.js\n    -> /broken.js"),
        || error.message.clone(),
    );
    let error = guest.failure("import './throws.js'").await;
    failures.compare("a throwing module", &error.message, "at work");
    let stack = "TypeError: at work\n    at f (/throws.js:3:9)\n    at /throws.js:5:1";
    failures.compare("its stack", error.stack.as_deref().unwrap_or("-"), stack);
    let error = guest.failure("import './attributes.js'").await;
    let stack = error.stack.unwrap_or_default();
    failures.expect(stack.contains("/attributes.js:1:"), || stack.clone());
}
