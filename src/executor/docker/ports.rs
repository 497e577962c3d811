//! Who has a port of this machine, and which is free.

use std::net::TcpListener;

use camino::Utf8Path;

use super::{container, engine::Engine};
use crate::{process::Command, workspace};

/// Who listens at `port`, in a person's words.
pub(super) fn holder(engine: &Engine, port: u16) -> Option<String> {
    let containers = container::all(engine).unwrap_or_default();
    let has = |container: &&container::Container| container.ports.iter().any(|it| it.outside == Some(port));
    if let Some(container) = containers.iter().find(has) {
        let (service, directory) = (&container.service, &container.directory);
        return Some(format!("the service `{service}` of `{directory}`"));
    }
    process_at(port).or_else(|| listed(port))
}

/// The next port after `port` that nobody has.
pub(super) fn free_after(port: u16) -> Option<u16> {
    (port.saturating_add(1)..port.saturating_add(100))
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
}

/// The process whose open files include the socket; on Linux the kernel tells.
fn process_at(port: u16) -> Option<String> {
    let socket = ["/proc/net/tcp", "/proc/net/tcp6"].iter().find_map(|table| {
        let table = workspace::read_file(Utf8Path::new(table)).ok()?;
        socket_of(&String::from_utf8_lossy(&table), port).map(str::to_owned)
    })?;
    let link = format!("socket:[{socket}]");
    let processes = Utf8Path::new("/proc").read_dir_utf8().ok()?.flatten();
    let numbered = processes.filter(|entry| entry.file_name().bytes().all(|byte| byte.is_ascii_digit()));
    let mut holds = numbered.filter(|process| {
        let files = process.path().join("fd").read_dir_utf8();
        files.is_ok_and(|files| {
            files
                .flatten()
                .any(|file| file.path().read_link_utf8().is_ok_and(|target| target.as_str() == link))
        })
    });
    let process = holds.next()?;
    let name = workspace::read_file(&process.path().join("comm")).ok()?;
    let name = String::from_utf8_lossy(&name);
    Some(format!("`{}` (process {})", name.trim().escape_debug(), process.file_name()))
}

/// The number of the socket that listens at `port`, from a table of the kernel's.
fn socket_of(table: &str, port: u16) -> Option<&str> {
    const LISTENS: &str = "0A";
    let at = format!(":{port:04X}");
    table.lines().find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let listens =
            fields.get(3) == Some(&LISTENS) && fields.get(1).is_some_and(|local| local.ends_with(&at));
        listens.then(|| fields.get(9).copied()).flatten()
    })
}

/// The same where there is no such table.
fn listed(port: u16) -> Option<String> {
    let port = format!("-iTCP:{port}");
    let output = Command::new("lsof", ["-nP", &port, "-sTCP:LISTEN", "-Fpc"]).run().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let field = |key: char| text.lines().find_map(|line| line.strip_prefix(key));
    Some(format!("`{}` (process {})", field('c')?.escape_debug(), field('p')?))
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn a_listening_process_is_found() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let holder = holder(&Engine::Socket("/no/engine".into()), port).unwrap();
        assert!(holder.ends_with(&format!("(process {})", std::process::id())), "{holder}");
        assert!(free_after(port).unwrap() > port);
    }

    #[test]
    fn the_kernels_table_is_read() {
        let table = "  sl  local_address rem_address   st\n   0: 0100007F:1F40 00000000:0000 0A 0:0 0:0 0 0 0 4711 1\n   1: 0100007F:1F41 0:0 01 0:0 0:0 0 0 0 4712 1\n";
        assert_eq!(socket_of(table, 8000), Some("4711"));
        assert_eq!(socket_of(table, 8001), None, "it does not listen");
    }
}
