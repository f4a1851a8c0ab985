//! What the program does without a client: `run`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::fs;
use std::process::Output;

use common::TempDir;
use common::process::run;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new();
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn run_file(folder: &TempDir, name: &str) -> (Option<i32>, String, String) {
    let path = folder.join(name);
    let Output {
        status,
        stdout,
        stderr,
    } = run(&["run", path.to_str().unwrap()]);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn a_module_runs_with_what_it_imports() {
    let folder = folder(&[
        (
            "main.ts",
            "import { greet } from './lib/greet';
             const name: string = 'world';
             console.log(greet(name), { a: 1 });
             console.group('more');
             console.info('one\\ntwo');
             console.warn('careful');
             await new Promise((done) => setTimeout(done, 5));
             console.log(typeof process, typeof Deno);",
        ),
        (
            "lib/greet.ts",
            "import { name } from '../name.js'; export const greet = (who: string) => `${name}, ${who}`;",
        ),
        ("name.js", "export const name = 'hello';"),
    ]);
    let (code, out, err) = run_file(&folder, "main.ts");
    assert_eq!(code, Some(0), "{err}");
    let expected = "hello, world { a: 1 }\nmore\n  one\n  two\n  undefined undefined\n";
    assert_eq!(out, expected);
    assert_eq!(err, "  careful\n");
}

#[test]
fn failures_name_the_line_and_end_with_1() {
    let folder = folder(&[
        (
            "throws.ts",
            "interface A { x: number }\n\nthrow new TypeError('broken');",
        ),
        ("syntax.js", "let = ;"),
        ("package.js", "import 'lodash';"),
        ("missing.js", "import './nowhere.js';"),
        ("forever.js", "await 1; throw null"),
    ]);
    for (name, texts) in [
        ("throws.ts", &["TypeError: broken", "/throws.ts:3:7"][..]),
        ("syntax.js", &["SyntaxError"][..]),
        ("package.js", &["Cannot find package \"lodash\""][..]),
        (
            "missing.js",
            &["Cannot find \"./nowhere.js\", imported from /missing.js"][..],
        ),
        ("forever.js", &["null"][..]),
        ("absent.js", &["cannot read", "absent.js"][..]),
    ] {
        let (code, out, err) = run_file(&folder, name);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{name}: {err}");
        for text in texts {
            assert!(err.contains(text), "{name}: {err}");
        }
    }
}

#[test]
fn imports_reach_nothing_outside_of_the_folder() {
    let outside = folder(&[("secret.js", "export default 'secret'")]);
    let secret = outside.join("secret.js");
    let folder = folder(&[
        ("up.js", "import '../../../../../../etc/passwd';"),
        ("link.js", "import './linked.js';"),
        ("in/main.js", "import '../up.js';"),
    ]);
    std::os::unix::fs::symlink(&secret, folder.join("linked.js")).unwrap();
    let absolute = format!("import {:?};", secret.to_str().unwrap());
    fs::write(folder.join("absolute.js"), absolute).unwrap();
    for (name, text) in [
        ("up.js", "Cannot find"),
        ("link.js", "is outside of"),
        ("absolute.js", "Cannot find"),
        ("in/main.js", "Cannot find"),
    ] {
        let (code, _, err) = run_file(&folder, name);
        assert_eq!(code, Some(1), "{name}");
        assert!(err.contains(text), "{name}: {err}");
    }
    let main = folder.join("in/main.js");
    let root = folder.join("");
    fs::write(folder.join("up.js"), "console.log('reached')").unwrap();
    let output = run(&[
        "run",
        main.to_str().unwrap(),
        "--root",
        root.to_str().unwrap(),
    ]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "reached\n");
}
