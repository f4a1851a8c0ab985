//! The one answer to a request.

use std::sync::Arc;

use isolate_protocol::message::{CallbackResponse, ResponseOk};
use isolate_protocol::{Message, Raw};

use crate::connection::Connection;
use crate::failure::Failure;

/// Which message answers a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `RESPONSE_OK` or `RESPONSE_ERROR`.
    Response,
    /// `CALLBACK_RESPONSE`.
    Callback,
}

/// Answers a request exactly once: with [`finish`](Self::finish), or else, when it is dropped, with an internal error.
pub struct Responder {
    connection: Arc<Connection>,
    form: Answer,
    request_id: u64,
    /// Bytes the request holds while it is in flight.
    weight: usize,
    answered: bool,
}

impl Responder {
    /// For a request of so many bytes. `None` if the client has too much in flight; it has been told then.
    pub fn admit(
        connection: &Arc<Connection>,
        form: Answer,
        request_id: u64,
        weight: usize,
    ) -> Option<Self> {
        connection.shared.counters.count_request();
        if let Err(error) = connection.requests.enter(weight) {
            let failure = Failure::limit(error.to_string());
            refuse(connection, form, request_id, failure);
            return None;
        }
        Some(Self {
            connection: Arc::clone(connection),
            form,
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
        let form = self.form;
        let frame = result.and_then(|data| {
            let answer = match form {
                Answer::Response => Message::from(ResponseOk { request_id, data }),
                Answer::Callback => Message::from(CallbackResponse {
                    request_id,
                    result: Some(data),
                    error: None,
                }),
            };
            answer.encode().map_err(Failure::from)
        });
        match frame {
            Ok(frame) => self.connection.outbox.send(frame),
            Err(failure) => refuse(&self.connection, form, request_id, failure),
        }
    }
}

fn refuse(connection: &Connection, form: Answer, request_id: u64, failure: Failure) {
    match form {
        Answer::Response => connection.respond(Some(request_id), failure),
        Answer::Callback => connection.send(&failure.into_callback_response(request_id)),
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
