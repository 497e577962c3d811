//! Volumes that a newer server cannot read.

use super::{
    Docker, Seen,
    compose_file::{ComposeFile, postgres_of},
    name,
};
use crate::{
    diagnostics::{Issue, Report, codes::docker as codes},
    process::Command,
};

impl Docker<'_> {
    /// Refuses to start a PostgreSQL on the data of another major version, before anything is touched.
    pub(super) fn check_volumes(&self, seen: &Seen, file: &ComposeFile) -> Result<(), Report> {
        let mut report = Report::new();
        for (service, wanted) in &file.services {
            let Some(version) = wanted.postgres() else { continue };
            let image = wanted.image.as_deref().unwrap_or_default();
            let volume = wanted.volumes.first().map(|volume| format!("{}_{volume}", seen.name));
            let found = match (seen.container(service), volume) {
                (Some(container), _) => postgres_of(&container.image_name),
                (None, Some(volume)) if name::exists(&self.engine, &volume).unwrap_or_default() => {
                    version_in(&volume, image)
                }
                _ => None,
            };
            report
                .extend(found.filter(|found| *found != version).map(|found| stale(service, found, version)));
        }
        if report.is_empty() { Ok(()) } else { Err(report) }
    }
}

/// The major version that has written the volume; none when it is empty.
fn version_in(volume: &str, image: &str) -> Option<u32> {
    let mount = format!("{volume}:/volume:ro");
    // Before version 18 the data lie at the top of the volume.
    let script = "cat /volume/PG_VERSION /volume/*/docker/PG_VERSION 2>/dev/null";
    let words =
        ["run", "--rm", "--network", "none", "--volume", &mount, "--entrypoint", "sh", image, "-c", script];
    let said = Command::new("docker", words).report(&mut |_| {}).ok()?;
    said.lines.iter().find_map(|line| line.trim().parse().ok())
}

fn stale(service: &str, found: u32, wanted: u32) -> Issue {
    let message = format!(
        "the volume of `{service}` holds data of PostgreSQL {found}, and version {wanted} cannot read them; nothing was touched"
    );
    Issue::error(&codes::STALE_VOLUME, message).help(format!(
        "to keep the data, go back with `database \"postgres\" version={found}`, `quickscale apply`, and save them: \
         `quickscale shell {service} -c 'pg_dumpall -U \"$POSTGRES_USER\"' > dump.sql`; then, or to start empty, \
         `quickscale down --volumes`, and `quickscale up` with version {wanted}"
    ))
}
