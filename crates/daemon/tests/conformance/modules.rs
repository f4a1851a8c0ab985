//! Modules (runtime.md 3), of a loader that has them in memory.

mod errors;
mod language;
mod loaders;
mod loading;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use isolate_client::{CallbackError, Importer, Module};

use crate::support::{Guest, guest_with};

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
