//! Numbers of the MessagePack extension types, and the timestamp codec (protocol.md, section 2.3).
//!
//! The payloads of all the others are the maps of [`refs`](crate::refs).

use crate::wire::Writer;

/// MessagePack's standard timestamp, a Date. The form every raw Date has on the wire.
pub const EXT_DATE_TIMESTAMP: i8 = -1;
/// `IsolateRef`
pub const EXT_ISOLATE: i8 = 1;
/// `CallbackRef`
pub const EXT_CALLBACK: i8 = 2;
/// `StreamRef`
pub const EXT_STREAM: i8 = 3;
/// `ErrorRef`
pub const EXT_ERROR: i8 = 4;
/// `BlobRef`
pub const EXT_BLOB: i8 = 5;
/// A Date in milliseconds. Only ever read: [`EXT_DATE_TIMESTAMP`] is what is written.
pub const EXT_DATE: i8 = 6;
/// A regular expression.
pub const EXT_REGEXP: i8 = 7;
/// `undefined`. Only ever read.
pub const EXT_UNDEFINED: i8 = 8;
/// A bigint.
pub const EXT_BIGINT: i8 = 9;
/// `RequestRef`
pub const EXT_REQUEST: i8 = 10;
/// `ResponseRef`
pub const EXT_RESPONSE: i8 = 11;
/// `HeadersRef`
pub const EXT_HEADERS: i8 = 12;
/// `FileRef`
pub const EXT_FILE: i8 = 13;
/// `FormDataRef`
pub const EXT_FORM_DATA: i8 = 14;
/// `URLRef`
pub const EXT_URL: i8 = 15;
/// `PromiseRef`
pub const EXT_PROMISE: i8 = 16;
/// `AsyncIteratorRef`
pub const EXT_ASYNC_ITERATOR: i8 = 17;

/// Largest distance of a JavaScript Date from the epoch, in milliseconds.
const MAX_TIME: f64 = 8.64e15;

/// Largest second count of the 8-byte form: 34 bits.
const MAX_SECONDS_64: i64 = (1 << 34) - 1;

/// Writes a Date, given in milliseconds since the epoch, as a timestamp in the shortest of its three forms.
///
/// Dates have whole milliseconds: a fraction is dropped, as `new Date()` does. An invalid Date (not a number, or further
/// than 8.64e15 ms from the epoch) is written as zero, as the existing implementation does.
pub fn write_timestamp(writer: &mut Writer, ms: f64) {
    let ms = if ms.abs() <= MAX_TIME {
        ms.trunc()
    } else {
        0.0
    };
    let seconds = (ms / 1000.0).floor();
    let nanos = ((ms - seconds * 1000.0) * 1e6).clamp(0.0, 999_999_999.0) as u32;
    let seconds = seconds as i64;
    if let (0, Ok(seconds)) = (nanos, u32::try_from(seconds)) {
        writer.ext(EXT_DATE_TIMESTAMP, &seconds.to_be_bytes());
    } else if (0..=MAX_SECONDS_64).contains(&seconds) {
        let packed = (u64::from(nanos) << 34) | seconds.unsigned_abs();
        writer.ext(EXT_DATE_TIMESTAMP, &packed.to_be_bytes());
    } else {
        let packed = (u128::from(nanos) << 64) | u128::from(seconds as u64);
        writer.ext(
            EXT_DATE_TIMESTAMP,
            packed
                .to_be_bytes()
                .last_chunk::<12>()
                .map_or(&[], |bytes| bytes),
        );
    }
}

/// Reads the payload of a timestamp: whole milliseconds since the epoch, not a number if no Date can be that far away.
/// `None` if the payload is not 4, 8 or 12 bytes long.
#[must_use]
pub fn read_timestamp(payload: &[u8]) -> Option<f64> {
    let (seconds, nanos) = if let Ok(bytes) = <[u8; 4]>::try_from(payload) {
        (i64::from(u32::from_be_bytes(bytes)), 0)
    } else if let Ok(bytes) = <[u8; 8]>::try_from(payload) {
        let packed = u64::from_be_bytes(bytes);
        (
            (packed & MAX_SECONDS_64.unsigned_abs()) as i64,
            (packed >> 34) as u32,
        )
    } else {
        let (nanos, seconds) = payload.split_first_chunk::<4>()?;
        (
            i64::from_be_bytes(seconds.try_into().ok()?),
            u32::from_be_bytes(*nanos),
        )
    };
    let ms = (seconds as f64 * 1000.0 + f64::from(nanos) / 1e6).trunc();
    Some(if ms.abs() <= MAX_TIME { ms } else { f64::NAN })
}
