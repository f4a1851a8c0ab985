//! Functions of the guest's that its client calls (protocol.md A.2).

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use isolate_client::{
    CallbackError, ClientError, DisposeOptions, RemoteError, RuntimeOptions, Value,
};

use crate::common::Process;
use crate::support::{Guest, connect, guest_on, guest_with, soon};

/// What `give` of the guest's was called with.
#[derive(Clone, Default)]
struct Given(Arc<Mutex<Vec<Value>>>);

impl Given {
    fn attach(&self, options: RuntimeOptions) -> RuntimeOptions {
        let given = self.clone();
        options.sync_function("give", move |args| {
            *given.0.lock().unwrap() = args;
            Ok(Value::Undefined)
        })
    }

    fn all(&self) -> Vec<Value> {
        self.0.lock().unwrap().clone()
    }

    fn one(&self) -> Value {
        self.all().first().cloned().expect("an argument")
    }
}

async fn giving() -> (Guest, Given) {
    let given = Given::default();
    let guest = guest_with(|options, _| given.attach(options)).await;
    (guest, given)
}

impl Guest {
    async fn call(&self, function: &Value, args: &[Value]) -> Result<Value, ClientError> {
        soon(self.runtime.call(function, args.to_vec())).await
    }

    async fn call_fails(&self, function: &Value) -> RemoteError {
        match self.call(function, &[]).await {
            Err(ClientError::Remote(error)) => *error,
            other => panic!("expected an error of the guest's, got {other:?}"),
        }
    }
}

fn id(function: &Value) -> u64 {
    match function {
        Value::Callback { callback_id, .. } => *callback_id,
        other => panic!("{other:?} is no function"),
    }
}

fn unknown(function: &Value) -> String {
    format!("Unknown callback: {}", id(function))
}

#[tokio::test]
async fn a_function_is_called_when_its_eval_is_long_over() {
    let (guest, given) = giving().await;
    let code = "globalThis.sum = 0; give({ listeners: [async (n) => { await null; return sum += n; }] }, () => new Date(7))";
    guest.eval(code).await.unwrap();
    let [options, date] = &given.all()[..] else {
        panic!("{:?}", given.all());
    };
    let listeners = options.get("listeners").and_then(Value::as_array).unwrap();
    let add = &listeners[0];
    assert!(id(add) >= 1_000_000);
    for expected in [5, 10] {
        let sum = guest.call(add, &[Value::Int(5)]).await.unwrap();
        assert_eq!(sum, Value::Int(expected));
    }
    assert_eq!(guest.call(date, &[]).await.unwrap(), Value::Date(7.0));
    guest
        .check("is(sum, 10); is(typeof give, 'function');")
        .await;
}

#[tokio::test]
async fn a_function_keeps_its_id_and_comes_back_as_itself() {
    let given = Given::default();
    let guest = guest_with(|options, _| {
        given.attach(options).sync_function("echo", |args| {
            Ok(args.into_iter().next().unwrap_or_default())
        })
    })
    .await;
    guest
        .eval("const f = () => 1; give(f, [f], () => 2)")
        .await
        .unwrap();
    let [first, list, other] = &given.all()[..] else {
        panic!("{:?}", given.all());
    };
    assert_eq!(list.as_array().unwrap()[0], *first);
    assert_ne!(first, other);
    guest
        .check("const f = () => 1; ok(echo(f) === f); ok(echo({ a: [f] }).a[0] === f);")
        .await;
}

#[tokio::test]
async fn arguments_and_results_have_functions_and_iterators() {
    let exports = Arc::new(Mutex::new(None));
    let given = Given::default();
    let guest = guest_with(|options, client| {
        *exports.lock().unwrap() = Some(client.exports());
        given.attach(options)
    })
    .await;
    guest
        .eval(
            "give(
               async (double) => ({ doubled: double(21), again: (n) => double(n) + 1 }),
               (end) => ({
                 async *[Symbol.asyncIterator]() {
                   try { yield 1; yield [2]; return 3; } catch (error) { yield `${error.name}: ${error.message}`; } finally { globalThis.ended = end; }
                 },
               }),
               function* () {},
             )",
        )
        .await
        .unwrap();
    let [outer, generator, _] = &given.all()[..] else {
        panic!("{:?}", given.all());
    };
    let exports = exports.lock().unwrap().take().unwrap();
    let double = exports
        .function(|args| {
            let n = args.first().and_then(Value::as_f64).unwrap_or_default();
            async move { Ok(Value::from(2.0 * n)) }
        })
        .unwrap();
    let result = guest.call(outer, &[double]).await.unwrap();
    assert_eq!(result.get("doubled").and_then(Value::as_f64), Some(42.0));
    let again = result.get("again").unwrap();
    assert_eq!(
        guest.call(again, &[Value::Int(4)]).await.unwrap(),
        Value::Int(9)
    );

    let step = |done: bool, value: Value| {
        Value::Map(vec![
            ("done".to_owned(), Value::Bool(done)),
            ("value".to_owned(), value),
        ])
    };
    let function = |callback_id: Option<u64>| Value::Callback {
        callback_id: callback_id.unwrap(),
        kind: None,
    };
    let open = async |end: &str| match guest.call(generator, &[Value::from(end)]).await.unwrap() {
        Value::AsyncIterator {
            iterator_id,
            next_callback_id,
            return_callback_id,
            throw_callback_id,
        } => (
            Value::from(iterator_id as f64),
            function(next_callback_id),
            function(return_callback_id),
            function(throw_callback_id),
        ),
        other => panic!("{other:?} is no iterator"),
    };
    let (iterator, next, _, _) = open("all").await;
    let one = [iterator];
    for expected in [
        step(false, Value::Int(1)),
        step(false, Value::Array(vec![Value::Int(2)])),
        step(true, Value::Int(3)),
    ] {
        assert_eq!(guest.call(&next, &one).await.unwrap(), expected);
    }
    let error = guest.call_fails(&next).await;
    assert_eq!(error.message, unknown(&next), "the iterator has ended");

    let (iterator, next, leave, _) = open("left").await;
    guest
        .call(&next, std::slice::from_ref(&iterator))
        .await
        .unwrap();
    let left = guest.call(&leave, &[iterator, Value::Int(8)]).await;
    assert_eq!(left.unwrap(), step(true, Value::Int(8)));
    guest.check("is(ended, 'left')").await;

    let (iterator, next, _, throw) = open("thrown").await;
    guest
        .call(&next, std::slice::from_ref(&iterator))
        .await
        .unwrap();
    let error = Value::Map(vec![
        ("name".to_owned(), Value::from("RangeError")),
        ("message".to_owned(), Value::from("no")),
    ]);
    let thrown = guest.call(&throw, &[iterator, error]).await.unwrap();
    assert_eq!(thrown, step(false, Value::from("RangeError: no")));
}

#[tokio::test]
async fn promises_in_results_are_awaited() {
    let (guest, given) = giving().await;
    guest
        .eval(
            "const later = (value) => new Promise((done) => setTimeout(done, 5, value));
             give(() => ({ a: [later(1), Promise.resolve({ b: later([2]) })] }), () => [later(1), Promise.reject(new RangeError('no'))],
               () => {
                 let chain = Promise.resolve(7);
                 for (let i = 0; i < 100_000; i++) {
                   const inner = chain;
                   // Not taken for a promise when it resolves the next one.
                   inner.then = undefined;
                   chain = new Promise((done) => done(inner));
                 }
                 return { chain };
               })",
        )
        .await
        .unwrap();
    let [nested, failing, endless] = &given.all()[..] else {
        panic!("{:?}", given.all());
    };
    let list = |items: Vec<Value>| Value::Array(items);
    let map = |key: &str, value| Value::Map(vec![(key.to_owned(), value)]);
    let inner = map("b", list(vec![Value::Int(2)]));
    assert_eq!(
        guest.call(nested, &[]).await.unwrap(),
        map("a", list(vec![Value::Int(1), inner]))
    );
    let error = guest.call_fails(failing).await;
    assert_eq!(error.name.as_deref(), Some("RangeError"), "{error:?}");
    let error = guest.call_fails(endless).await;
    assert_eq!(error.message, "Maximum marshalling depth exceeded");
}

#[tokio::test]
async fn failures_are_those_of_the_guest() {
    let (guest, given) = giving().await;
    guest
        .eval_as(
            "/mine.js",
            "give(() => { throw new TypeError('mine'); }, async () => { throw 7; }, () => Symbol('s'), () => ({ get a() { throw new RangeError('getter'); } }),
              () => ({ a: [new Request('http://x/')] }), class {})",
        )
        .await
        .unwrap();
    let mut errors = Vec::new();
    for function in given.all() {
        errors.push(guest.call_fails(&function).await);
    }
    let told: Vec<_> = (errors.iter())
        .map(|error| (error.name.as_deref().unwrap_or("-"), error.message.as_str()))
        .collect();
    let request =
        "Cannot marshal Request from isolate. Use fetch callback instead. (at result.a[0])";
    assert_eq!(
        told[..5],
        [
            ("TypeError", "mine"),
            ("Error", "7"),
            ("Error", "Cannot marshal Symbol values (at result)"),
            ("RangeError", "getter"),
            ("Error", request),
        ]
    );
    assert_eq!(told[5].0, "TypeError");
    let stack = errors[0].stack.as_deref().unwrap_or_default();
    assert!(stack.contains("/mine.js:1:20"), "{stack}");
    let nobody = Value::Callback {
        callback_id: 1_999_999_999_999,
        kind: None,
    };
    for function in [
        &nobody,
        &Value::Callback {
            callback_id: 1,
            kind: None,
        },
    ] {
        let error = guest.call_fails(function).await;
        assert_eq!(error.message, unknown(function));
    }
    let none = guest.call(&Value::Int(7), &[]).await;
    assert!(matches!(none, Err(ClientError::NotAFunction)));
}

#[tokio::test]
async fn the_ones_used_last_are_kept() {
    let (guest, given) = giving().await;
    guest
        .eval("const first = () => 'first'; give(first, () => 'second')")
        .await
        .unwrap();
    let [first, second] = &given.all()[..] else {
        panic!("{:?}", given.all());
    };
    let many = "for (let i = 0; i < 9_998; i++) give(() => i)";
    guest.eval(many).await.unwrap();
    let text = Value::from("first");
    assert_eq!(guest.call(first, &[]).await.unwrap(), text);
    guest.eval("give(() => 'one too many')").await.unwrap();
    assert_eq!(guest.call(first, &[]).await.unwrap(), text);
    assert_eq!(guest.call_fails(second).await.message, unknown(second));
}

#[tokio::test]
async fn only_the_owner_may_call() {
    let (guest, given) = giving().await;
    guest.eval("give(() => 'mine')").await.unwrap();
    let function = given.one();
    let other = guest_on(&guest.daemon, |options, _| options).await;
    let error = other.call_fails(&function).await;
    assert_eq!(error.message, unknown(&function));
    guest.call(&function, &[]).await.unwrap();
}

#[tokio::test]
async fn a_function_ends_with_its_owner() {
    let daemon = Arc::new(Process::start(&[]));
    let given = Given::default();
    let create =
        || async { guest_on(&daemon, |options, _| given.attach(options).namespace("n")).await };
    let guest = create().await;
    guest
        .eval("globalThis.mine = () => 'mine'; globalThis.never = () => new Promise(() => {}); give(mine, never)")
        .await
        .unwrap();
    let [before, never] = &given.all()[..] else {
        panic!("{:?}", given.all());
    };
    let pending = {
        let (runtime, never) = (guest.runtime.clone(), never.clone());
        tokio::spawn(async move { runtime.call(&never, Vec::new()).await })
    };
    // The call has reached the guest when a later one is answered.
    guest.call(before, &[]).await.unwrap();
    guest.runtime.dispose().await.unwrap();
    let lost = soon(pending).await.unwrap();
    assert!(matches!(lost, Err(ClientError::Remote(_))), "{lost:?}");

    let next = create().await;
    assert!(next.runtime.reused());
    assert_eq!(next.call_fails(before).await.message, unknown(before));
    next.eval("give(mine)").await.unwrap();
    let after = given.one();
    assert_ne!(&after, before);
    next.call(&after, &[]).await.unwrap();
    let hard = DisposeOptions {
        hard: true,
        ..DisposeOptions::default()
    };
    next.runtime.dispose_with(hard).await.unwrap();
    assert_eq!(next.call_fails(&after).await.message, unknown(&after));
}

#[tokio::test]
async fn a_function_that_does_not_return_is_stopped() {
    let daemon = Arc::new(Process::start(&[]));
    let given = Given::default();
    let guest = guest_on(&daemon, |options, _| {
        given
            .attach(options)
            .execution_timeout(Duration::from_millis(200))
    })
    .await;
    let neighbour = guest_on(&daemon, |options, _| options).await;
    guest.eval("give(() => { for (;;); })").await.unwrap();
    let began = Instant::now();
    let looping = given.one();
    let (error, answered) = tokio::join!(guest.call_fails(&looping), neighbour.eval("1"));
    answered.unwrap();
    assert_eq!(error.name.as_deref(), Some("TimeoutError"), "{error:?}");
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_guest_that_has_replaced_everything_harms_itself() {
    let (guest, given) = giving().await;
    guest
        .eval(
            "for (const kind of [Map, Set, WeakMap]) for (const name of ['get', 'set', 'has', 'add', 'delete'])
               if (kind.prototype[name]) kind.prototype[name] = () => { throw new Error('mine'); };
             Function.prototype.apply = Reflect.apply = Promise.prototype.then = () => { throw new Error('mine'); };
             Object.defineProperty(Object.prototype, 'done', { get() { return 'mine'; }, set() { throw new Error('mine'); }, configurable: true });
             give(async (a) => ({ a }), () => ({ get [Symbol.asyncIterator]() { throw new RangeError('getter'); } }),
               () => ({ [Symbol.asyncIterator]: () => 7 }), () => ({ [Symbol.asyncIterator]: () => ({ next() { return 7; } }) }))",
        )
        .await
        .unwrap();
    let [plain, throwing, number, odd] = &given.all()[..] else {
        panic!("{:?}", given.all());
    };
    let result = guest.call(plain, &[Value::Int(1)]).await.unwrap();
    assert_eq!(result.get("a"), Some(&Value::Int(1)));
    assert_eq!(guest.call_fails(throwing).await.message, "getter");
    let error = guest.call_fails(number).await;
    assert_eq!(error.name.as_deref(), Some("TypeError"), "{error:?}");
    let Value::AsyncIterator {
        next_callback_id: Some(callback_id),
        ..
    } = guest.call(odd, &[]).await.unwrap()
    else {
        panic!("no iterator")
    };
    let next = Value::Callback {
        callback_id,
        kind: None,
    };
    guest.call(&next, &[]).await.unwrap();
}

#[tokio::test]
async fn a_host_function_may_call_back_before_it_answers() {
    let daemon = Arc::new(Process::start(&[]));
    let client = connect(&daemon).await;
    let runtime: Arc<Mutex<Option<isolate_client::RemoteRuntime>>> = Arc::default();
    let caller = Arc::clone(&runtime);
    let options =
        RuntimeOptions::new().function("each", isolate_client::FunctionKind::Async, move |args| {
            let runtime = caller.lock().unwrap().clone();
            async move {
                let (Some(runtime), [list, function]) = (runtime, &args[..]) else {
                    return Err(CallbackError::new("odd arguments"));
                };
                let mut results = Vec::new();
                for item in list.as_array().unwrap_or_default() {
                    let result = runtime.call(function, vec![item.clone()]).await;
                    results.push(result.map_err(|error| CallbackError::new(error.to_string()))?);
                }
                Ok(Value::Array(results))
            }
        });
    let created = client.create_runtime(options).await.unwrap();
    *runtime.lock().unwrap() = Some(created.clone());
    let code = "let seen = 0;
        const doubled = await each([1, 2, 3], async (n) => { seen += n; await null; return 2 * n; });
        if (doubled.join() !== '2,4,6' || seen !== 6) throw new Error(`${doubled} ${seen}`);
        const failed = await each([1], () => { throw new Error('no'); }).catch((error) => error.message);
        if (failed !== 'no') throw new Error(failed);";
    soon(created.eval(code)).await.unwrap();
}
