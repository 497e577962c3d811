//! `quickscale why`.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::json;

use crate::{
    blueprint::{Owner, WantedFile},
    cli::{
        Context, Exit, Failure, paths,
        recording::{Consent, Recording},
    },
    plan::records::{Known, Subject},
    workspace::FileState,
};

/// Say where a file comes from: layer, template, module and options, and who owns it.
#[derive(Debug, Args)]
pub(in crate::cli) struct Why {
    /// The file.
    path: String,

    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Why {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let named = paths::named(&[self.path])?;
        let looks_only = Consent { yes: false, dry_run: true };
        let recording = Recording::open(context, &looks_only, &named)?;
        let known = recording.known();
        let [path] = named.as_slice() else { return Ok(Exit::Usage) };
        let answer = Answer::new(&known, known.one(path)?);
        if self.json {
            context.ui.value(&answer.json());
        } else {
            context.ui.out(&answer.text());
        }
        Ok(Exit::Success)
    }
}

/// What there is to say about one file.
struct Answer<'a> {
    subject: Subject<'a>,
    inputs: Option<&'a BTreeMap<String, String>>,
    version: Option<String>,
    owner: Option<Owner>,
    here: &'static str,
}

impl<'a> Answer<'a> {
    fn new(known: &Known<'a>, subject: Subject<'a>) -> Self {
        let applied = subject.locked.and_then(|(module, _)| known.state.locks.get(module)?.version.as_ref());
        let entry = subject.locked.map(|(_, entry)| entry);
        let here = match (entry, subject.found) {
            (None, _) if known.state.is_gone(subject.path) => "deleted by you; stays deleted",
            (None, FileState::Absent) => "not made yet",
            (None, _) => "there, but not made by quickscale",
            (Some(_), FileState::Absent) => "deleted since the last apply",
            (Some(entry), FileState::File { digest, mode }) => {
                match (digest == entry.base, mode == entry.mode) {
                    (true, true) => "as it was applied",
                    (true, false) => "with another mode than it was applied",
                    (false, _) => "edited since it was rendered",
                }
            }
            (Some(_), FileState::Directory | FileState::Symlink | FileState::Other) => {
                "replaced by something else"
            }
        };
        Self {
            inputs: subject.wanted.and_then(|wanted| known.wanted.inputs.get(&*wanted.origin.module)),
            version: applied.map(ToString::to_string),
            owner: entry.map(|entry| entry.owner).or(subject.wanted.map(|wanted| wanted.owner)),
            here,
            subject,
        }
    }

    fn text(&self) -> String {
        let mut lines = vec![self.subject.path.to_string()];
        let mut line = |what: &str, text: String| lines.push(format!("  {what:<9}{text}"));
        match self.subject.wanted {
            Some(WantedFile { origin, .. }) => {
                line("layer", origin.layer.to_string());
                line("source", origin.source.to_string());
                line("module", origin.module.to_string());
            }
            None => line("layer", "none: the blueprint does not make it any more".to_owned()),
        }
        let options =
            self.inputs.into_iter().flatten().map(|(name, value)| format!("{name}={}", value.escape_debug()));
        let options = options.collect::<Vec<_>>().join(" ");
        if !options.is_empty() {
            line("options", options);
        }
        if let Some(owner) = self.owner {
            line("owner", format!("{owner}: {}", meaning(owner)));
        }
        if let Some(version) = &self.version {
            line("version", format!("{version}, the last that was applied"));
        }
        line("here", self.here.to_owned());
        lines.push(String::new());
        lines.join("\n")
    }

    fn json(&self) -> serde_json::Value {
        let origin = self.subject.wanted.map(|wanted| &wanted.origin);
        json!({
            "path": self.subject.path,
            "layer": origin.map(|origin| &*origin.layer),
            "source": origin.map(|origin| &origin.source),
            "module": origin.map(|origin| &*origin.module),
            "options": self.inputs,
            "owner": self.owner,
            "version": self.version,
            "here": self.here,
        })
    }
}

fn meaning(owner: Owner) -> &'static str {
    match owner {
        Owner::Managed => "quickscale alone writes it",
        Owner::Shared => "both write it, and it is merged line by line",
        Owner::Keyed => "both write it, and it is merged key by key",
        Owner::Once => "yours after the first write",
        Owner::Ejected => "yours, because you took it over",
    }
}
