//! A server that speaks HTTP and hands requests to `git http-backend`.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

/// How it treats those who come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Everybody may read and write.
    Open,
    /// Only `ada` with the password `secret` may come in.
    Closed,
    /// Nobody may write.
    ReadOnly,
    /// Breaks off in the middle of what it sends.
    Broken,
}

/// The address of a server for the repositories below `root`; it ends with the test.
pub fn serve(root: &Path, manner: Manner) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let root = root.to_owned();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let root = root.clone();
            thread::spawn(move || answer(stream, &root, manner));
        }
    });
    format!("http://{address}")
}

struct Request {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    fn read(stream: &TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let mut words = line.split_whitespace();
        let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.push((name.to_lowercase(), value.to_owned()));
        }
        let mut request =
            Self { method, path: path.to_owned(), query: query.to_owned(), headers, body: Vec::new() };
        let length = request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        request.body.resize(length, 0);
        reader.read_exact(&mut request.body).ok()?;
        Some(request)
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    fn writes(&self) -> bool {
        self.path.ends_with("git-receive-pack") || self.query.contains("git-receive-pack")
    }
}

fn answer(mut stream: TcpStream, root: &Path, manner: Manner) {
    let Some(request) = Request::read(&stream) else { return };
    // `ada:secret`
    let knows = request.header("authorization") == Some("Basic YWRhOnNlY3JldA==");
    let refusal = match manner {
        Manner::Closed if !knows => "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"git\"\r\n",
        Manner::ReadOnly if request.writes() => "HTTP/1.1 403 Forbidden\r\n",
        Manner::Open | Manner::Closed | Manner::ReadOnly | Manner::Broken => "",
    };
    if !refusal.is_empty() {
        let _ =
            stream.write_all(format!("{refusal}Content-Length: 0\r\nConnection: close\r\n\r\n").as_bytes());
        return;
    }
    let said = backend(root, &request);
    let split = said.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&said[..split]).into_owned();
    let body = &said[split + 4..];
    let status = head.lines().find_map(|line| line.strip_prefix("Status: ")).unwrap_or("200 OK");
    let kept: Vec<&str> = head.lines().filter(|line| !line.starts_with("Status: ")).collect();
    let head = format!(
        "HTTP/1.1 {status}\r\n{}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        kept.join("\r\n"),
        body.len()
    );
    let breaks = manner == Manner::Broken && request.body.windows(5).any(|window| window == b"want ");
    let body = if breaks { &body[..body.len() / 2] } else { body };
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

fn backend(root: &Path, request: &Request) -> Vec<u8> {
    let mut backend = Command::new("git");
    backend.arg("http-backend").env("GIT_PROJECT_ROOT", root).env("GIT_HTTP_EXPORT_ALL", "1");
    backend.env("PATH_INFO", &request.path).env("QUERY_STRING", &request.query);
    backend.env("REQUEST_METHOD", &request.method).env("REMOTE_USER", "ada").env("REMOTE_ADDR", "127.0.0.1");
    backend.env("CONTENT_TYPE", request.header("content-type").unwrap_or_default());
    backend.env("CONTENT_LENGTH", request.body.len().to_string());
    for (header, variable) in
        [("content-encoding", "HTTP_CONTENT_ENCODING"), ("git-protocol", "GIT_PROTOCOL")]
    {
        if let Some(value) = request.header(header) {
            backend.env(variable, value);
        }
    }
    // It would refuse repositories of somebody else, and the configuration of whoever runs the tests is not meant.
    backend.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", PathBuf::from("/dev/null"));
    let mut child = backend.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let body = request.body.clone();
    thread::spawn(move || stdin.write_all(&body));
    child.wait_with_output().unwrap().stdout
}
