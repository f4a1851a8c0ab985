//! The one answer to a request.

use std::sync::Arc;

use isolate_protocol::message::ResponseOk;
use isolate_protocol::{Message, Raw};

use crate::connection::Connection;
use crate::failure::Failure;

/// Answers a request exactly once: with [`finish`](Self::finish), or else, when it is dropped, with an internal error.
pub struct Responder {
    connection: Arc<Connection>,
    request_id: u64,
    /// Bytes the request holds while it is in flight.
    weight: usize,
    answered: bool,
}

impl Responder {
    /// For a request of so many bytes. `None` if the client has too much in flight; it has been told then.
    pub fn admit(connection: &Arc<Connection>, request_id: u64, weight: usize) -> Option<Self> {
        connection.shared.counters.count_request();
        if let Err(error) = connection.requests.enter(weight) {
            connection.respond(Some(request_id), Failure::limit(error.to_string()));
            return None;
        }
        Some(Self {
            connection: Arc::clone(connection),
            request_id,
            weight,
            answered: false,
        })
    }

    /// The client.
    pub fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    /// The client's id for the answer.
    pub fn request_id(&self) -> u64 {
        self.request_id
    }

    /// Answers with whatever `send` sends.
    pub fn finish_by(mut self, send: impl FnOnce(&Connection)) {
        self.answered = true;
        send(&self.connection);
    }

    /// Answers.
    pub fn finish(mut self, result: Result<Raw, Failure>) {
        self.answer(result);
    }

    fn answer(&mut self, result: Result<Raw, Failure>) {
        self.answered = true;
        let request_id = self.request_id;
        let frame = result.and_then(|data| {
            let answer = Message::from(ResponseOk { request_id, data });
            answer.encode().map_err(Failure::from)
        });
        match frame {
            Ok(frame) => self.connection.outbox.send(frame),
            Err(failure) => self.connection.respond(Some(request_id), failure),
        }
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        if !self.answered {
            self.answer(Err(Failure::unanswered()));
        }
        self.connection.requests.leave(self.weight);
    }
}
