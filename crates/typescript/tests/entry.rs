//! Which entry code is refused (runtime.md 2.3).
#![allow(missing_docs)]

use isolate_typescript::{EntryError, check_entry};

#[test]
fn require_is_refused_where_it_cannot_resolve() {
    for source in [
        "require('fs')",
        "const x: any = require('x')",
        "function f() { return require(1) }",
        "require?.('x')",
        "const f = () => require('x') as T",
    ] {
        assert_eq!(check_entry(source), Err(EntryError::Require), "{source:?}");
    }
    for source in [
        "'require(1)'",
        "// require(1)\n1",
        "`require(${1})`",
        "/require(1)/",
        "import { require } from 'r'; require(1)",
        "import { r as require } from 'r'; require(1)",
        "import require from 'r'; require(1)",
        "const require = (x) => x; require(1)",
        "const { require } = x; require(1)",
        "a.require(1)",
        "function f(require) { require(1) }",
        "const f = require => require(1)",
        "function require() {} require(1)",
        "typeof require",
        "({ require() {} })",
        "require('x'; not readable",
    ] {
        assert_eq!(check_entry(source), Ok(()), "{source:?}");
    }
}
