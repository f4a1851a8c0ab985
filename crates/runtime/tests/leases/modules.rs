//! Modules are loaded again for each owner, but for static ones.

use isolate_runtime::Runtime;

use crate::fake_host::{FakeHost, code, eval, hand_over, start};

const IMPORT: &str = "import { name as a } from './dynamic.js';
    import { name as b } from './static.js';
    import { name as c } from './slow.js';
    report(`${a} ${b} ${c}`)";

fn modules(host: &FakeHost, version: &str) {
    let name = format!("export const name = '{version}'");
    host.set_module("./dynamic.js", &name, false);
    host.set_module("./static.js", &name, true);
    let slow = format!("await 0; {name}");
    host.set_module("./slow.js", &slow, true);
    host.set_module("./failed.js", "throw new Error('at first')", true);
    host.set_module("./hangs.js", "await get()", true);
}

pub async fn all() {
    static_modules_stay().await;
    what_can_not_be_used_is_loaded_again().await;
    what_is_being_loaded_is_given_up().await;
}

async fn import(runtime: &Runtime, host: &FakeHost) -> Vec<String> {
    eval(runtime, host, IMPORT).await
}

async fn static_modules_stay() {
    let (first, host) = start().await;
    modules(&host, "old");
    assert_eq!(import(&first, &host).await, ["old old old"]);
    let (second, host) = hand_over(&first).await;
    modules(&host, "new");
    assert_eq!(import(&second, &host).await, ["new old old"]);
    let (third, host) = hand_over(&second).await;
    modules(&host, "newest");
    assert_eq!(import(&third, &host).await, ["newest old old"]);
}

async fn what_can_not_be_used_is_loaded_again() {
    let (first, host) = start().await;
    modules(&host, "old");
    assert!(first.eval(code("import './failed.js'")).await.is_err());
    let hangs = first.eval(code("import './hangs.js'"));
    let call = host.next_call();
    let (second, host) = hand_over(&first).await;
    assert!(hangs.await.is_err());
    drop(call);
    host.set_module("./failed.js", "export default 'mended'", true);
    host.set_module("./hangs.js", "export default 'goes on'", true);
    let source = "import a from './failed.js'; import b from './hangs.js'; report(`${a}, ${b}`)";
    assert_eq!(eval(&second, &host, source).await, ["mended, goes on"]);
}

async fn what_is_being_loaded_is_given_up() {
    let (first, host) = start().await;
    let loading = first.eval(code("import './late.js'"));
    let call = host.next_call();
    let (second, host) = hand_over(&first).await;
    assert!(loading.await.is_err());
    host.set_module("./late.js", "report('mine')", false);
    let said = eval(&second, &host, "import './late.js'").await;
    call.answer(&isolate_protocol::Value::Nil);
    assert_eq!(said, ["mine"]);
    assert_eq!(
        eval(&second, &host, "import './late.js'; report(1)").await,
        ["Int(1)"]
    );
}
