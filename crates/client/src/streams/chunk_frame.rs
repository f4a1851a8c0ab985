//! Frames of chunks without their content, which is sent behind them from where it is: nothing is copied.

use isolate_protocol::{Bytes, Writer};

/// `STREAM_PUSH`
const STREAM_PUSH: u8 = 0xa0;

/// `CALLBACK_STREAM_CHUNK`
const CALLBACK_STREAM_CHUNK: u8 = 0x93;

/// MessagePack's marker for binary with a length of 32 bits.
const BIN32: u8 = 0xc6;

/// Bytes of marker and length in front of the content.
const BIN32_HEAD: usize = 5;

/// A `STREAM_PUSH` up to its content of `len` bytes, which must be at most 256 KiB.
pub(crate) fn push(stream: u64, len: usize) -> Bytes {
    head(STREAM_PUSH, &[("streamId", stream)], len)
}

/// A `CALLBACK_STREAM_CHUNK` up to its content of `len` bytes, which must be at most 256 KiB.
pub(crate) fn callback_chunk(request: u64, stream: u64, len: usize) -> Bytes {
    let ids = [("requestId", request), ("streamId", stream)];
    head(CALLBACK_STREAM_CHUNK, &ids, len)
}

fn head(kind: u8, ids: &[(&str, u64)], len: usize) -> Bytes {
    let mut fields = Writer::with_capacity(64);
    fields.map(ids.len() as u32 + 1);
    for (name, id) in ids {
        fields.str(name);
        fields.uint(*id);
    }
    fields.str("chunk");
    let fields = fields.into_vec();
    let payload = fields.len() + BIN32_HEAD + len;
    let mut frame = Vec::with_capacity(5 + fields.len() + BIN32_HEAD);
    frame.extend_from_slice(&(payload as u32 + 1).to_be_bytes());
    frame.push(kind);
    frame.extend_from_slice(&fields);
    frame.push(BIN32);
    frame.extend_from_slice(&(len as u32).to_be_bytes());
    frame.into()
}

#[cfg(test)]
mod tests {
    use isolate_protocol::message::{CallbackStreamChunk, StreamPush};
    use isolate_protocol::{Bytes, BytesMut, FrameDecoder, Message};

    fn decode(head: &Bytes, chunk: &[u8]) -> Message {
        let mut buffer = BytesMut::from(&head[..]);
        buffer.extend_from_slice(chunk);
        let frame = FrameDecoder::new().decode(&mut buffer).unwrap().unwrap();
        assert!(buffer.is_empty());
        Message::decode(&frame).unwrap()
    }

    #[test]
    fn frames_are_what_the_codec_reads() {
        for len in [0, 1, 255, 256, 65_536, 262_144] {
            let chunk = Bytes::from(vec![7; len]);
            let stream_id = 1 << 29;
            let push = Message::from(StreamPush {
                stream_id,
                chunk: chunk.clone(),
            });
            assert_eq!(decode(&super::push(stream_id, len), &chunk), push);
            let request_id = 3;
            let head = super::callback_chunk(request_id, stream_id, len);
            let callback = Message::from(CallbackStreamChunk {
                request_id,
                stream_id,
                chunk: chunk.clone(),
            });
            assert_eq!(decode(&head, &chunk), callback);
        }
    }
}
