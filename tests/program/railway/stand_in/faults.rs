//! What goes wrong on the way: refusals, limits, outages, lost connections, and a client that is killed.

use super::http::Response;

/// Something that goes wrong with the next requests of a kind.
pub struct Fault {
    /// The name of an operation, `upload`, or `*` for whatever comes.
    pub on: &'static str,
    pub what: What,
    /// So many of them go well before.
    pub after: usize,
    /// How often.
    pub times: usize,
}

#[derive(Clone)]
pub enum What {
    /// The server answers by itself, and nothing happens.
    Answer(Response),
    /// An error of GraphQL in a well-formed answer, and nothing happens.
    Error(&'static str),
    /// The connection is lost before anything happens.
    LostBefore,
    /// It happens, and the connection is lost before the answer.
    LostAfter,
}

impl What {
    /// Too many requests, and when to come back.
    pub fn rate_limit(seconds: u32) -> Self {
        let mut response = Response::text(
            429,
            r#"{"errors":[{"message":"You are being ratelimited. Please try again later"}]}"#,
        );
        response.headers =
            vec![("Content-Type", "application/json".to_owned()), ("Retry-After", seconds.to_string())];
        Self::Answer(response)
    }

    /// An outage, whose body is no JSON.
    pub fn outage(status: u16) -> Self {
        Self::Answer(Response::text(status, "upstream connect error or disconnect/reset before headers"))
    }
}

/// The client is killed at its n-th request.
#[derive(Clone, Copy)]
pub struct Interruption {
    pub at: usize,
    /// Whether the request still has its effect.
    pub is_after: bool,
}
