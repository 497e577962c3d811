//! Waiting until services are well.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{
    Docker, Seen,
    compose_file::ComposeFile,
    container::{Container, Health},
    trouble::is_ill,
};
use crate::diagnostics::Report;

/// How often the engine is asked.
const PAUSE: Duration = Duration::from_millis(200);

/// The containers once every service is well, or the error for the first one that is not.
pub(super) fn until_well(
    docker: &Docker<'_>,
    seen: &Seen,
    file: &ComposeFile,
    patience: Duration,
) -> Result<Vec<Container>, Report> {
    let deadline = Instant::now() + patience;
    loop {
        let containers = docker.containers_of(&seen.name).map_err(|absent| absent.to_issue())?;
        let waiting = containers.iter().find(|it| !matches!(it.health(), Health::Well | Health::Done));
        if let Some(ill) =
            containers.iter().find(|it| is_ill(it, file) && file.services.contains_key(&it.service))
        {
            return Err(docker.unhealthy(ill).into());
        }
        match waiting {
            None => return Ok(containers),
            Some(waiting) if Instant::now() > deadline => return Err(docker.unhealthy(waiting).into()),
            Some(_) => thread::sleep(PAUSE),
        }
    }
}
