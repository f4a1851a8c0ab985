//! From bytes to frames.

use isolate_protocol::{BytesMut, Frame, FrameDecoder};

use super::End;
use crate::transport::Stream;

/// Room to read into. Larger frames make the decoder ask for more.
const BUFFER: usize = 64 * 1024;

/// With less room than this, reading is not worth a system call.
const TOO_LITTLE: usize = 4 * 1024;

/// Hands over frame after frame. Returns when there are no more.
pub async fn read(stream: &Stream, route: impl FnMut(Frame)) -> End {
    match read_frames(stream, route).await {
        Ok(()) => End::Client,
        Err(end) => end,
    }
}

async fn read_frames(stream: &Stream, mut route: impl FnMut(Frame)) -> Result<(), End> {
    let mut decoder = FrameDecoder::new();
    let mut buffer = BytesMut::with_capacity(BUFFER);
    loop {
        while let Some(frame) = decoder.decode(&mut buffer)? {
            route(frame);
        }
        if buffer.capacity() - buffer.len() < TOO_LITTLE {
            buffer.reserve(BUFFER);
        }
        if stream.read(&mut buffer).await? == 0 {
            return Ok(());
        }
    }
}
