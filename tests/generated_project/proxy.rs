//! The platform's proxy before a server: it ends TLS. `tests/e2e/proxy.py`.

use std::path::{Path, PathBuf};

use crate::{
    component::Tools,
    made::Made,
    run::{Server, free_port},
};

/// Serves a project's server at `https://localhost:PORT/`, and at the same port without TLS.
pub(crate) fn before(server: &Server, tools: &Tools, made: &Made) -> Server {
    let port = free_port();
    let mut proxy = tools.tool("python", made);
    proxy.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/proxy.py"));
    proxy.args([server.port.to_string(), port.to_string()]).arg(made.beside(&format!("{port}.pem")));
    Server::start(&mut proxy, port, &made.beside(&format!("{port}.log")))
}

/// The file of the authority that signed the proxy's certificate.
pub(crate) fn authority(made: &Made, proxy: &Server) -> PathBuf {
    made.beside(&format!("{}.pem", proxy.port))
}
