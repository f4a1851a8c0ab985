//! What the program does without a client: `run` and `test`.

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

#[test]
fn tests_are_run_and_reported() {
    let folder = folder(&[
        (
            "good.test.ts",
            "import { add } from './add';
             describe('add', () => {
               test('adds', () => expect(add(1, 1)).toBe(2));
               test.each([[1, 2, 3], [2, 2, 4]])('%i + %i = %i', (a: number, b: number, c: number) => expect(add(a, b)).toBe(c));
               test.skip('later', () => {});
               test.todo('one day');
             });",
        ),
        ("add.ts", "export const add = (a: number, b: number): number => a + b;"),
        (
            "bad.test.js",
            "test('fails', () => {
               expect({ a: 1 }).toEqual({ a: 2 });
             });
             test('never ends', () => { for (;;); });
             test('goes on', () => {});",
        ),
        ("none.test.js", "console.log('no tests here')"),
        ("broken.test.js", "throw new Error('not today')"),
    ]);
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let test = |args: &[&str]| {
        let output = run(&[&["test", "--timeout", "300"], args].concat());
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (code, out) = test(&[&path("good.test.ts")]);
    assert_eq!(code, Some(0), "{out}");
    for text in [
        "  add\n    ✓ adds\n",
        "    ✓ 2 + 2 = 4\n",
        "    - later\n",
        "    ? one day\n",
        "\n3 passed, 0 failed, 1 skipped, 1 to do",
    ] {
        assert!(out.contains(text), "{text} is missing in {out}");
    }
    let (code, out) = test(&[
        &path("good.test.ts"),
        &path("bad.test.js"),
        &path("none.test.js"),
        &path("broken.test.js"),
    ]);
    assert_eq!(code, Some(1), "{out}");
    for text in [
        "  ✗ fails\n",
        "  ✓ goes on\n",
        "TestError: Expected {\"a\":1} to equal {\"a\":2}",
        "at /bad.test.js:2:33",
        "- { a: 2 }",
        "+ { a: 1 }",
        "Exceeded timeout of 300 ms for a test",
        "The file has no tests",
        "Error: not today",
        "\n4 passed, 2 failed, 1 skipped, 1 to do, 2 files broken",
    ] {
        assert!(out.contains(text), "{text} is missing in {out}");
    }
}

#[test]
fn files_are_there_if_the_user_says_so() {
    let program = folder(&[(
        "main.js",
        "const directory = await getDirectory('/');
         const file = await directory.getFileHandle('data.txt');
         console.log(await (await file.getFile()).text());
         try {
           const writable = await file.createWritable();
           await writable.write('changed');
           await writable.close();
         } catch (error) { console.log(error.name) }",
    )]);
    let files = folder(&[("data.txt", "data")]);
    let main = program.join("main.js");
    let (main, files_path) = (main.to_str().unwrap(), files.join(""));
    let files_path = files_path.to_str().unwrap();
    let out = |args: &[&str]| String::from_utf8(run(args).stdout).unwrap();
    assert_eq!(out(&["run", main]), "");
    assert_eq!(
        out(&["run", main, "--files", files_path]),
        "data\nNotAllowedError\n"
    );
    assert_eq!(fs::read_to_string(files.join("data.txt")).unwrap(), "data");
    assert_eq!(
        out(&["run", main, "--files", files_path, "--write"]),
        "data\n"
    );
    assert_eq!(
        fs::read_to_string(files.join("data.txt")).unwrap(),
        "changed"
    );
    assert_eq!(run(&["run", main, "--write"]).status.code(), Some(1));
}

#[test]
fn only_regular_files_are_modules() {
    let folder = folder(&[("main.js", "import './pipe.js';")]);
    let pipe = folder.join("pipe.js");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for (name, text) in [
        ("main.js", "not a regular file"),
        ("pipe.js", "not a regular file"),
    ] {
        let (code, _, err) = run_file(&folder, name);
        assert_eq!(code, Some(1), "{name}");
        assert!(err.contains(text), "{name}: {err}");
    }
    fs::File::create(folder.join("long.js"))
        .unwrap()
        .set_len(1 << 40)
        .unwrap();
    let (code, _, err) = run_file(&folder, "long.js");
    assert_eq!(code, Some(1));
    assert!(
        err.contains("1099511627776 bytes, and 10485760 fit"),
        "{err}"
    );
}
