//! What compose calls the project of this checkout. Containers, volumes and networks carry that name, so two
//! checkouts must never have the same one, and one checkout must keep its own.

use camino::Utf8Path;
use serde::Deserialize;

use super::{
    container::Container,
    engine::{Absent, Engine, filter},
};
use crate::workspace::{self, Digest};

/// What is known when the name is chosen.
pub(super) struct Choice<'c> {
    pub(super) root: &'c Utf8Path,
    /// The name in the manifest.
    pub(super) plain: &'c str,
    /// The name that this checkout had last, and where it was then.
    pub(super) recorded: Option<(&'c str, &'c Utf8Path)>,
    pub(super) containers: &'c [Container],
}

impl Choice<'_> {
    /// The name. `holds_data` says whether volumes of a project exist.
    pub(super) fn name(
        &self,
        holds_data: impl FnOnce(&str) -> Result<bool, Absent>,
    ) -> Result<String, Absent> {
        // A checkout that was copied, not moved, is another one.
        let recorded = self.recorded.filter(|(_, at)| *at == self.root || !workspace::exists(at));
        if let Some((name, _)) = recorded.filter(|(name, _)| !self.is_foreign(name)) {
            return Ok(name.to_owned());
        }
        if let Some(own) = self.containers.iter().find(|container| container.directory == self.root.as_str())
        {
            return Ok(own.project.clone());
        }
        if self.is_foreign(self.plain) || holds_data(self.plain)? {
            let digest = Digest::of(self.root.as_str().as_bytes()).to_string();
            return Ok(format!("{}-{}", self.plain, &digest[..6]));
        }
        Ok(self.plain.to_owned())
    }

    /// Whether containers of this name belong to another checkout.
    fn is_foreign(&self, name: &str) -> bool {
        let elsewhere = |container: &&Container| {
            container.directory != self.root.as_str()
                && workspace::exists(Utf8Path::new(&container.directory))
        };
        self.containers
            .iter()
            .filter(|container| container.project == name)
            .any(|container| elsewhere(&container))
    }
}

/// Whether volumes of the project `name` exist.
pub(super) fn holds_data(engine: &Engine, name: &str) -> Result<bool, Absent> {
    let volumes = volumes(engine, &filter("label", &format!("com.docker.compose.project={name}")))?;
    Ok(!volumes.is_empty())
}

/// Whether there is a volume of this very name.
pub(super) fn exists(engine: &Engine, volume: &str) -> Result<bool, Absent> {
    // The engine looks for a part of the name.
    Ok(volumes(engine, &filter("name", volume))?.iter().any(|found| found == volume))
}

/// The names of the volumes that a filter lets through.
pub(super) fn volumes(engine: &Engine, filter: &str) -> Result<Vec<String>, Absent> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Answer {
        volumes: Option<Vec<Volume>>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Volume {
        name: String,
    }
    let answer: Answer = engine.get(&format!("/volumes?filters={filter}"))?;
    Ok(answer.volumes.into_iter().flatten().map(|volume| volume.name).collect())
}

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::executor::docker::fixtures::container;

    fn name(
        root: &Utf8Path,
        recorded: Option<(&str, &Utf8Path)>,
        containers: &[Container],
        data: bool,
    ) -> String {
        Choice { root, plain: "shop", recorded, containers }.name(|_| Ok(data)).unwrap()
    }

    #[test]
    fn a_checkout_keeps_its_name_and_takes_nobody_elses() {
        let directory = tempfile::tempdir().unwrap();
        let here = Utf8PathBuf::try_from(directory.path().to_owned()).unwrap();
        let other = Utf8Path::new("/usr");
        let gone = Utf8Path::new("/no/such/place");
        let suffixed = format!("shop-{}", &Digest::of(here.as_str().as_bytes()).to_string()[..6]);
        let of = |project: &str, directory: &Utf8Path| Container {
            project: project.to_owned(),
            directory: directory.to_string(),
            ..container("web")
        };
        assert_eq!(name(&here, None, &[], false), "shop");
        assert_eq!(name(&here, None, &[of("shopping", other)], false), "shop", "no part of a name matches");
        assert_eq!(name(&here, None, &[of("shop", other)], false), suffixed);
        assert_eq!(name(&here, None, &[], true), suffixed, "the data may be another checkout's");
        assert_eq!(name(&here, Some(("shop", &here)), &[], true), "shop", "it was ours before");
        assert_eq!(name(&here, Some(("shop", gone)), &[], true), "shop", "the checkout was moved");
        assert_eq!(name(&here, Some(("shop", other)), &[], true), suffixed, "the checkout was copied");
        assert_eq!(name(&here, None, &[of("old", &here)], true), "old", "started with compose itself");
        assert_eq!(name(&here, Some(("shop", &here)), &[of("shop", other)], true), suffixed);
    }
}
