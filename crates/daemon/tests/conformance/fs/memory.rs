//! Files in memory as a host's file system, the calls made for them, and hosts that lack some operations.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_client::{Bytes, CallbackError, FilePiece, FileStat, FileSystem};

/// What a path stands for: the content of a file, or a directory.
type Node = Option<Vec<u8>>;

/// A tree of files. Clones share it.
#[derive(Clone, Default)]
pub struct Memory {
    tree: Arc<Mutex<BTreeMap<String, Node>>>,
    calls: Arc<Mutex<Vec<String>>>,
    /// How long a change takes.
    pub delay: Duration,
}

impl Memory {
    pub fn with(files: &[(&str, &str)]) -> Self {
        let memory = Self::default();
        for (path, content) in files {
            memory.put(path, content.as_bytes());
        }
        memory
    }

    pub fn put(&self, path: &str, content: &[u8]) {
        let mut tree = self.tree.lock().unwrap();
        let mut above = String::new();
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            above = format!("{above}/{segment}");
            tree.entry(above.clone()).or_insert(None);
        }
        tree.insert(above, Some(content.to_vec()));
    }

    pub fn get(&self, path: &str) -> Option<Vec<u8>> {
        self.tree.lock().unwrap().get(path).cloned().flatten()
    }

    pub fn text(&self, path: &str) -> String {
        self.get(path).map_or_else(
            || "nothing".to_owned(),
            |bytes| String::from_utf8_lossy(&bytes).into_owned(),
        )
    }

    pub fn paths(&self) -> Vec<String> {
        self.tree.lock().unwrap().keys().cloned().collect()
    }

    /// The calls since the last time, and forgets them.
    pub fn calls(&self) -> Vec<String> {
        std::mem::take(&mut *self.calls.lock().unwrap())
    }

    fn note(&self, call: String) {
        self.calls.lock().unwrap().push(call);
    }

    fn file(&self, path: &str) -> Result<Vec<u8>, CallbackError> {
        self.get(path)
            .ok_or_else(|| CallbackError::new(format!("no {path}")))
    }

    /// Changes a file, which is made if it is not there.
    fn change(&self, path: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let mut content = self.get(path).unwrap_or_default();
        change(&mut content);
        self.put(path, &content);
    }

    /// All operations of the specification, but for `without`.
    pub fn whole_files(&self, without: &[&str]) -> FileSystem {
        let mut files = FileSystem::new();
        let has = |name: &str| !without.contains(&name);
        if has("stat") {
            let memory = self.clone();
            files = files.stat(move |path| {
                let memory = memory.clone();
                async move { memory.stat(&path) }
            });
        }
        if has("readFile") {
            let memory = self.clone();
            files = files.read_file(move |path| {
                memory.note(format!("readFile {path}"));
                let content = memory.file(&path).map(Bytes::from);
                async move { content }
            });
        }
        if has("writeFile") {
            let memory = self.clone();
            files = files.write_file(move |path, data| {
                let memory = memory.clone();
                async move {
                    memory.note(format!(
                        "writeFile {path} {}",
                        String::from_utf8_lossy(&data).escape_default()
                    ));
                    tokio::time::sleep(memory.delay).await;
                    memory.put(&path, &data);
                    Ok(())
                }
            });
        }
        if has("readdir") {
            let memory = self.clone();
            files = files.readdir(move |path| {
                memory.note(format!("readdir {path}"));
                let names = memory.names(&path);
                async move { Ok(names) }
            });
        }
        if has("mkdir") {
            let memory = self.clone();
            files = files.mkdir(move |path, recursive| {
                memory.note(format!("mkdir {path} {recursive}"));
                let known = memory.tree.lock().unwrap().get(&path).cloned();
                let made = match known {
                    Some(_) => Err(CallbackError::new("there already")),
                    None => Ok(()),
                };
                if made.is_ok() {
                    memory.tree.lock().unwrap().insert(path, None);
                }
                async move { made }
            });
        }
        if has("unlink") {
            let memory = self.clone();
            files = files.unlink(move |path| {
                memory.note(format!("unlink {path}"));
                memory.tree.lock().unwrap().remove(&path);
                async move { Ok(()) }
            });
        }
        if has("rmdir") {
            let memory = self.clone();
            files = files.rmdir(move |path| {
                memory.note(format!("rmdir {path}"));
                let removed = match memory.names(&path).is_empty() {
                    true => Ok(()),
                    false => Err(CallbackError::new("something is in it")),
                };
                if removed.is_ok() {
                    memory.tree.lock().unwrap().remove(&path);
                }
                async move { removed }
            });
        }
        files
    }

    /// All operations, those on pieces included.
    pub fn pieces(&self) -> FileSystem {
        let (reads, writes, cuts, trees) = (self.clone(), self.clone(), self.clone(), self.clone());
        self.whole_files(&[])
            .read_at(move |path, position, length| {
                reads.note(format!("readAt {path} {position} {length}"));
                let piece = reads.piece(&path, position, length);
                async move { piece }
            })
            .write_at(move |path, position, data| {
                let memory = writes.clone();
                async move {
                    memory.note(format!("writeAt {path} {position} {}", data.len()));
                    tokio::time::sleep(memory.delay).await;
                    let start = usize::try_from(position).unwrap();
                    memory.change(&path, |content| {
                        let end = start + data.len();
                        content.resize(content.len().max(end), 0);
                        content[start..end].copy_from_slice(&data);
                    });
                    Ok(())
                }
            })
            .truncate(move |path, size| {
                cuts.note(format!("truncate {path} {size}"));
                cuts.change(&path, |content| {
                    content.resize(usize::try_from(size).unwrap(), 0);
                });
                async move { Ok(()) }
            })
            .remove_tree(move |path| {
                trees.note(format!("removeTree {path}"));
                let below = format!("{path}/");
                let mut tree = trees.tree.lock().unwrap();
                tree.retain(|entry, _| *entry != path && !entry.starts_with(&below));
                async move { Ok(()) }
            })
    }

    fn stat(&self, path: &str) -> Result<FileStat, CallbackError> {
        self.note(format!("stat {path}"));
        let node = self.tree.lock().unwrap().get(path).cloned();
        match node {
            None if path == "/" => Ok(FileStat {
                is_directory: true,
                ..FileStat::default()
            }),
            None => Err(CallbackError::new(format!("no {path}"))),
            Some(node) => Ok(FileStat {
                is_file: node.is_some(),
                is_directory: node.is_none(),
                size: node.map_or(0, |content| content.len() as u64),
                last_modified: Some(1_600_000_000_000.5),
            }),
        }
    }

    fn names(&self, path: &str) -> Vec<String> {
        let below = format!("{}/", path.trim_end_matches('/'));
        let tree = self.tree.lock().unwrap();
        let names = tree.keys().filter_map(|entry| entry.strip_prefix(&below));
        let direct = names.filter(|name| !name.contains('/'));
        direct.map(str::to_owned).collect()
    }

    fn piece(&self, path: &str, position: u64, length: u64) -> Result<FilePiece, CallbackError> {
        let content = self.file(path)?;
        let start = usize::try_from(position).unwrap().min(content.len());
        let end = (start + usize::try_from(length).unwrap()).min(content.len());
        Ok(FilePiece {
            data: Bytes::copy_from_slice(&content[start..end]),
            size: content.len() as u64,
            last_modified: Some(1_600_000_000_000.5),
        })
    }
}
