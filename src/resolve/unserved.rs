//! What a manifest asks for and this version of the tool does nothing about.

use super::Project;

/// A part of a manifest that is checked and then left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unserved {
    /// The node of the manifest.
    pub target: String,
    /// What is done about it, and what is not.
    pub message: String,
}

/// A line for each part of `project` that is checked and then left alone, sorted by its place in a
/// manifest.
pub fn unserved(project: &Project) -> Vec<Unserved> {
    let mut notes = Vec::new();
    let mut note = |target: String, message: &str| {
        notes.push(Unserved { target, message: message.to_owned() });
    };
    let announced = project.modules.iter().filter(|(_, module)| !module.available);
    let names: Vec<&str> = announced.map(|(name, _)| name.as_str()).collect();
    if !names.is_empty() {
        let message = "options are checked; files come with a later version";
        note(format!("modules {}", names.join(", ")), message);
    }
    for (name, environment) in &project.environments {
        if environment.docker && name != Project::LOCAL {
            let message =
                "`compose.yaml` is made for `local`; services of other environments are not started";
            note(format!("environment {name}: docker"), message);
        }
    }
    notes
}
