//! What only a project with React has: Vite's server while one edits.

use crate::{
    component::Tools,
    made::Made,
    run::{Server, free_port, program, succeed},
};

/// Two checkouts on one machine do not meet: the browser is sent where Vite listens.
pub(crate) fn vite_is_where_a_variable_says(made: &Made) {
    let Some(tools) = Tools::find() else { return };
    let port = free_port();
    let frontend = made.directory.join("frontend");
    // The one of the tools only starts another, which would outlive it.
    let node = succeed(tools.program("node", &frontend).args(["--print", "process.execPath"]));
    let mut vite = program(node.trim(), &frontend);
    vite.args(["node_modules/.bin/vite", "--host", "127.0.0.1"]).env("FRONTEND_PORT", port.to_string());
    let server = Server::start(&mut vite, port, &made.beside("vite.log"));
    let client = server.get("/@vite/client", &[]);
    assert_eq!(client.status, 200, "{}", server.log());

    let mut settings = made.manage(["shell", "--no-imports", "--command"]);
    settings.arg("from django.conf import settings; print(settings.VITE_SERVER, settings.SECURE_CSP)");
    let said = succeed(settings.env("FRONTEND_PORT", port.to_string()));
    assert!(said.starts_with(&format!("http://localhost:{port} ")), "{said}");
    assert!(said.contains(&format!("'ws://localhost:{port}'")), "{said}");
}
