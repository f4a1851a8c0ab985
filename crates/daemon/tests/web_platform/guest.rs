//! A guest that runs an area's checks and reports them one by one.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_client::{Address, CallbackError, Client, Importer, Module, RuntimeOptions, Value};

use crate::common::Process;

/// How long an area may take as a whole. The machine may be busy.
const PATIENCE: Duration = Duration::from_secs(120);

const HARNESS: &str = include_str!("harness.js");
const IDL: &str = include_str!("idl.js");

async fn load(specifier: String, _: Importer) -> Result<Module, CallbackError> {
    match specifier.as_str() {
        "./harness.js" => Ok(Module::new(HARNESS, "harness.js", "/")),
        "./idl.js" => Ok(Module::new(IDL, "idl.js", "/")),
        other => Err(CallbackError::new(format!("no module {other}"))),
    }
}

/// Evaluates modules one after the other in a new runtime. Returns what they `report`, and the failure of the first
/// that failed.
pub async fn reports(modules: &[(&str, &str)]) -> (Vec<Vec<Value>>, Option<String>) {
    let daemon = Process::start(&[]);
    let client = Client::connect(&Address::unix(daemon.socket()))
        .await
        .unwrap();
    let reports = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&reports);
    let options = RuntimeOptions::new()
        .module_loader(load)
        .sync_function("report", move |args| {
            sink.lock().unwrap().push(args);
            Ok(Value::Nil)
        });
    let runtime = client.create_runtime(options).await.unwrap();
    let run = async {
        for (filename, code) in modules {
            let options = isolate_client::EvalOptions {
                filename: Some((*filename).to_owned()),
                ..Default::default()
            };
            if let Err(error) = runtime.eval_with(*code, options).await {
                let stack = error.remote().and_then(|error| error.stack.clone());
                return Some(format!(
                    "{filename}: {}",
                    stack.unwrap_or(error.to_string())
                ));
            }
        }
        None
    };
    let failure = tokio::time::timeout(PATIENCE, run).await;
    let failure = failure.unwrap_or_else(|_| Some(format!("not done within {PATIENCE:?}")));
    let reports = std::mem::take(&mut *reports.lock().unwrap());
    (reports, failure)
}
