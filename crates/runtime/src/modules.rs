//! The module graph: loads modules through the host, links them, keeps their instances (runtime.md section 3).
//!
//! It is the runtime's own because `deno_core`'s module map never forgets: here an entry module can be collected as
//! soon as nobody holds it.

pub(crate) mod compile;
pub(crate) mod dynamic_import;
mod errors;
mod host_options;
mod link;
mod park;
pub(crate) mod path;
mod response;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use deno_core::v8;
use isolate_protocol::Writer;

use crate::entry;
use crate::functions::PendingCall;
use crate::host::{Callee, HostError, HostResult};
use crate::limits::MAX_PENDING_CALLS;
use crate::mailbox::Command;
use crate::state::State;
use compile::{Referrer, Request};
pub(crate) use errors::LinkError;
pub(crate) use park::{Interrupted, import_again, park};
use response::Loaded;

/// All modules of an isolate.
#[derive(Default)]
pub(crate) struct Modules {
    /// By key: the resolved specifier.
    records: HashMap<String, Record>,
    /// What the loader has been asked for and has not answered, by key.
    in_flight: HashMap<String, Asked>,
    jobs: HashMap<u64, Job>,
    next_job: u64,
    /// Jobs of `import()` whose graph is complete. They are finished between turns: V8 must not be asked to evaluate a
    /// module while guest code, perhaps that of the same module, is on the stack.
    complete: Vec<u64>,
    /// While V8 links: which module each request of each module means.
    links: link::Links,
}

/// A module that the loader has delivered.
struct Record {
    module: v8::Global<v8::Module>,
    referrer: Referrer,
    requests: Rc<[Request]>,
    /// Kept when the owner changes, because the loader said so.
    is_static: bool,
}

/// A question to the loader.
struct Asked {
    /// Who asked first.
    importer: Referrer,
    /// The specifier as it is written there.
    specifier: String,
    /// The jobs that wait for the answer.
    jobs: Vec<u64>,
}

/// Loading of one module with everything it imports.
struct Job {
    root: Root,
    referrer: Referrer,
    requests: Rc<[Request]>,
    /// Keys that belong to the graph, each with the key that imported it first; none for the root itself.
    seen: HashMap<String, Option<String>>,
    /// Keys that have not arrived.
    missing: HashSet<String>,
}

/// What a graph is loaded for.
enum Root {
    /// The running eval, with its entry module.
    Eval(v8::Global<v8::Module>),
    /// An `import()` of the module with this key, which waits for the namespace.
    Import(String, v8::Global<v8::PromiseResolver>),
}

impl Modules {
    /// Follows the requests of one module, and those of the modules that are there already. Returns what the loader
    /// must be asked for, with who asks.
    fn visit(
        &mut self,
        job: u64,
        importer: Option<String>,
        referrer: &Referrer,
        requests: &Rc<[Request]>,
    ) -> Vec<(Referrer, Request)> {
        let mut unknown = Vec::new();
        let id = job;
        let Some(job) = self.jobs.get_mut(&id) else {
            return unknown;
        };
        let mut todo = vec![(importer, referrer.clone(), Rc::clone(requests))];
        while let Some((importer, referrer, requests)) = todo.pop() {
            for request in requests.iter() {
                let Entry::Vacant(unseen) = job.seen.entry(request.key.clone()) else {
                    continue;
                };
                unseen.insert(importer.clone());
                if let Some(record) = self.records.get(&request.key) {
                    todo.push((
                        Some(request.key.clone()),
                        record.referrer.clone(),
                        Rc::clone(&record.requests),
                    ));
                    continue;
                }
                job.missing.insert(request.key.clone());
                match self.in_flight.entry(request.key.clone()) {
                    Entry::Occupied(mut asked) => asked.get_mut().jobs.push(id),
                    Entry::Vacant(vacant) => {
                        vacant.insert(Asked {
                            importer: referrer.clone(),
                            specifier: request.specifier.clone(),
                            jobs: vec![id],
                        });
                        unknown.push((referrer.clone(), request.clone()));
                    }
                }
            }
        }
        unknown
    }
}

/// Loads everything that an entry module imports, links it and hands it back to the eval.
pub(crate) fn load_entry(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    module: v8::Local<'_, v8::Module>,
    referrer: Referrer,
) {
    match compile::requests(scope, module, &referrer) {
        Ok(requests) => {
            let module = v8::Global::new(scope, module);
            start(scope, state, Root::Eval(module), referrer, requests);
        }
        Err(error) => entry::loaded(scope, state, Err(LinkError::of(error))),
    }
}

fn start(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    root: Root,
    referrer: Referrer,
    requests: Rc<[Request]>,
) {
    let (job, unknown) = {
        let mut modules = state.modules.borrow_mut();
        modules.next_job += 1;
        let id = modules.next_job;
        modules.jobs.insert(
            id,
            Job {
                root,
                referrer: referrer.clone(),
                requests: Rc::clone(&requests),
                seen: HashMap::new(),
                missing: HashSet::new(),
            },
        );
        (id, modules.visit(id, None, &referrer, &requests))
    };
    ask(state, unknown);
    finish_if_complete(scope, state, job);
}

/// Loads what an `import()` asks for.
fn load_import(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    specifier: &str,
    referrer: &Referrer,
    resolver: v8::Global<v8::PromiseResolver>,
) {
    let request = Request {
        specifier: specifier.to_owned(),
        key: path::key(specifier, &referrer.resolve_dir),
    };
    start(
        scope,
        state,
        Root::Import(request.key.clone(), resolver),
        referrer.clone(),
        [request].into(),
    );
}

/// Asks the host's loader for modules; each answer comes to [`arrived`].
fn ask(state: &Rc<State>, unknown: Vec<(Referrer, Request)>) {
    for (importer, request) in unknown {
        let mut args = Writer::new();
        args.array(2);
        args.str(&request.specifier);
        args.map(2);
        args.str("path");
        args.str(&importer.path);
        args.str("resolveDir");
        args.str(&importer.resolve_dir);
        let call = state.next_call_id();
        state
            .calls
            .borrow_mut()
            .insert(call, PendingCall::Module(request.key));
        if state.calls.borrow().len() > MAX_PENDING_CALLS {
            let message =
                format!("Too many host calls in flight: {MAX_PENDING_CALLS} wait for an answer");
            state.reply_to(call).send(Err(HostError::new(message)));
            continue;
        }
        let reply = state.reply_to(call);
        state
            .host()
            .call(Callee::ModuleLoader, args.finish(), None, reply);
    }
}

/// The loader has answered for `key`.
pub(crate) fn arrived(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    key: &str,
    result: HostResult,
) {
    let Some(asked) = state.modules.borrow_mut().in_flight.remove(key) else {
        return;
    };
    v8::scope!(let scope, scope);
    let record = Loaded::parse(result, &asked.specifier, &asked.importer)
        .and_then(|loaded| record(scope, key, &asked, loaded));
    let record = match record {
        Ok(record) => record,
        Err(error) => {
            for job in asked.jobs {
                fail(scope, state, job, key, error.clone());
            }
            return;
        }
    };
    let (referrer, requests) = (record.referrer.clone(), Rc::clone(&record.requests));
    state
        .modules
        .borrow_mut()
        .records
        .insert(key.to_owned(), record);
    for job in asked.jobs {
        let unknown = {
            let mut modules = state.modules.borrow_mut();
            let Some(waiting) = modules.jobs.get_mut(&job) else {
                continue;
            };
            waiting.missing.remove(key);
            modules.visit(job, Some(key.to_owned()), &referrer, &requests)
        };
        ask(state, unknown);
        finish_if_complete(scope, state, job);
    }
}

fn record(
    scope: &mut v8::PinScope<'_, '_>,
    key: &str,
    asked: &Asked,
    loaded: Loaded,
) -> Result<Record, LinkError> {
    let module = compile::compile(scope, &loaded.code, key, &loaded.referrer)
        .map_err(|error| LinkError::compile(error, key, &asked.importer))?;
    let requests = compile::requests(scope, module, &loaded.referrer).map_err(LinkError::of)?;
    Ok(Record {
        module: v8::Global::new(scope, module),
        referrer: loaded.referrer,
        requests,
        is_static: loaded.is_static,
    })
}

/// Ends a job because the module `key` is not to be had.
fn fail(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    job: u64,
    key: &str,
    error: LinkError,
) {
    let Some(job) = state.modules.borrow_mut().jobs.remove(&job) else {
        return;
    };
    let error = error.with_chain(&job.chain(key));
    done(scope, state, job.root, Err(error));
}

/// Links the job's graph if all of it is there; that of an `import()` later.
fn finish_if_complete(scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>, job: u64) {
    {
        let mut modules = state.modules.borrow_mut();
        match modules.jobs.get(&job) {
            Some(waiting) if !waiting.missing.is_empty() => return,
            Some(Job {
                root: Root::Eval(_),
                ..
            }) => {}
            Some(_) => {
                modules.complete.push(job);
                state.mailbox.send(Command::Wake);
                return;
            }
            None => return,
        }
    }
    finish(scope, state, job);
}

/// Links and evaluates what `import()` has waited for; false if there was nothing. No guest code may be running.
pub(crate) fn finish_imports(scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>) -> bool {
    let complete = std::mem::take(&mut state.modules.borrow_mut().complete);
    for job in &complete {
        finish(scope, state, *job);
    }
    !complete.is_empty()
}

/// Links a complete graph.
fn finish(scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>, job: u64) {
    let job = {
        let mut modules = state.modules.borrow_mut();
        let Some(job) = modules.jobs.remove(&job) else {
            return;
        };
        modules.links = link::Links::of(scope, &job, &modules.records);
        job
    };
    v8::scope!(let scope, scope);
    let root = match &job.root {
        Root::Eval(module) => Some(module.clone()),
        Root::Import(key, _) => state
            .modules
            .borrow()
            .records
            .get(key)
            .map(|record| record.module.clone()),
    };
    let Some(module) = root else {
        // Another graph with the same module could not be linked meanwhile.
        let error = LinkError::new("The module could not be linked".to_owned());
        return done(scope, state, job.root, Err(error));
    };
    let module = v8::Local::new(scope, module);
    let linked = link::instantiate(scope, module, &job);
    state.modules.borrow_mut().links = link::Links::default();
    if linked.is_err() {
        state.modules.borrow_mut().forget_unlinked(scope, &job);
    }
    done(scope, state, job.root, linked.map(|()| module));
}

impl Modules {
    /// After a failed link: what was not linked must be asked for again, since the client may mend it.
    fn forget_unlinked(&mut self, scope: &mut v8::PinScope<'_, '_>, job: &Job) {
        let jobs = &self.jobs;
        self.records.retain(|key, record| {
            !job.seen.contains_key(key)
                || jobs.values().any(|other| other.seen.contains_key(key))
                || v8::Local::new(scope, &record.module).get_status()
                    != v8::ModuleStatus::Uninstantiated
        });
    }
}

impl Job {
    /// Paths from the root to `key`.
    fn chain(&self, key: &str) -> Vec<String> {
        let mut chain = vec![key.to_owned()];
        let mut at = key;
        while let Some(Some(importer)) = self.seen.get(at) {
            chain.push(importer.clone());
            at = importer;
        }
        chain.push(self.referrer.path.clone());
        chain.reverse();
        chain
    }
}

fn done(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    root: Root,
    linked: Result<v8::Local<'_, v8::Module>, LinkError>,
) {
    match root {
        Root::Eval(_) => entry::loaded(scope, state, linked),
        Root::Import(_, resolver) => dynamic_import::loaded(scope, &resolver, linked),
    }
}
