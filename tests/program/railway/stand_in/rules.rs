//! How this Railway behaves: what a test may set before or between runs.

use std::collections::VecDeque;

/// What the next things come to.
pub struct Rules {
    /// What the next deployments of code come to, whatever their settings would make of them.
    pub fates: VecDeque<Fate>,
    /// Why the next template is not set up.
    pub template_error: Option<String>,
    /// So many requests later a change of the environment shows.
    pub patch_delay: u64,
    /// Whether `iacPartials` can be asked for; the published schema says no.
    pub knows_partials: bool,
    /// What a new database runs.
    pub postgres_image: String,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            fates: VecDeque::new(),
            template_error: None,
            patch_delay: 2,
            knows_partials: true,
            postgres_image: "ghcr.io/railwayapp-templates/postgres-ssl:18".to_owned(),
        }
    }
}

/// How a deployment ends, and what its logs say of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    Success,
    /// The settings are refused before anything is built.
    Rejected(String),
    Build(String),
    Migration(String),
    HealthCheck,
    Crash,
    /// It never gets further than this status.
    Stuck(&'static str),
}
