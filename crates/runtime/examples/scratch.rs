use isolate_protocol::*;
use isolate_runtime::*;
use std::sync::Arc;
struct H;
impl Host for H {
    fn call(&self, c: Callee, args: Raw, reply: Reply) {
        let v = Value::decode(&args).unwrap();
        println!("CALL {c:?} {v:?}");
        match c {
            Callee::ModuleLoader => {
                let Value::Array(a) = v else { return };
                let s = match &a[0] {
                    Value::Str(s) => s.clone(),
                    _ => "".into(),
                };
                if s.contains("missing") {
                    return reply.send(Err(HostError::new("nope")));
                }
                let code = if s.contains("b.js") {
                    "export const b = 7; export default function bb(){ throw new TypeError('in b') }"
                } else {
                    "import {b} from './b.js'; export const a = b + 1;"
                };
                reply.send(Ok(Value::Map(vec![
                    ("code".into(), Value::Str(code.into())),
                    (
                        "filename".into(),
                        Value::Str(s.trim_start_matches("./").into()),
                    ),
                    ("resolveDir".into(), Value::Str("/".into())),
                ])
                .to_raw(Form::Native)))
            }
            _ => reply.send(Ok(Value::Int(5).to_raw(Form::Native))),
        }
    }
    fn event(&self, _: &str, _: Raw) {}
    fn console(&self, entry: Raw) {
        println!("CONSOLE {:?}", Value::decode(&entry));
    }
}
fn main() {
    if let Ok(f) = std::env::var("V8F") {
        deno_core::v8::V8::set_flags_from_string(&f);
    }
    init_platform();
    let rt = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .worker_threads(2)
        .build()
        .unwrap();
    rt.block_on(async {
        let t = std::time::Instant::now();
        let r = Runtime::start(
            RuntimeOptions {
                functions: vec![
                    ("f".into(), FunctionKind::Sync),
                    ("g".into(), FunctionKind::Async),
                ],
                ..Default::default()
            },
            Arc::new(H),
        )
        .await
        .unwrap();
        println!("start {:?}", t.elapsed());
        for i in 0..5 {
            let t = std::time::Instant::now();
            let r2 = Runtime::start(RuntimeOptions::default(), Arc::new(H))
                .await
                .unwrap();
            let a = t.elapsed();
            r2.dispose().await;
            println!("start {i} {a:?} dispose {:?}", t.elapsed() - a);
        }
        for code in std::env::args().skip(1) {
            let t = std::time::Instant::now();
            let res = r
                .eval(EvalOptions {
                    code,
                    filename: None,
                    execution_timeout: Some(2000.0),
                })
                .await;
            println!("=> {res:?} {:?}", t.elapsed());
        }
        let t = std::time::Instant::now();
        for _ in 0..1000 {
            if r.finished().is_none() {
                r.eval(EvalOptions {
                    code: "1".into(),
                    ..Default::default()
                })
                .await
                .unwrap();
            }
        }
        println!("eval avg {:?}", t.elapsed() / 1000);
        println!("{:?}", r.finished());
    });
}
