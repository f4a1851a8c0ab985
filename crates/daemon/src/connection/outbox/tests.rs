//! Tests of the outbox, on a real pair of sockets.

use std::io::Read;
use std::sync::atomic::AtomicUsize;

use tokio::io::AsyncReadExt;
use tokio::net::UnixStream;

use super::drain::HELD_FOR;
use super::*;

const STALL: Duration = Duration::from_millis(50);

fn outbox(limit: usize) -> (Arc<Outbox>, UnixStream) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    (Arc::new(Outbox::new(Arc::new(ours.into()), limit)), theirs)
}

fn bytes(outbox: &Outbox) -> usize {
    lock(&outbox.state).queue.bytes()
}

#[tokio::test]
async fn frames_arrive_whole_and_in_order() {
    let (outbox, mut client) = outbox(64 << 20);
    let frames: Vec<_> = (0..200_u8).map(|n| vec![n; 20_000]).collect();
    for frame in &frames {
        outbox.send(frame.clone().into());
    }
    assert!(bytes(&outbox) > 0, "the socket took everything");
    let drain = tokio::spawn({
        let outbox = Arc::clone(&outbox);
        async move { outbox.drain(STALL, || ()).await }
    });
    let mut received = vec![0; 200 * 20_000];
    client.read_exact(&mut received).await.unwrap();
    assert!(received == frames.concat());
    outbox.flushed().await;
    assert_eq!(bytes(&outbox), 0);
    drop(client);
    outbox.send(Bytes::from_static(b"x"));
    assert!(matches!(drain.await, Ok(OutboxError::Io(_))));
}

#[tokio::test]
async fn a_full_outbox_is_the_end() {
    let (outbox, _client) = outbox(1 << 20);
    for _ in 0..40 {
        outbox.send(vec![0; 100_000].into());
    }
    assert_eq!(bytes(&outbox), 0, "the queue is forgotten");
    let end = outbox.drain(STALL, || ()).await;
    assert!(matches!(end, OutboxError::Full { limit: 1_048_576 }));
}

#[tokio::test]
async fn a_client_that_reads_nothing_stalls() {
    let (outbox, _client) = outbox(64 << 20);
    outbox.send(vec![0; 10 << 20].into());
    let end = outbox.drain(STALL, || ()).await;
    assert!(matches!(end, OutboxError::Stalled { .. }));
}

#[tokio::test]
async fn a_client_that_reads_slowly_does_not_stall() {
    let (outbox, mut client) = outbox(64 << 20);
    outbox.send(vec![0; 4 << 20].into());
    let reader = tokio::spawn(async move {
        let mut total = 0;
        let mut buffer = vec![0; 400_000];
        while total < 4 << 20 {
            tokio::time::sleep(STALL).await;
            total += client.read(&mut buffer).await.unwrap();
        }
        client
    });
    tokio::select! {
        end = outbox.drain(STALL * 4, || ()) => panic!("{end}"),
        () = outbox.flushed() => {}
    }
    drop(reader.await.unwrap());
}

#[tokio::test]
async fn guests_wait_for_room_and_are_let_go() {
    let (outbox, mut client) = outbox(1 << 20);
    let hurry = Arc::new(AtomicBool::new(false));
    let flood = |outbox: Arc<Outbox>, hurry: Arc<AtomicBool>| {
        std::thread::Builder::new()
            .spawn(move || {
                for _ in 0..100 {
                    outbox.send_patiently(vec![0; 100_000].into(), &hurry);
                }
            })
            .unwrap()
    };
    // The client reads: everything passes although it is ten times what fits.
    let guest = flood(Arc::clone(&outbox), Arc::clone(&hurry));
    let mut received = vec![0; 100 * 100_000];
    tokio::select! {
        end = outbox.drain(STALL * 20, || ()) => panic!("{end}"),
        read = client.read_exact(&mut received) => drop(read.unwrap()),
    }
    guest.join().unwrap();
    // The client stops reading: the guest waits, until somebody needs it elsewhere.
    let guest = flood(Arc::clone(&outbox), Arc::clone(&hurry));
    tokio::time::sleep(STALL).await;
    assert!(!guest.is_finished());
    assert!(bytes(&outbox) < 1 << 20);
    hurry.store(true, Ordering::Release);
    outbox.wake_guests();
    guest.join().unwrap();
}

fn draining(outbox: &Arc<Outbox>) -> tokio::task::JoinHandle<OutboxError> {
    let outbox = Arc::clone(outbox);
    tokio::spawn(async move { outbox.drain(STALL, || ()).await })
}

/// An outbox whose socket is known to be writable, and everything that has arrived at its other end when asked.
async fn watched() -> (Arc<Outbox>, impl FnMut() -> Vec<u8>) {
    let (outbox, client) = outbox(64 << 20);
    let stream = lock(&outbox.state).stream.clone().unwrap();
    stream.writable().await.unwrap();
    let mut client = client.into_std().unwrap();
    let available = move || {
        let mut arrived = Vec::new();
        let end = client.read_to_end(&mut arrived).unwrap_err();
        assert_eq!(end.kind(), io::ErrorKind::WouldBlock);
        arrived
    };
    (outbox, available)
}

#[tokio::test]
async fn what_is_held_goes_out_together_and_in_order() {
    let (outbox, mut available) = watched().await;
    outbox.hold();
    let mut expected = Vec::new();
    for n in 0..100_u8 {
        // Small ones, and now and then one that is not gathered.
        let frame = vec![n; if n % 10 == 9 { 20_000 } else { 50 }];
        if expected.len() + frame.len() > HELD {
            break;
        }
        expected.extend_from_slice(&frame);
        outbox.send(frame.into());
    }
    assert_eq!(available(), b"");
    outbox.release();
    assert!(available() == expected);
    outbox.send(Bytes::from_static(b"x"));
    assert_eq!(available(), b"x");
}

#[tokio::test]
async fn enough_is_written_although_it_is_held() {
    let (outbox, mut available) = watched().await;
    outbox.hold();
    for _ in 0..200 {
        outbox.send(vec![0; 500].into());
    }
    assert!(available().len() > HELD);
    assert!(bytes(&outbox) > 0);
    outbox.release();
    assert_eq!(bytes(&outbox), 0);
}

#[tokio::test]
async fn nothing_is_held_for_long() {
    let (outbox, mut client) = outbox(64 << 20);
    let _drain = draining(&outbox);
    for round in 0..50 {
        outbox.hold();
        let last = outbox.send_noting(Bytes::from_static(b"a"));
        assert!(!outbox.has_written(last), "{round}");
        assert_eq!(client.read_u8().await.unwrap(), b'a');
        assert!(outbox.has_written(last));
        // The same again without a pause, and after one in which the watch has ended.
        if round % 10 == 0 {
            tokio::time::sleep(HELD_FOR * 10).await;
            assert!(!lock(&outbox.state).watched);
        }
    }
    outbox.release();
    outbox.send_lazily(Bytes::from_static(b"b"));
    assert_eq!(bytes(&outbox), 1);
    assert_eq!(client.read_u8().await.unwrap(), b'b');
}

#[tokio::test]
async fn others_do_not_wait_for_who_holds() {
    let (outbox, mut available) = watched().await;
    let guest = std::thread::Builder::new().spawn({
        let outbox = Arc::clone(&outbox);
        move || {
            outbox.hold();
            outbox.send(Bytes::from_static(b"held "));
        }
    });
    guest.unwrap().join().unwrap();
    assert_eq!(available(), b"");
    outbox.send(Bytes::from_static(b"not held"));
    assert_eq!(available(), b"held not held");
}

#[tokio::test]
async fn room_comes_back_and_is_announced() {
    let (outbox, mut client) = outbox(64 << 20);
    assert!(outbox.has_room());
    outbox.send(vec![0; 4 << 20].into());
    assert!(!outbox.has_room());
    let announced = AtomicUsize::new(0);
    let mut received = vec![0; 4 << 20];
    tokio::select! {
        end = outbox.drain(STALL * 20, || { announced.fetch_add(1, Ordering::Relaxed); }) => panic!("{end}"),
        () = async {
            client.read_exact(&mut received).await.unwrap();
            outbox.flushed().await;
            tokio::time::sleep(STALL / 10).await;
        } => {}
    }
    assert!(outbox.has_room());
    assert_eq!(announced.into_inner(), 1);
}
