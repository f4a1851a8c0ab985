use deno_core::{JsRuntime, RuntimeOptions, v8};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let opt = |s: &str| args.iter().any(|a| a == s);
    if let Ok(f) = std::env::var("V8F") {
        v8::V8::set_flags_from_string(&f);
    }
    JsRuntime::init_platform(None);
    let rt = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let _g = rt.enter();
    let mut js = JsRuntime::new(RuntimeOptions {
        create_params: Some(v8::CreateParams::default().heap_limits(0, 40 << 20)),
        ..Default::default()
    });
    let n: usize = 120000;
    for i in 0..n {
        {
            deno_core::scope!(scope, &mut js);
            let text = v8::String::new(
                scope,
                &if opt("same") {
                    "1".into()
                } else {
                    format!("// {i}")
                },
            )
            .unwrap();
            let name = v8::String::new(
                scope,
                &if opt("names") {
                    format!("/{i}.js")
                } else {
                    "/index.js".into()
                },
            )
            .unwrap();
            let options = if opt("options") {
                let a = v8::PrimitiveArray::new(scope, 1);
                a.set(scope, 0, name.into());
                let d: v8::Local<v8::Data> = a.into();
                Some(d)
            } else {
                None
            };
            let origin = v8::ScriptOrigin::new(
                scope,
                name.into(),
                0,
                0,
                false,
                if opt("id") { i as i32 + 100000 } else { -1 },
                None,
                false,
                false,
                true,
                options,
            );
            let mut source = v8::script_compiler::Source::new(text, Some(&origin));
            let m = if opt("nocache") {
                v8::script_compiler::compile_module2(
                    scope,
                    &mut source,
                    v8::script_compiler::CompileOptions::NoCompileOptions,
                    v8::script_compiler::NoCacheReason::BecauseInlineScript,
                )
                .unwrap()
            } else {
                v8::script_compiler::compile_module(scope, &mut source).unwrap()
            };
            if !opt("noinst") {
                m.instantiate_module(scope, |_, _, _, _| None).unwrap();
                if !opt("noeval") {
                    m.evaluate(scope).unwrap();
                    scope.perform_microtask_checkpoint();
                }
            }
        }
        if i % 10000 == 9999 {
            let iso = js.v8_isolate();
            let before = iso.get_heap_statistics().used_heap_size();
            if opt("low") {
                iso.low_memory_notification();
            }
            if opt("mod") {
                iso.memory_pressure_notification(v8::MemoryPressureLevel::Moderate);
            }
            let s = iso.get_heap_statistics();
            println!(
                "{} used before {} KB after {} KB malloced {} KB",
                i + 1,
                before / 1024,
                s.used_heap_size() / 1024,
                s.malloced_memory() / 1024
            );
        }
    }
    if opt("snap") {
        use std::io::Write;
        let mut f =
            std::io::BufWriter::new(std::fs::File::create("/tmp/probe/h.heapsnapshot").unwrap());
        js.v8_isolate().take_heap_snapshot(|c| {
            f.write_all(c).unwrap();
            true
        });
    }
}
