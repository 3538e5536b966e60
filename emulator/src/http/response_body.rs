//! The body of an answer on the connection: counts bytes, tells when it is over, and can be cut.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::socket::CutSwitch;
use crate::observe::RequestEvent;
use crate::services::reply::ReplyBody;
use crate::stack::Stack;

/// What is told once the last byte was handed over.
#[derive(Debug)]
pub struct Epilogue {
    /// Whom to tell.
    pub stack: Arc<Stack>,
    /// What to tell.
    pub event: RequestEvent,
    /// When the request came.
    pub started_micros: u64,
}

impl Epilogue {
    /// Publishes the event with the number of body bytes sent.
    pub fn publish(mut self, bytes_out: u64) {
        self.event.bytes_out = bytes_out;
        let now = u64::try_from(self.stack.world.clock.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.event.duration_micros = now.saturating_sub(self.started_micros);
        self.stack.world.events.publish(self.event);
    }
}

/// An answer's body.
#[derive(Debug)]
pub struct ResponseBody {
    body: ReplyBody,
    sent: u64,
    cut_after: Option<(u64, CutSwitch)>,
    epilogue: Option<Box<Epilogue>>,
}

impl ResponseBody {
    /// A body. Short ones are told at once, so that a client that has its answer also finds the event.
    pub fn new(body: ReplyBody, cut_after: Option<(u64, CutSwitch)>, epilogue: Epilogue) -> Self {
        let in_memory = !matches!(body, ReplyBody::Stream { .. });
        let epilogue = if in_memory {
            epilogue.publish(body.length());
            None
        } else {
            Some(Box::new(epilogue))
        };
        Self {
            body,
            sent: 0,
            cut_after,
            epilogue,
        }
    }

    /// A body of the control API, which is not part of the history.
    pub fn unobserved(body: ReplyBody) -> Self {
        Self {
            body,
            sent: 0,
            cut_after: None,
            epilogue: None,
        }
    }

    fn told(&mut self) {
        if let Some(epilogue) = self.epilogue.take() {
            epilogue.publish(self.sent);
        }
    }

    /// Shortens a piece to what may still be sent; `None` when the connection is to be cut now.
    fn allowed(&self, piece: Bytes) -> Option<Bytes> {
        let Some((limit, cut)) = &self.cut_after else {
            return Some(piece);
        };
        let left = limit.saturating_sub(self.sent);
        if left == 0 {
            cut.pull();
            return None;
        }
        let left = usize::try_from(left).unwrap_or(usize::MAX);
        Some(if piece.len() > left {
            piece.slice(..left)
        } else {
            piece
        })
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        match &mut self.body {
            ReplyBody::Empty => Poll::Ready(None),
            ReplyBody::Full(bytes) => {
                let wanted = match &self.cut_after {
                    Some((limit, _)) => usize::try_from(*limit)
                        .unwrap_or(usize::MAX)
                        .max(1)
                        .min(bytes.len()),
                    None => bytes.len(),
                };
                let piece = bytes.split_to(wanted);
                Poll::Ready((!piece.is_empty()).then_some(Ok(piece)))
            }
            ReplyBody::Stream { pieces, .. } => pieces.as_mut().poll_next(cx),
        }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match std::task::ready!(self.poll_piece(cx)) {
            Some(Ok(piece)) => match self.allowed(piece) {
                Some(piece) => {
                    self.sent += piece.len() as u64;
                    if self.sent >= self.body.length() {
                        self.told();
                    }
                    Poll::Ready(Some(Ok(Frame::data(piece))))
                }
                None => {
                    self.told();
                    Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::ConnectionReset))))
                }
            },
            Some(Err(error)) => {
                self.told();
                Poll::Ready(Some(Err(error)))
            }
            None => {
                self.told();
                Poll::Ready(None)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.body {
            ReplyBody::Empty => true,
            ReplyBody::Full(bytes) => bytes.is_empty(),
            ReplyBody::Stream { length, .. } => *length == 0,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.body {
            ReplyBody::Empty => SizeHint::with_exact(0),
            ReplyBody::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            ReplyBody::Stream { length, .. } => {
                SizeHint::with_exact(length.saturating_sub(self.sent))
            }
        }
    }
}

impl Drop for ResponseBody {
    fn drop(&mut self) {
        // The client went away in the middle: the request is still part of the history.
        self.told();
    }
}
