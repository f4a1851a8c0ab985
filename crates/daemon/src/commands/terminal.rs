//! What a guest's console shows on a terminal: results on standard output, complaints on standard error.

use std::io::{self, Write};

use isolate_client::Value;

/// Prints one console entry (protocol.md 4.7). It is not an error if nobody reads what is printed.
pub fn print(entry: &Value) {
    let field = |name| entry.get(name);
    let text = |name| field(name).and_then(Value::as_str).unwrap_or_default();
    let number = |name| field(name).and_then(Value::as_f64).unwrap_or_default();
    let line = match text("type") {
        "output" | "dir" | "table" | "assert" => text("stdout").to_owned(),
        "trace" => text("stack").to_owned(),
        "time" => format!("{}: {:.2}ms", text("label"), number("duration")),
        "timeLog" => format!(
            "{}: {:.2}ms {}",
            text("label"),
            number("duration"),
            text("stdout")
        ),
        "count" => format!("{}: {}", text("label"), number("count")),
        "group" => text("label").to_owned(),
        _ => return,
    };
    let indent = "  ".repeat(number("groupDepth").clamp(0.0, 20.0) as usize);
    let complaint =
        matches!(text("type"), "assert" | "trace") || matches!(text("level"), "warn" | "error");
    let written = line.split('\n').fold(String::new(), |mut all, line| {
        all.push_str(&indent);
        all.push_str(line.trim_end_matches('\r'));
        all.push('\n');
        all
    });
    if complaint {
        let _ = io::stderr().write_all(written.as_bytes());
    } else {
        say(&written);
    }
}

/// Prints, and does not mind if nobody listens.
pub fn say(text: &str) {
    let mut out = io::stdout();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
