//! Modules: loader, identity, caching, errors (runtime.md 3).

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_client::{Address, CallbackError, Client, Importer, Module, RuntimeOptions, Value};
use isolate_daemon::{Daemon, DaemonOptions, Limits, Listen};

use crate::common::TempDir;
use crate::support::{Failures, Guest, PATIENCE, guest, guest_with};

/// Modules by resolved path, and every question the loader was asked: specifier, importer's path, its directory.
#[derive(Clone, Default)]
struct Files {
    files: Arc<Mutex<HashMap<String, String>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Files {
    fn new<const N: usize>(files: [(&str, &str); N]) -> Self {
        let new = Self::default();
        for (path, code) in files {
            new.put(path, code);
        }
        new
    }

    fn put(&self, path: &str, code: &str) {
        self.files
            .lock()
            .unwrap()
            .insert(path.to_owned(), code.to_owned());
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    fn load(&self, specifier: &str, importer: &Importer) -> Result<Module, CallbackError> {
        let Importer { path, resolve_dir } = importer;
        self.asked
            .lock()
            .unwrap()
            .push(format!("{specifier} from {path} in {resolve_dir}"));
        let path = if specifier.starts_with('.') {
            let mut segments: Vec<&str> = resolve_dir
                .split('/')
                .filter(|part| !part.is_empty())
                .collect();
            for part in specifier.split('/') {
                match part {
                    "." | "" => {}
                    ".." => drop(segments.pop()),
                    part => segments.push(part),
                }
            }
            format!("/{}", segments.join("/"))
        } else {
            format!("/node_modules/{specifier}.js")
        };
        let code = self.files.lock().unwrap().get(&path).cloned();
        let code = code.ok_or_else(|| CallbackError::new(format!("Cannot find {specifier}")))?;
        let (dir, name) = path.rsplit_once('/').unwrap();
        Ok(Module::new(
            code,
            name,
            if dir.is_empty() { "/" } else { dir },
        ))
    }

    async fn guest(&self) -> Guest {
        let files = self.clone();
        guest_with(move |options, _| {
            options.module_loader(move |specifier, importer| {
                let loaded = files.load(&specifier, &importer);
                async move { loaded }
            })
        })
        .await
    }
}

/// A guest whose loader answers everything with one value.
async fn answered_with(answer: Result<Value, CallbackError>) -> Guest {
    guest_with(move |options, _| {
        options.module_loader(move |_, _| std::future::ready(answer.clone()))
    })
    .await
}

fn module(fields: &[(&str, Value)]) -> Value {
    Value::Map(
        fields
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect(),
    )
}

#[tokio::test]
async fn the_loader_is_told_specifier_and_importer() {
    let files = Files::new([
        (
            "/src/lib/a.js",
            "import '../b.js'; import 'bare'; export const a = 1",
        ),
        ("/src/b.js", "import './deep/c.js'"),
        ("/src/deep/c.js", "export {}"),
        ("/node_modules/bare.js", "export {}"),
    ]);
    let guest = files.guest().await;
    guest
        .eval_as("/src/main.js", "import './lib/a.js'")
        .await
        .unwrap();
    let mut asked = files.asked();
    asked.sort();
    let expected = [
        "../b.js from /src/lib/a.js in /src/lib",
        "./deep/c.js from /src/b.js in /src",
        "./lib/a.js from /src/main.js in /src",
        "bare from /src/lib/a.js in /src/lib",
    ];
    assert_eq!(asked, expected);
    guest
        .eval_as("sub/other.js", "import '../src/b.js'; import './x.js'")
        .await
        .unwrap_err();
    assert_eq!(files.asked(), ["./x.js from /sub/other.js in /sub"]);
}

#[tokio::test]
async fn one_instance_per_resolved_specifier() {
    let files = Files::new([
        (
            "/dir/count.js",
            "globalThis.runs = (globalThis.runs ?? 0) + 1; export const own = {}",
        ),
        ("/dir/sub/up.js", "export { own } from '../count.js'"),
        (
            "/other/count.js",
            "globalThis.others = (globalThis.others ?? 0) + 1; export const own = {}",
        ),
        ("/node_modules/bare.js", "export const own = {}"),
        ("/node_modules/twin.js", "export const own = {}"),
    ]);
    let guest = files.guest().await;
    guest
        .eval_as(
            "/dir/main.js",
            "import { own as a } from './count.js';
             import { own as b } from './sub/../count.js';
             import { own as c } from './sub/up.js';
             import { own as d } from '../other/count.js';
             import { own as e } from 'bare';
             import { own as f } from 'twin';
             globalThis.all = [a, b, c, d, e, f];",
        )
        .await
        .unwrap();
    guest
        .eval_as("/dir/sub/main.js", "import { own } from '../count.js'; import { own as e } from 'bare'; globalThis.again = [own, e]")
        .await
        .unwrap();
    guest
        .check(
            "is(runs, 1); is(others, 1);
             is(all[0], all[1]); is(all[0], all[2]); is(all[0], again[0], 'in another eval');
             ok(all[0] !== all[3], 'equal relative specifiers in different directories');
             is(all[4], again[1]); ok(all[4] !== all[5], 'equal code is no equal module');",
        )
        .await;
    assert_eq!(
        files
            .asked()
            .iter()
            .filter(|asked| asked.contains("count.js from"))
            .count(),
        2
    );
}

#[tokio::test]
async fn the_language_s_ways_to_import_and_export_work() {
    let files = Files::new([
        (
            "/all.js",
            "export * from './named.js'; export * as ns from './named.js'; export { default } from './named.js'",
        ),
        (
            "/named.js",
            "export let n = 1; export const up = () => { n++ }; export default class K {}; export { n as 'odd name' }",
        ),
        (
            "/a.js",
            "import { b } from './b.js'; export const a = () => 'a' + b(); export let early = typeof b",
        ),
        (
            "/b.js",
            "import { a, tdz } from './cycle.js'; export function b() { return 'b' } export { a }",
        ),
        (
            "/cycle.js",
            "export { a } from './a.js'; export const tdz = 1",
        ),
        (
            "/slow.js",
            "await new Promise((r) => setTimeout(r, 20)); export const v = 'slow'",
        ),
        (
            "/dep.js",
            "import { v } from './slow.js'; export const w = v + '!'",
        ),
        ("/order1.js", "(globalThis.order ??= []).push(1)"),
        ("/order2.js", "import './order1.js'; order.push(2)"),
        ("/order3.js", "order.push(3)"),
        (
            "/meta.js",
            "export default [typeof import.meta, import.meta.url, Object.getPrototypeOf(import.meta), this]",
        ),
        (
            "/tdz1.js",
            "import { late } from './tdz2.js'; export function read() { return late }",
        ),
        (
            "/tdz2.js",
            "import { read } from './tdz1.js'; export let seen; try { read() } catch (e) { seen = e.name } export const late = 1",
        ),
    ]);
    let guest = files.guest().await;
    guest
        .eval(
            "import K, { n, up, ns, 'odd name' as odd } from './all.js';
             import * as space from './all.js';
             import { a, early } from './a.js';
             import { w } from './dep.js';
             import './order2.js'; import './order3.js';
             import meta from './meta.js';
             import { read } from './tdz1.js'; import { seen } from './tdz2.js';
             up();
             globalThis.found = [n, odd, ns.n, space.n, K.name, typeof a, early, w, order.join(), meta, seen, read()];
             globalThis.space = space;",
        )
        .await
        .unwrap();
    guest
        .check(
            "same(found, [2, 2, 2, 2, 'K', 'function', 'function', 'slow!', '1,2,3', ['object', undefined, null, undefined], 'ReferenceError', 1]);
             is(space[Symbol.toStringTag], 'Module');
             same(Object.keys(space), ['default', 'n', 'ns', 'odd name', 'up']);
             throws(() => { space.n = 5 }, 'TypeError');",
        )
        .await;
}

#[tokio::test]
async fn dynamic_imports_use_the_same_loader_and_cache() {
    let files = Files::new([
        (
            "/lib/a.js",
            "export const own = {}; export const load = () => import('./b.js')",
        ),
        ("/lib/b.js", "export default 'b'"),
        ("/bad.js", "throw new RangeError('evaluating')"),
        ("/syntax.js", "let let"),
        (
            "/slow.js",
            "await new Promise((r) => setTimeout(r, 20)); export default 'slow'",
        ),
    ]);
    let guest = files.guest().await;
    guest
        .eval(
            "import { own } from './lib/a.js';
             const again = await import('./lib/a.js');
             const b = await again.load();
             const [s1, s2] = await Promise.all([import('./slow.js'), import('./slow.js')]);
             globalThis.found = [own === again.own, b.default, s1 === s2, s1.default];
             setTimeout(() => import('./lib/b.js').then((m) => { globalThis.inTimer = m.default }), 0);",
        )
        .await
        .unwrap();
    guest
        .check(
            "same(found, [true, 'b', true, 'slow']);
             await sleep(50); is(inTimer, 'b', 'after the eval');
             await rejects(import('./bad.js'), 'RangeError', 'evaluating');
             await rejects(import('./bad.js'), 'RangeError', 'evaluating');
             await rejects(import('./syntax.js'), 'SyntaxError', /Failed to compile module \"\\/syntax.js\" \\(imported by \"\\/check.js\"\\)/);
             await rejects(import('./nowhere.js'), 'Error', /Cannot find .\\/nowhere.js/);
             await rejects(import({ toString() { throw new TypeError('mine') } }), 'TypeError', 'mine');
             await rejects(import(Symbol()), 'TypeError');
             is(await eval('import(\"./lib/b.js\")').then((m) => m.default), 'b', 'in eval');
             is(await new Function('return import(\"/lib/b.js\")')().then((m) => m.default), 'b', 'the same resolved specifier');",
        )
        .await;
}

#[tokio::test]
async fn failed_loads_are_tried_again() {
    let files = Files::new([("/dep.js", "import './late.js'; export const x = 1")]);
    let guest = files.guest().await;
    for _ in 0..2 {
        guest.eval("import './dep.js'").await.unwrap_err();
        guest.failure("await import('./dep.js')").await;
    }
    let asked = files.asked();
    assert!(
        asked
            .iter()
            .filter(|asked| asked.starts_with("./late.js"))
            .count()
            >= 4,
        "{asked:?}"
    );
    files.put("/late.js", "export {");
    guest.eval("import './dep.js'").await.unwrap_err();
    files.put("/late.js", "export {}");
    guest
        .eval("import { x } from './dep.js'; globalThis.x = x")
        .await
        .unwrap();
    guest.eval("import './dep.js'").await.unwrap();
    // A module that throws while it is evaluated stays failed, as the language says, until then it is not.
    files.put("/wrong.js", "export { missing } from './dep.js'");
    guest.eval("import './wrong.js'").await.unwrap_err();
    files.put("/wrong.js", "export { x } from './dep.js'");
    guest
        .eval("import { x } from './wrong.js'; if (x !== 1) throw 1")
        .await
        .unwrap();
}

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

#[tokio::test]
async fn without_a_loader_nothing_can_be_imported() {
    let guest = guest().await;
    for specifier in [
        "./x.js",
        "react",
        "node:fs",
        "fs",
        "https://example.com/x.js",
        "data:text/javascript,1",
        "file:///etc/passwd",
        "/etc/passwd",
    ] {
        let error = guest.failure(&format!("import {specifier:?}")).await;
        let text = format!(
            "Module instantiation failed: No module loader registered. Cannot import: {specifier}"
        );
        assert!(error.message.starts_with(&text), "{}", error.message);
    }
    guest.eval("1").await.unwrap();
}

#[tokio::test]
async fn loaders_may_throw_or_answer_nonsense() {
    let code = || ("code", Value::from("export const x = 1"));
    let name = || ("filename", Value::from("x.js"));
    let dir = || ("resolveDir", Value::from("/"));
    let prefix = "Module instantiation failed: ";
    let error = CallbackError::named("NotFoundError", "no such thing");
    let guest = answered_with(Err(error)).await;
    let error = guest.failure("import './x.js'").await;
    assert_eq!(error.name.as_deref(), Some("NotFoundError"));
    assert!(
        error.message.starts_with(&format!("{prefix}no such thing")),
        "{}",
        error.message
    );
    let guest = answered_with(Ok(module(&[
        code(),
        ("filename", Value::from("a/b.js")),
        dir(),
    ])))
    .await;
    let error = guest.failure("import './x.js'").await;
    let text = "moduleLoader returned a filename with slashes: \"a/b.js\". filename must be a basename (e.g. \"utils.js\"), not a path.";
    assert!(
        error.message.starts_with(&format!("{prefix}{text}")),
        "{}",
        error.message
    );
    let mut failures = Failures::default();
    for garbage in [
        Value::Nil,
        Value::Undefined,
        Value::from("export const x = 1"),
        Value::from(5.0),
        Value::Array(vec![]),
        Value::Map(vec![]),
        module(&[code(), name()]),
        module(&[code(), dir()]),
        module(&[name(), dir()]),
        module(&[("code", Value::from(5.0)), name(), dir()]),
        module(&[("code", Value::Nil), name(), dir()]),
        module(&[code(), ("filename", Value::Bool(true)), dir()]),
        module(&[code(), name(), ("resolveDir", Value::Array(vec![]))]),
        Value::Error {
            name: "E".into(),
            message: "m".into(),
            stack: None,
            code: None,
        },
        Value::Callback {
            callback_id: 1,
            kind: None,
        },
    ] {
        let guest = answered_with(Ok(garbage.clone())).await;
        match guest.eval("import './x.js'").await {
            Ok(()) => failures.expect(false, || format!("{garbage:?} was taken for a module")),
            Err(error) => {
                failures.expect(error.message.starts_with(prefix), || {
                    format!("{garbage:?}: {}", error.message)
                });
                failures.expect(
                    error.message.contains("/x.js") && error.message.contains("/index.js"),
                    || {
                        format!(
                            "{garbage:?}: specifier and importer are not named: {}",
                            error.message
                        )
                    },
                );
            }
        }
        guest.eval("1").await.unwrap();
    }
}

/// In this process, so that the callback's time can be short. The only such test of this program: V8 wants to be
/// initialised before the threads that use it.
#[test]
fn a_loader_that_never_answers_fails_the_import_with_names() {
    isolate_runtime::init_platform();
    let threads = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let directory = TempDir::new();
    let socket = directory.join("socket");
    threads.block_on(async {
        let limits = Limits {
            callback_timeout: Duration::from_millis(200),
            ..Limits::default()
        };
        let options = DaemonOptions {
            listen: Listen::Unix(socket.clone()),
            limits,
            ..DaemonOptions::default()
        };
        let daemon = Daemon::start(options).await.unwrap();
        let client = Client::connect(&Address::unix(&socket)).await.unwrap();
        let options = RuntimeOptions::new()
            .module_loader(|_, _| std::future::pending::<Result<Module, CallbackError>>());
        let runtime = client.create_runtime(options).await.unwrap();
        for code in ["import './never.js'", "await import('./never.js')"] {
            let error = tokio::time::timeout(PATIENCE, runtime.eval(code))
                .await
                .unwrap()
                .unwrap_err()
                .to_string();
            assert!(error.contains("callback timed out after 200ms"), "{error}");
            assert!(
                error.contains("never.js") && error.contains("/index.js"),
                "names specifier and importer: {error}"
            );
        }
        runtime.eval("1").await.unwrap();
        daemon.close().await;
    });
}

#[tokio::test]
async fn parallel_evals_share_what_they_import() {
    let files = Files::new([(
        "/shared.js",
        "globalThis.loads = (globalThis.loads ?? 0) + 1; export let n = 0; export const up = () => ++n",
    )]);
    for index in 0..30 {
        files.put(
            &format!("/m{index}.js"),
            &format!(
                "import {{ up }} from './shared.js'; import './m{}.js'; up()",
                (index + 1) % 30
            ),
        );
    }
    let guest = files.guest().await;
    let evals: Vec<_> = (0..60)
        .map(|index| {
            let runtime = guest.runtime.clone();
            tokio::spawn(async move {
                runtime
                    .eval(format!(
                        "import './m{}.js'; import './shared.js'",
                        index % 30
                    ))
                    .await
            })
        })
        .collect();
    for eval in evals {
        eval.await.unwrap().unwrap();
    }
    guest.check("is(loads, 1)").await;
    let mut asked = files.asked();
    let count = asked.len();
    asked.sort();
    asked.dedup();
    assert_eq!(count, 31, "each module is loaded once");
}

#[tokio::test]
async fn many_and_long_modules() {
    let files = Files::default();
    for index in 0..400 {
        let next = if index < 399 {
            format!(
                "import {{ n as m }} from './{}.js'; export const n = m + 1",
                index + 1
            )
        } else {
            "export const n = 1".to_owned()
        };
        files.put(&format!("/{index}.js"), &next);
    }
    files.put(
        "/big.js",
        &format!("export default '{}'", "x".repeat(5_000_000)),
    );
    let guest = files.guest().await;
    guest.eval("import { n } from './0.js'; import big from './big.js'; globalThis.found = [n, big.length]").await.unwrap();
    guest.check("same(found, [400, 5000000])").await;
}

#[tokio::test]
async fn unused_imports_are_loaded_in_javascript() {
    let files = Files::new([
        ("/used.js", "export const x = 1"),
        (
            "/side.js",
            "import { x } from './used.js'; globalThis.side = 1",
        ),
    ]);
    let guest = files.guest().await;
    guest
        .eval("import { x } from './side.js'")
        .await
        .unwrap_err();
    guest
        .eval("import './side.js'; import {} from './used.js'")
        .await
        .unwrap();
    guest.check("is(side, 1)").await;
}
