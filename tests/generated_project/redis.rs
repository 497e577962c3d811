//! A Redis server of a test's own.

use crate::{
    made::Made,
    run::{Server, free_port, program},
};

/// Whether the project of an example needs one.
pub(crate) fn is_needed(made: &Made) -> bool {
    made.read(".env.example").contains("\nREDIS_URL=")
}

/// An empty server, kept in memory. It ends with the value.
pub(crate) fn start(made: &Made) -> Server {
    let port = free_port();
    let mut redis = program("redis-server", &made.directory);
    redis.args(["--bind", "127.0.0.1", "--save", "", "--port", &port.to_string()]);
    Server::start(&mut redis, port, &made.beside(&format!("{port}.log")))
}
