//! A guest that evaluates all the time while others misbehave, and how long it waits for its answers.
//!
//! Two things are asked. Each answer must come within [`NEIGHBOUR`], not counting the time in which threads were ready to run
//! and had no core: on a machine that is busy with other things there is no bound to that, and the system keeps account of
//! it. And most answers must come within [`NEIGHBOUR`] by the clock, whatever the reason.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use isolate_client::{Address, CallbackError, Client, RemoteRuntime, RuntimeOptions, Value};

use crate::common::Process;
use crate::support::{Failures, connect, soon};

/// How long a neighbour may wait for an answer.
const NEIGHBOUR: Duration = Duration::from_millis(50);

/// What the daemon may hold at most, whatever its guests try, in megabytes.
const RESIDENT: u64 = 500;

/// A daemon with a guest that evaluates all the time and notes how long that takes.
pub struct Neighbourhood {
    pub daemon: Process,
    pub client: Client,
    stop: Arc<AtomicBool>,
    neighbour: JoinHandle<Vec<Answer>>,
}

/// One answer that the neighbour got.
#[derive(Clone, Copy, Debug)]
struct Answer {
    /// By the clock.
    after: Duration,
    /// Without the time in which threads waited for a core.
    at_work: Duration,
}

impl Neighbourhood {
    pub async fn new() -> Self {
        let daemon = Process::start(&[]);
        let client = connect(&daemon).await;
        let stop = Arc::new(AtomicBool::new(false));
        let socket = daemon.socket().to_owned();
        let threads = daemon.threads();
        let (stopped, ready) = (Arc::clone(&stop), Arc::new(AtomicBool::new(false)));
        let is_ready = Arc::clone(&ready);
        // On a thread of its own, so that the account of that thread is its own.
        let neighbour = std::thread::Builder::new().name("neighbour".to_owned());
        let neighbour = neighbour.spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(evaluate(&socket, &threads, &is_ready, &stopped))
        });
        let neighbour = neighbour.unwrap();
        let waited = async {
            while !ready.load(Ordering::Relaxed) && !neighbour.is_finished() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        soon(waited).await;
        Self {
            daemon,
            client,
            stop,
            neighbour,
        }
    }

    pub async fn victim(
        &self,
        configure: impl FnOnce(RuntimeOptions) -> RuntimeOptions,
    ) -> RemoteRuntime {
        let options = RuntimeOptions::new()
            .console(drop)
            .sync_function("received", |_| Ok(Value::Nil))
            .iterator_function("numbers", |_| {
                Ok(isolate_client::Values::new((0..).map(Value::Int)))
            })
            .module_loader(|_, _| {
                std::future::ready(Err::<Value, _>(CallbackError::new("no modules")))
            });
        soon(self.client.create_runtime(configure(options)))
            .await
            .unwrap()
    }

    /// Ends it; the neighbour has been answered in time, and the daemon has stayed small.
    pub async fn end(self, failures: &mut Failures) {
        let peak = self.daemon.peak_memory() >> 20;
        failures.expect(peak < RESIDENT, || format!("the daemon held {peak} MB"));
        self.answers(failures).await;
    }

    /// Ends it; the neighbour has been answered in time.
    pub async fn answers(self, failures: &mut Failures) {
        self.stop.store(true, Ordering::Relaxed);
        let joined = tokio::task::spawn_blocking(move || self.neighbour.join());
        let answers = soon(joined).await.unwrap().expect("the neighbour's evals");
        let slow = slowest(&answers, |answer| answer.at_work);
        failures.expect(answers.len() > 3 && slow.is_empty(), || {
            let count = answers.len();
            format!("of {count} answers, at work for longer than {NEIGHBOUR:?}: {slow:?}")
        });
        let slow = slowest(&answers, |answer| answer.after);
        // 95 in 100: other tests share the cores, and so do others on the machine.
        failures.expect(slow.len() <= 3 + answers.len() / 20, || {
            let (count, longest) = (answers.len(), &slow[..slow.len().min(10)]);
            let much = slow.len();
            format!("{much} of {count} answers took longer than {NEIGHBOUR:?}: {longest:?}")
        });
        assert!(self.client.is_connected());
        soon(self.client.ping()).await.unwrap();
    }
}

/// The answers that took longer than [`NEIGHBOUR`], the longest first.
fn slowest(answers: &[Answer], time: impl Fn(&Answer) -> Duration) -> Vec<Answer> {
    let is_slow = |answer: &&Answer| time(answer) > NEIGHBOUR;
    let mut slow: Vec<_> = answers.iter().filter(is_slow).copied().collect();
    slow.sort_by_key(|answer| std::cmp::Reverse(time(answer)));
    slow
}

/// What the neighbour does.
async fn evaluate(
    socket: &Path,
    threads: &Path,
    ready: &AtomicBool,
    stopped: &AtomicBool,
) -> Vec<Answer> {
    let address = Address::unix(socket);
    let client = Client::connect(&address).await.unwrap();
    let runtime = client.create_runtime(RuntimeOptions::new()).await.unwrap();
    let accounts = Accounts::of(threads);
    ready.store(true, Ordering::Relaxed);
    let mut answers = Vec::new();
    // A few answers to judge by, also where the other end was quick.
    while !stopped.load(Ordering::Relaxed) || answers.len() <= 3 {
        let (before, start) = (accounts.read(), Instant::now());
        runtime.eval("1").await.expect("the neighbour's eval");
        let after = start.elapsed();
        let waited = accounts.waited_since(&before);
        answers.push(Answer {
            after,
            at_work: after.saturating_sub(waited),
        });
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    answers
}

/// How long each thread has waited for a core, as the system notes it.
struct Accounts {
    /// The threads that an eval passes through: the caller's, and the daemon's for connections and for runtimes.
    parts: Vec<PathBuf>,
    /// The directory of all threads of the daemon.
    threads: PathBuf,
}

impl Accounts {
    /// To be called while there is no runtime but the neighbour's.
    fn of(threads: &Path) -> Self {
        let takes_part = |thread: &PathBuf| {
            let name = fs::read_to_string(thread.join("comm")).unwrap_or_default();
            name.starts_with("tokio") || name.starts_with("runtime")
        };
        let parts = list(threads).filter(takes_part);
        Self {
            parts: parts.chain(["/proc/thread-self".into()]).collect(),
            threads: threads.to_owned(),
        }
    }

    fn read(&self) -> HashMap<PathBuf, Duration> {
        let all = list(&self.threads).chain(self.parts.iter().cloned());
        all.map(|thread| (thread.clone(), waited(&thread)))
            .collect()
    }

    /// What may excuse an answer that comes late: the waits of those that take part, one after the other, and that of any
    /// other, which may have held a lock. No bound if a thread has ended and taken its account with it.
    fn waited_since(&self, before: &HashMap<PathBuf, Duration>) -> Duration {
        let mut now = self.read();
        if before.keys().any(|thread| !now.contains_key(thread)) {
            return Duration::MAX;
        }
        for (thread, waited) in &mut now {
            let earlier = before.get(thread).copied().unwrap_or_default();
            *waited = waited.saturating_sub(earlier);
        }
        let parts = self.parts.iter().filter_map(|thread| now.remove(thread));
        let one_after_the_other: Duration = parts.sum();
        one_after_the_other + now.into_values().max().unwrap_or_default()
    }
}

fn list(threads: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(threads).into_iter().flatten().flatten();
    entries.map(|entry| entry.path())
}

/// How long a thread has waited for a core so far; zero where the system does not tell.
fn waited(thread: &Path) -> Duration {
    let text = fs::read_to_string(thread.join("schedstat")).unwrap_or_default();
    let nanoseconds = text.split_whitespace().nth(1);
    Duration::from_nanos(nanoseconds.and_then(|text| text.parse().ok()).unwrap_or(0))
}
