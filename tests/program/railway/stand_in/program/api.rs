//! `railway api DOCUMENT --variables @- [--compact] [--allow-errors]`: one document, one request.

use serde_json::{Value, json};

use super::{Call, Program, Said};

pub fn run(program: &Program, call: &Call, words: &[&str]) -> Said {
    if program.settings().version < (5, 28, 0) {
        return Said::failed(2, "error: unrecognized subcommand 'api'\n\nUsage: railway [COMMAND]\n");
    }
    let mut document = None;
    let mut variables = json!({});
    let (mut is_compact, mut allows_errors) = (false, false);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--compact" => is_compact = true,
            "--allow-errors" => allows_errors = true,
            "--variables" => match words.next().map(|text| parsed(call, text)) {
                Some(Ok(value)) => variables = value,
                _ => return Said::failed(1, "Failed to parse variables as JSON\n"),
            },
            flag if flag.starts_with("--") => {
                return Said::failed(2, format!("error: unexpected argument '{flag}' found\n"));
            }
            text => document = Some(text),
        }
    }
    let Some(document) = document else { return Said::failed(1, "No GraphQL document found on stdin\n") };
    let headers = match program.headers(call) {
        Ok(headers) => headers,
        Err(said) => return said,
    };
    let response = match program.ask(&headers, document, &variables) {
        Ok(response) => response,
        Err(said) => return said,
    };
    let text = String::from_utf8_lossy(&response.body).into_owned();
    let answer: Option<Value> = serde_json::from_str(&text).ok();
    // What is no JSON is printed as it came, without an end of line.
    let stdout = match &answer {
        Some(answer) if is_compact => format!("{answer}\n"),
        Some(answer) => format!("{answer:#}\n"),
        None => text,
    };
    let errors = answer.as_ref().and_then(|answer| answer["errors"].as_array()).map_or(0, Vec::len);
    let (code, stderr) = match response.status {
        200 if errors == 0 || allows_errors => (0, String::new()),
        200 => (1, format!("Railway API returned {errors} GraphQL error(s)\n")),
        status => (1, format!("Railway API request failed with HTTP {status} {}\n", response.reason())),
    };
    Said { code, stdout, stderr }
}

fn parsed(call: &Call, text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(if text == "@-" { &call.input } else { text })
}
