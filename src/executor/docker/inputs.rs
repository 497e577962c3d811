//! The files that an image is built from.

use std::collections::{BTreeMap, BTreeSet};

use super::compose_file::Build;
use crate::{
    diagnostics::Report,
    workspace::{Digest, RelPath, Root},
};

/// The digest of each file that is there.
pub(super) type Inputs = BTreeMap<RelPath, Digest>;

/// The files that `build` reads one by one. Directories are left out: in development the source is mounted, not built in.
pub(super) fn paths(build: &Build, dockerfile: &str) -> BTreeSet<RelPath> {
    let fixed = [build.dockerfile.as_str(), ".dockerignore"];
    fixed.into_iter().chain(named(dockerfile)).filter_map(|path| below(build, path)).collect()
}

/// Where the Dockerfile of `build` is, when that is in the project.
pub(super) fn dockerfile(build: &Build) -> Option<RelPath> {
    below(build, &build.dockerfile)
}

fn below(build: &Build, path: &str) -> Option<RelPath> {
    let context = build.context.trim_start_matches("./").trim_end_matches('/');
    let path = if ["", "."].contains(&context) { path.to_owned() } else { format!("{context}/{path}") };
    RelPath::new(path.trim_start_matches("./")).ok()
}

/// The digests of those of these files that are there.
pub(super) fn read(root: &Root, paths: impl IntoIterator<Item = RelPath>) -> Result<Inputs, Report> {
    let mut inputs = Inputs::new();
    for path in paths {
        if root.is_file(&path)? {
            let digest = Digest::of(&root.read(&path)?);
            inputs.insert(path, digest);
        }
    }
    Ok(inputs)
}

/// What the instructions of a Dockerfile name as files beside it.
fn named(dockerfile: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut copies = false;
    for line in dockerfile.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().filter(|word| *word != "\\").collect();
        let begins = words.first().is_some_and(|word| ["COPY", "ADD"].contains(word));
        if begins || copies {
            let from_elsewhere = words.iter().any(|word| word.starts_with("--from="));
            let sources = words.iter().skip(usize::from(begins)).filter(|word| !word.starts_with("--"));
            names.extend(sources.copied().filter(|_| !from_elsewhere));
        }
        copies = (begins || copies) && line.ends_with('\\');
        for mount in words.iter().filter_map(|word| word.strip_prefix("--mount=")) {
            let parts: Vec<&str> = mount.split(',').collect();
            if parts.contains(&"type=bind") && !parts.iter().any(|part| part.starts_with("from=")) {
                names.extend(parts.iter().filter_map(|part| part.strip_prefix("source=")));
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn a_dockerfile_names_its_files() {
        let text = "FROM x AS y\n# COPY no .\nCOPY --from=uv /uv /bin/\nCOPY --chmod=755 a.txt \\\n  b/c.txt /app/\nRUN --mount=type=cache,target=/c \\\n \
                    --mount=type=bind,source=uv.lock,target=uv.lock \\\n --mount=type=bind,from=y,source=z uv sync\nCOPY . .\n";
        let build = Build { context: ".".to_owned(), dockerfile: "Dockerfile".to_owned() };
        let paths: Vec<String> = paths(&build, text).iter().map(ToString::to_string).collect();
        assert_eq!(paths, [".dockerignore", "Dockerfile", "a.txt", "b/c.txt", "uv.lock"]);
    }
}
