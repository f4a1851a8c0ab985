//! Feeds arbitrary bytes to the frame decoder, and what it finds to the message and value decoders.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| isolate_protocol::check::frames(data));
