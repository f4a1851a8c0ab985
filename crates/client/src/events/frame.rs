//! Events of sockets, read without decoding what they are wrapped in: there may be a hundred thousand in a second.

use isolate_protocol::{Frame, Reader, Token, lossy};

use crate::websocket::command::WebSocketCommand;
use crate::websocket::data::SocketData;

/// The fields of an `ISOLATE_EVENT`.
pub(crate) struct EventFrame<'a> {
    pub(crate) isolate_id: &'a [u8],
    pub(crate) name: &'a [u8],
    /// At the start of the payload.
    payload: Reader<'a>,
}

impl<'a> EventFrame<'a> {
    /// `None` if a field is missing or has the wrong type.
    pub(crate) fn read(frame: &'a Frame) -> Option<Self> {
        let mut reader = frame.payload.reader();
        let (mut isolate_id, mut name, mut payload) = (None, None, None);
        for _ in 0..entries(&mut reader)? {
            match text(&mut reader)? {
                b"isolateId" => isolate_id = Some(text(&mut reader)?),
                b"event" => name = Some(text(&mut reader)?),
                b"payload" => {
                    payload = Some(reader.clone());
                    reader.skip().ok()?;
                }
                _ => reader.skip().ok()?,
            }
        }
        Some(Self {
            isolate_id: isolate_id?,
            name: name?,
            payload: payload?,
        })
    }
}

/// The fields of the payloads of all socket events together; which are there depends on the event.
#[derive(Default)]
pub(crate) struct SocketFields {
    /// `type`
    kind: Option<String>,
    /// `connectionId` or `socketId`
    pub(crate) id: String,
    data: Option<SocketData>,
    pub(crate) code: Option<u16>,
    pub(crate) reason: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) protocols: Vec<String>,
}

impl SocketFields {
    /// `None` without an id.
    pub(crate) fn read(event: &EventFrame<'_>, frame: &Frame) -> Option<Self> {
        let mut reader = event.payload.clone();
        let mut fields = Self::default();
        let mut id = None;
        for _ in 0..entries(&mut reader)? {
            let key = text(&mut reader)?;
            let start = reader.clone();
            let value = reader.next().ok()?;
            match (key, value) {
                (b"type", Token::Str(kind)) => fields.kind = Some(owned(kind)),
                (b"connectionId" | b"socketId", Token::Str(found)) => id = Some(owned(found)),
                (b"data", Token::Str(data)) => fields.data = Some(SocketData::Text(owned(data))),
                (b"data", Token::Bin(data)) => {
                    let bytes = frame.payload.bytes().slice_ref(data);
                    fields.data = Some(SocketData::Binary(bytes));
                }
                (b"code", Token::Int(code)) => fields.code = u16::try_from(code).ok(),
                (b"reason", Token::Str(reason)) => fields.reason = Some(owned(reason)),
                (b"url", Token::Str(url)) => fields.url = Some(owned(url)),
                (b"protocols", Token::Array(count)) => {
                    for _ in 0..count {
                        fields.protocols.push(owned(text(&mut reader)?));
                    }
                }
                _ => {
                    reader = start;
                    reader.skip().ok()?;
                }
            }
        }
        fields.id = id?;
        Some(fields)
    }

    /// As the payload of `ws:command`.
    pub(crate) fn into_command(self) -> Option<WebSocketCommand> {
        let connection_id = self.id;
        match (self.kind?.as_str(), self.data) {
            ("message", Some(data)) => Some(WebSocketCommand::Message {
                connection_id,
                data,
            }),
            ("close", _) => Some(WebSocketCommand::Close {
                connection_id,
                code: self.code,
                reason: self.reason.unwrap_or_default(),
            }),
            _ => None,
        }
    }

    /// As the payload of `ws:client-send`: socket and message.
    pub(crate) fn into_message(self) -> Option<(String, SocketData)> {
        Some((self.id, self.data?))
    }
}

/// Opens a map: how many entries it has.
fn entries(reader: &mut Reader<'_>) -> Option<u32> {
    match reader.next() {
        Ok(Token::Map(count)) => Some(count),
        _ => None,
    }
}

fn text<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    match reader.next() {
        Ok(Token::Str(text)) => Some(text),
        _ => None,
    }
}

fn owned(text: &[u8]) -> String {
    lossy(text).into_owned()
}
